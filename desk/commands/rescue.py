"""`desk rescue FOLDER`: take out what was told saved from a desk that is damaged. `desk check` looks only."""

from pathlib import Path

from desk.commands.session import data_key, say, settings_of
from desk.lang import _, ngettext


def run(folder: Path | None, person: str | None, target: Path, *, without_key: bool) -> int:
    """Take everything out into a folder and say what is done with it next."""
    from desk.db.file import StoreRefused
    from desk.usecases.refusals import refusal_text
    from desk.usecases.rescue import PARCEL, rescue

    settings = settings_of(folder)
    key = None if without_key else data_key(settings, person)
    told = rescue(settings, key, target)
    if told.reason:
        say(refusal_text(StoreRefused(told.reason)))
    say(
        _("From the file: {readable} unsent changes, {unreadable} rows do not read.").format(
            readable=told.readable, unreadable=told.unreadable
        )
    )
    if told.is_signed:
        say(_("Headquarters takes them in with: central import-changes {name}").format(name=PARCEL))
    for name in told.spools:
        say(_("The sealed copy is taken in with: central import-changes --unsigned {name}").format(name=name))
    say(_("Then put a backup back (desk restore) or enrol anew. Delete nothing before central has it all."))
    return 0


def check(folder: Path | None, person: str | None) -> int:
    """Look at every page of the desk's file; 1 when one is damaged."""
    from desk.usecases.rescue import check as damaged

    settings = settings_of(folder)
    found = damaged(settings, data_key(settings, person))
    if not found:
        say(_("Every page of the desk's file is sound."))
        return 0
    say(
        ngettext(
            "{n} page of the desk's file is damaged: `desk rescue` takes out what was saved.",
            "{n} pages of the desk's file are damaged: `desk rescue` takes out what was saved.",
            len(found),
        ).format(n=len(found))
    )
    return 1
