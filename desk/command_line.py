"""What the command line of the desk understands; each command names the function that does it.

Imports of the program stand inside the functions: the first frame waits for none of them.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desk.administration_line import add_administration, add_report_file
from desk.commands import option_types as types
from desk.lang import _

if TYPE_CHECKING:
    from desk.administration_line import Commands

_A_YEAR = 366 * 86_400.0


def read(arguments: list[str]) -> argparse.Namespace:
    """What is asked, as `parser` returns it; wrong words end the program, in the language of the folder."""
    from desk.commands.parser_words import speak
    from desk.commands.session import settings_of

    ahead = argparse.ArgumentParser(add_help=False)
    ahead.add_argument("--folder", type=Path, nargs="?")
    settings_of(ahead.parse_known_args(arguments)[0].folder)
    speak()
    return parser().parse_args(arguments)


def parser() -> argparse.ArgumentParser:
    """The parser, in the language in use.

    What it returns has `act`, a function that takes it and returns the exit code.
    """
    made = argparse.ArgumentParser(prog="desk", description=_("The reception desk."))
    made.add_argument(
        "--folder", type=Path, help=_("the desk's folder (default: DESK_FOLDER or the user's data)")
    )
    made.set_defaults(act=_open)
    commands = made.add_subparsers(dest="command")
    for name, words in (
        ("run", _("open the desk (the default)")),
        ("board", _("show the numbers being served on a wall board")),
        ("kiosk", _("open the desk for visitors to answer surveys")),
    ):
        commands.add_parser(name, help=words)
    demo = commands.add_parser("demo", help=_("open a desk on sample data with a central of its own"))
    demo.add_argument(
        "--headless", action="store_true", help=_("do the main job without a terminal and tell each step")
    )
    demo.add_argument("--language", choices=("az", "ru", "en"), help=_("language of the program"))
    demo.add_argument(
        "--office", default="GNC", metavar="CODE", help=_("whose desk: the Council's secretary works at BAK")
    )
    demo.add_argument(
        "--report", type=int, metavar="YEAR", help=_("enter a sample year and write its report")
    )
    add_report_file(demo, required=False)
    demo.set_defaults(act=_demo)
    stay = commands.add_parser("stay", help=_("the last day to register at the place of stay"))
    stay.add_argument("--citizenship", required=True, help=_("code as in the passport, for example KAZ"))
    stay.add_argument("--arrival", required=True, help=_("day of arrival, for example 01.11.2026"))
    stay.set_defaults(act=_stay)
    _add_lookup(commands)
    _add_chaos(commands)
    add_administration(commands)
    return made


def _open(asked: argparse.Namespace) -> int:
    """Open the terminal program; a command may name the screen after the sign-in."""
    from desk.opening import run

    return run(asked.folder, asked.command or "run")


def _stay(asked: argparse.Namespace) -> int:
    from desk.commands import stay

    return stay.run(asked.folder, asked.citizenship, asked.arrival)


def _add_lookup(commands: "Commands") -> None:
    lookup = commands.add_parser("lookup", help=_("look a person up in the list of restrictions"))
    lookup.add_argument("name", nargs="?", default="", help=_("the whole name, in any spelling and order"))
    lookup.add_argument("--purpose", help=_("what for: recorded with the lookup"))
    lookup.add_argument("--dob", default="", help=_("31.12.1990, 12.1990 or 1990"))
    lookup.add_argument("--citizenship", default="", help=_("code or name of the country"))
    lookup.add_argument("--document", default="", help=_("document number"))
    lookup.add_argument("--mrz", default="", help=_("the machine-readable zone of the document"))
    lookup.add_argument("--json", action="store_true", help=_("the answer as JSON"))
    lookup.add_argument("--person", help=_("whose password opens the desk (default: the first of this desk)"))
    lookup.add_argument(
        "--list", type=types.path, metavar="FILE.jsonl", help=_("measure: this list instead of a desk's")
    )
    lookup.add_argument("--batch", action="store_true", help=_("with --list: questions on standard input"))
    lookup.set_defaults(act=_lookup)


def _lookup(asked: argparse.Namespace) -> int:
    os.umask(0o077)
    from desk.commands import lookup, lookup_batch
    from desk.commands.session import told

    if asked.list:
        return told(lambda: lookup_batch.batch(asked.list))
    if asked.batch:
        sys.stderr.write(_("desk lookup: --batch asks a list of its own: name its file with --list") + "\n")
        return 2
    return told(lambda: lookup.run(asked.folder, asked.person, lookup.Asked.of(asked)))


def _demo(asked: argparse.Namespace) -> int:
    from desk.commands.session import told
    from desk.demo import Wanted, demo

    if (asked.report is None) is not (asked.to is None):
        sys.stderr.write(_("desk demo: --report and --to go together") + "\n")
        return 2
    if not asked.office.isalpha():
        sys.stderr.write(_("desk demo: --office is the code of an office, for example BAK") + "\n")
        return 2
    wanted = None if asked.report is None else Wanted(asked.report, asked.lang, asked.to)
    return told(
        lambda: demo(
            asked.folder,
            headless=asked.headless,
            language=asked.language,
            office=asked.office.upper(),
            report=wanted,
        )
    )


def _add_chaos(commands: "Commands") -> None:
    chaos = commands.add_parser(
        "chaos", help=_("a desk on sample data behind a line that fails, for training")
    )
    for name, words in (
        ("drop", _("share of requests that never arrive (0.1)")),
        ("duplicate", _("share of requests that arrive twice (0.1)")),
        ("cut", _("share of answers that break off (0.1)")),
        ("error", _("share of answers 500 (0.1)")),
    ):
        chaos.add_argument(f"--{name}", type=types.number(0, 1), default=0.1, metavar="P", help=words)
    chaos.add_argument(
        "--delay", type=types.number(0), default=200, metavar="MS", help=_("at most, each way (200)")
    )
    chaos.add_argument(
        "--clock-jump",
        type=types.number(-_A_YEAR, _A_YEAR),
        default=0,
        metavar="S",
        help=_("jumps of the desk's clock"),
    )
    chaos.add_argument("--seed", type=int, default=1, metavar="N", help=_("the same faults again"))
    chaos.add_argument(
        "--headless", type=types.count, default=0, metavar="N", help=_("save N visits and compare")
    )
    chaos.set_defaults(act=_chaos)


def _chaos(asked: argparse.Namespace) -> int:
    os.umask(0o077)
    from desk.commands.chaos import run as storm
    from desk.commands.session import told
    from desk.demo.chaos import Odds

    odds = Odds(asked.drop, asked.delay, asked.duplicate, asked.cut, asked.error)
    return told(lambda: storm(asked.folder, odds, asked.clock_jump, asked.seed, asked.headless))
