"""`desk receipt NUMBER --to FILE.pdf`: a visitor's receipt as a file, written into the log like any paper."""

import os
from pathlib import Path

from pydantic_core import PydanticCustomError

from desk.commands.session import opened, say, settings_of
from desk.config import Settings
from desk.lang import _


def run(folder: Path | None, person: str | None, number: str, language: str | None, target: Path) -> int:
    """Write the receipt; 2 where the number cannot be read or is not known here."""
    from desk.documents.render import PaperFailed
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
    except PaperFailed as failed:
        say(_("The template of this paper has a mistake: {text}").format(text=failed.text))
    else:
        say(_("Receipt written to {path}").format(path=target.name))
        return 0
    return 2


def _write(settings: Settings, person: str | None, number: str, language: str | None, target: Path) -> None:
    """Make the paper, log it, write it; a file that is there already is not written over."""
    from desk.usecases.papers import RECEIPT
    from desk.usecases.print_paper import languages_for, note_paper, receipt_pdf

    if target.exists():
        raise FileExistsError(target.name)
    with opened(settings, person, "receipt") as desk:
        spoken = language or next(iter(languages_for(desk, number)))
        pdf = receipt_pdf(desk, number, spoken, settings.folder)
        note_paper(desk, RECEIPT, number, spoken, pdf)
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(pdf)
