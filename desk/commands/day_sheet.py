"""`desk day-sheet DATE --to FILE.pdf|.csv`: the sheet of a desk's day, noted in the log like any paper."""

from datetime import date
from pathlib import Path

from pydantic_core import PydanticCustomError

from desk.commands.session import opened, say, settings_of
from desk.config import Settings
from desk.lang import _, today


def run(folder: Path | None, person: str | None, day: str, language: str | None, target: Path) -> int:
    """Write the sheet; 2 where the date cannot be read or the kind of file is another."""
    from desk.records.days import whole_day
    from desk.records.errors import refusal, sentence

    settings = settings_of(folder)
    try:
        on = whole_day(day)
        if on > today():
            raise refusal("date_future")
        if target.suffix not in (".pdf", ".csv"):
            say(_("The file's name must end in .pdf or .csv."))
            return 2
        _write(settings, person, on, language or settings.language, target)
    except PydanticCustomError as error:
        say(sentence(error.type, dict(error.context or {})))
    else:
        say(_("Day sheet written to {path}").format(path=target.name))
        return 0
    return 2


def _write(settings: Settings, person: str | None, on: date, language: str, target: Path) -> None:
    """Make the sheet, log it, write it; a file that is there already is not written over."""
    from desk.usecases.day_sheet import day_sheet
    from desk.usecases.note_export import write_new
    from desk.usecases.print_day_sheet import DAY_SHEET, day_sheet_csv, day_sheet_paper, number_of
    from desk.usecases.print_paper import note_paper, pdf_of

    if target.exists():
        raise FileExistsError(target.name)
    with opened(settings, person, "day-sheet") as desk:
        sheet = day_sheet(desk, on)
        if target.suffix == ".csv":
            content = day_sheet_csv(sheet)
        else:
            content = pdf_of(day_sheet_paper(desk, sheet), language, settings.folder)
        note_paper(desk, DAY_SHEET, number_of(sheet), language, content)
    write_new(target, content)
