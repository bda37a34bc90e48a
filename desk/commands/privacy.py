"""`desk erase`, `desk purge` and `desk export`: what leaves the desk or is forgotten, and why."""

from pathlib import Path

from pydantic_core import PydanticCustomError

from desk.commands.session import make_sure_new, opened, say, settings_of
from desk.lang import _


def erase(folder: Path | None, person: str | None, number: str, reason: str, *, whole_person: bool) -> int:
    """Erase a record, or all that is known of its visitor."""
    from desk.usecases.erase import NothingToErase
    from desk.usecases.erase import erase as erase_record

    settings = settings_of(folder)
    try:
        with opened(settings, person, "erase") as desk:
            done = erase_record(desk, settings, number, reason, whole_person=whole_person)
    except NothingToErase:
        say(_("No record with the number {number} is known at this desk.").format(number=number))
        return 1
    say(
        _("Erased: records {records}, texts of the log {texts}, papers {papers}. Central follows.").format(
            records=done.records, texts=done.texts, papers=done.papers
        )
    )
    return 0


def purge(folder: Path | None, person: str | None) -> int:
    """Forget at once what the setting keep_days lets go."""
    from desk.usecases.retention import purge as purge_store

    settings = settings_of(folder)
    with opened(settings, person, "purge") as desk:
        done = purge_store(desk.store, settings.keep_days)
    say(
        _("Forgotten: visits {visits}, texts {texts}, drafts {drafts}.").format(
            visits=done.visits, texts=done.texts, drafts=done.drafts
        )
    )
    return 0


def export(
    folder: Path | None, person: str | None, days: tuple[str, str], purpose: str, target: Path, *, whole: bool
) -> int:
    """Write visits into a table, masked unless `whole`."""
    from desk.records.days import whole_day
    from desk.records.errors import refusal, sentence
    from desk.usecases.export import export_visits

    settings = settings_of(folder)
    try:
        first, last = (whole_day(text) for text in days)
        if last < first:
            raise refusal("ends_first")
        make_sure_new(target)
        with opened(settings, person, "export") as desk:
            done = export_visits(desk, first, last, purpose, target, masked=not whole)
    except PydanticCustomError as error:
        say(f"--days: {sentence(error.type, dict(error.context or {}))}")
        return 2
    say(_("{n} rows in {path}.").format(n=done.rows, path=target.name))
    return 0
