"""Making a visitor's paper: set, written into the log, then printed or kept as a file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from desk.config import Settings
from desk.db import changes
from desk.documents.deliver import keep, send
from desk.documents.paper import Paper
from desk.documents.words import PAPER_LANGUAGES
from desk.lang import N_, _
from desk.lang import language as current_language
from desk.records.paper import PaperPrinted
from desk.usecases.acts import signed
from desk.usecases.desk import Desk
from desk.usecases.papers import RECEIPT, TICKET, receipt_of
from desk.usecases.refusals import spool_text

ROLL = (RECEIPT, TICKET)
"""Papers that a receipt printer takes; all others are sheets."""
_RUSSIAN = {"RUS", "BLR", "UKR", "KAZ", "KGZ", "TJK", "TKM", "UZB", "ARM", "MDA"}
_ARABIC = {
    *("ARE", "BHR", "COM", "DJI", "DZA", "EGY", "IRQ", "JOR", "KWT", "LBN", "LBY"),
    *("MAR", "MRT", "OMN", "PSE", "QAT", "SAU", "SDN", "SOM", "SYR", "TUN", "YEM"),
}
OUTCOMES = {
    "printed": N_("Given to the printer."),
    "kept": N_("No printer is set up here. The paper is kept as {path}"),
    "not_printed": N_("The printer did not take it. The paper is kept as {path}"),
}


@dataclass(frozen=True)
class MadePaper:
    """A paper that was set: what the log says of it, its PDF, and the name under which that may be kept."""

    document: str
    number: str
    language: str
    pdf: bytes
    name: str


@dataclass(frozen=True)
class Printed:
    """What became of a paper: `outcome` is a key of OUTCOMES, `path` is where it is kept."""

    outcome: str
    path: Path | None = None
    warning: str = ""
    """Code of why the sealed copy of the log's entry was not written."""

    @property
    def text(self) -> str:
        """The outcome, and what is wrong with the sealed copy, in the language in use."""
        told = _(OUTCOMES[self.outcome]).format(path=self.path)
        return f"{told} {spool_text(self.warning)}" if self.warning else told


def language_of(citizenship: str) -> str:
    """The language that a citizen most likely reads, to be offered first; the clerk chooses."""
    if citizenship in ("AZE", "TUR"):
        return "az"
    return "ru" if citizenship in _RUSSIAN else "ar" if citizenship in _ARABIC else "en"


def languages_of(paper: Paper) -> dict[str, str]:
    """The languages of a paper with their names, the likely one of who gets it first."""
    first = language_of(paper.citizenship) if paper.citizenship else current_language()
    return {first: PAPER_LANGUAGES[first]} | PAPER_LANGUAGES


def languages_for(desk: Desk, number: str) -> dict[str, str]:
    """The languages of a receipt, the visitor's likely one first; raises NumberUnknown."""
    return languages_of(receipt_of(desk, number))


def pdf_of(paper: Paper, language: str, folder: Path | None = None) -> bytes:
    """The paper as a PDF; `folder` may hold templates of the desk's own.

    Raises ValueError for a language that papers do not have, PaperFailed and OSError.
    """
    from desk.documents.render import render

    return render(paper.template, paper.data(language), language, folder)


def receipt_pdf(desk: Desk, number: str, language: str, folder: Path | None = None) -> bytes:
    """The receipt of a visit as a PDF; raises NumberUnknown and what `pdf_of` raises."""
    return pdf_of(receipt_of(desk, number), language, folder)


def note_paper(desk: Desk, document: str, number: str, language: str, pdf: bytes) -> str:
    """Write into the log that a paper was made; raises StoreFailed, and then no paper may leave.

    Returns the code of why the sealed copy was not written, or nothing.
    """
    record = PaperPrinted(
        document=document,
        language=language,
        of_number=number,
        sha256=sha256(pdf).hexdigest(),
        **signed(desk),
    )
    with desk.store.write() as connection:
        change = changes.append(connection, desk.author, "paper.printed", f"paper:{record.id}", record)
    return desk.keep_copy(change)


def print_paper(desk: Desk, settings: Settings, paper: Paper, language: str) -> Printed:
    """Make a paper and print it; without a working printer the PDF is kept for this user.

    Raises PaperFailed, OSError and StoreFailed; nothing is then printed.
    """
    pdf = pdf_of(paper, language, settings.folder)
    on_roll = bool(settings.escpos_printer) and paper.template in ROLL
    roll = partial(_roll, settings, paper, language) if on_roll else None
    made = MadePaper(paper.template, paper.number, language, pdf, _name(paper, language))
    return hand_out(desk, settings, made, roll)


def hand_out(
    desk: Desk, settings: Settings, made: MadePaper, roll: Callable[[], bool] | None = None
) -> Printed:
    """Note a paper in the log; only then give it to the printer or to `roll`, or keep it by its name.

    Raises StoreFailed and OSError; no paper has then left.
    """
    warning = note_paper(desk, made.document, made.number, made.language, made.pdf)
    path = keep(settings.papers, made.name, made.pdf)
    if roll:
        sent = roll()
    elif settings.print_command:
        sent = send(settings.print_command, path)
    else:
        return Printed("kept", path, warning)
    if not sent:
        return Printed("not_printed", path, warning)
    path.unlink(missing_ok=True)
    return Printed("printed", warning=warning)


def _roll(settings: Settings, paper: Paper, language: str) -> bool:
    """The same paper as a picture on the roll of a receipt printer; False where it did not take it."""
    from desk.documents.render import roll_pages
    from desk.documents.roll import send_picture

    pages = roll_pages(paper.template, paper.data(language), language, settings.folder)
    return send_picture(settings.escpos_printer, pages)


def _name(paper: Paper, language: str) -> str:
    """The name of the file that is kept; a receipt's is its number and language."""
    stem = paper.number if paper.template == RECEIPT else f"{paper.template}-{paper.number}"
    return f"{re.sub(r'[^0-9A-Za-z._-]', '_', stem)}-{language}"
