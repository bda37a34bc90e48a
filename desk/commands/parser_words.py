"""argparse's own words, which it asks of the standard library's gettext, in the language in use."""

import gettext
import os

from desk.lang import N_, NN_, catalogues, language

WORDS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("expected one argument"),
    NN_("expected %s argument", "expected %s arguments"),
    N_("ignored explicit argument %r"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""What argparse may say of this program's commands, marked for the catalogues."""


def speak() -> None:
    """Let gettext's default domain, and so argparse, read the program's catalogue of the language in use."""
    gettext.bindtextdomain("desk", catalogues())
    gettext.textdomain("desk")
    os.environ["LANGUAGE"] = language()
