"""`desk receipt NUMBER --to FILE.pdf`: a visitor's receipt as a file, written into the log like any paper."""

from pathlib import Path

from pydantic_core import PydanticCustomError

from desk.commands.session import opened, say, settings_of
from desk.config import Settings
from desk.lang import _


def run(folder: Path | None, person: str | None, number: str, language: str | None, target: Path) -> int:
    """Write the receipt; 2 where the number cannot be read or is not known here."""
    from desk.records.errors import sentence
    from desk.records.number import parse
    from desk.usecases.papers import NumberUnknown

    settings = settings_of(folder)
    try:
        _write(settings, person, str(parse(number)), language, target)
    except PydanticCustomError as error:
        say(sentence(error.type, {}))
    except NumberUnknown:
        say(_("No visit with the number {number} is known at this desk.").format(number=number))
    else:
        say(_("Receipt written to {path}").format(path=target.name))
        return 0
    return 2


def _write(settings: Settings, person: str | None, number: str, language: str | None, target: Path) -> None:
    """Make the paper, log it, write it; a file that is there already is not written over."""
    from desk.usecases.note_export import write_new
    from desk.usecases.papers import RECEIPT
    from desk.usecases.print_paper import languages_for, note_paper, receipt_pdf

    if target.exists():
        raise FileExistsError(target.name)
    with opened(settings, person, "receipt") as desk:
        spoken = language or next(iter(languages_for(desk, number)))
        pdf = receipt_pdf(desk, number, spoken, settings.folder)
        note_paper(desk, RECEIPT, number, spoken, pdf)
    write_new(target, pdf)
