"""`desk import measures|trainings|employees FILE`: rows of a sheet into the registers, wrong ones told."""

from pathlib import Path

from desk.commands.session import opened, say, settings_of
from desk.lang import _, ngettext

SHOWN = 50
"""Wrong rows that are told one by one."""


def run(folder: Path | None, person: str | None, what: str, file: Path, *, dry_run: bool) -> int:
    """Import, or with a dry run only tell what would be; 2 where a row or the file is wrong."""
    from desk.usecases.import_rows import import_rows
    from desk.usecases.sheets import SheetRefused, read_sheet

    settings = settings_of(folder)
    try:
        rows = read_sheet(file)
    except SheetRefused as refused:
        say(refused.text)
        return 2
    with opened(settings, person, "import") as desk:
        told = import_rows(desk, what, rows, dry_run=dry_run)
    for issue in told.issues[:SHOWN]:
        place = _("row {row}, {column}") if issue.column else _("row {row}")
        say(f"{place.format(row=issue.row, column=issue.column)}: {issue.text}")
    if len(told.issues) > SHOWN:
        say(_("… and {n} more").format(n=len(told.issues) - SHOWN))
    if dry_run:
        say(_("Dry run: nothing was written."))
    say(ngettext("{n} row read", "{n} rows read", told.rows).format(n=told.rows))
    counts = {
        _("new"): told.new,
        _("there already"): told.same,
        _("set anew"): told.changed,
        _("attendance marks"): told.marks,
        _("not taken"): len({issue.row for issue in told.issues if issue.row > 1}),
    }
    say(", ".join(f"{name}: {n}" for name, n in counts.items()))
    return 2 if told.issues else 0
