"""Making a visitor's paper: set, written into the log, then printed or kept as a file."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from desk.config import Settings
from desk.db import changes, references, visits
from desk.db.store import Connection
from desk.documents.deliver import keep, send
from desk.documents.words import PAPER_LANGUAGES
from desk.lang import N_, _
from desk.records.base import new_id, utc_now
from desk.records.paper import PaperPrinted
from desk.records.reference import Office, Procedure
from desk.records.visit import Visit
from desk.usecases.desk import Desk

RECEIPT = "receipt"
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


class NumberUnknown(LookupError):
    """No record of this number is known at this desk."""


@dataclass(frozen=True)
class Printed:
    """What became of a paper: `outcome` is a key of OUTCOMES, `path` is where it is kept."""

    outcome: str
    path: Path | None = None

    @property
    def text(self) -> str:
        """The outcome in the language in use."""
        return _(OUTCOMES[self.outcome]).format(path=self.path)


def language_of(citizenship: str) -> str:
    """The language that a citizen most likely reads, to be offered first; the clerk chooses."""
    if citizenship in ("AZE", "TUR"):
        return "az"
    return "ru" if citizenship in _RUSSIAN else "ar" if citizenship in _ARABIC else "en"


def languages_for(desk: Desk, number: str) -> dict[str, str]:
    """The languages of papers with their names, the visitor's likely one first; raises NumberUnknown."""
    with desk.store.read() as connection:
        first = language_of(_visit(connection, number)[0].citizenship)
    return {first: PAPER_LANGUAGES[first]} | PAPER_LANGUAGES


def _visit(connection: Connection, number: str) -> tuple[Visit, tuple[int, str] | None]:
    row = visits.by_number(connection, number)
    if row is None:
        raise NumberUnknown(number)
    visit = Visit.model_construct(**{name: getattr(row, name) for name in Visit.model_fields})
    if row.change_n is None:
        return visit, None
    return visit, (row.change_n, changes.one(connection, row.change_n).chain)


def receipt_pdf(desk: Desk, number: str, language: str, folder: Path | None = None) -> bytes:
    """The receipt of a visit as a PDF; `folder` may hold templates of the desk's own.

    Raises NumberUnknown, ValueError for a language that papers do not have, PaperFailed and OSError.
    """
    from desk.documents.receipt import receipt
    from desk.documents.render import render

    with desk.store.read() as connection:
        visit, log = _visit(connection, number)
        procedures = references.every(connection, "procedure.set", Procedure)
        offices = references.every(connection, "office.set", Office)
    procedure = next((one for one in procedures if one.code == visit.procedure), None)
    office = next((one for one in reversed(offices) if one.code == visit.office), None)
    return render(RECEIPT, receipt(visit, procedure, office, language, log), language, folder)


def note_paper(desk: Desk, document: str, number: str, language: str, pdf: bytes) -> PaperPrinted:
    """Write into the log that a paper was made; raises StoreFailed, and then no paper may leave."""
    record = PaperPrinted(
        id=new_id(),
        document=document,
        language=language,
        of_number=number,
        sha256=sha256(pdf).hexdigest(),
        office=desk.identity.office,
        desk=desk.identity.desk,
        clerk=desk.clerk.id,
        clerk_name=desk.clerk.name,
        at=utc_now(),
    )
    with desk.store.write() as connection:
        change = changes.append(connection, desk.author, "paper.printed", f"paper:{record.id}", record)
    desk.keep_copy(change)
    return record


def print_receipt(desk: Desk, settings: Settings, number: str, language: str) -> Printed:
    """Make the receipt of a visit and print it; without a working printer the PDF is kept for this user.

    Raises NumberUnknown, PaperFailed, OSError and StoreFailed; nothing is then printed.
    """
    pdf = receipt_pdf(desk, number, language, settings.folder)
    note_paper(desk, RECEIPT, number, language, pdf)
    return hand_out(settings, f"{number}-{language}", pdf)


def hand_out(settings: Settings, name: str, pdf: bytes) -> Printed:
    """Give a paper that the log knows to the printer, or keep it under a name; raises OSError."""
    path = keep(settings.papers, name, pdf)
    if not settings.print_command:
        return Printed("kept", path)
    if not send(settings.print_command, path):
        return Printed("not_printed", path)
    path.unlink(missing_ok=True)
    return Printed("printed")
