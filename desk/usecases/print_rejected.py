"""The paper of a change that central did not accept, in the language in use: it stays in the office."""

from pathlib import Path
from uuid import UUID

from desk.config import Settings
from desk.lang import day_and_clock, language
from desk.records.base import utc_now
from desk.usecases.case_papers import office_text
from desk.usecases.desk import Desk
from desk.usecases.print_paper import Printed, hand_out, note_paper
from desk.usecases.quarantine import details

TEMPLATE = "rejected"


def rejected_pdf(desk: Desk, change_id: UUID, folder: Path | None = None) -> bytes:
    """Kind, reason, field and body of a change as label and value lines.

    Raises LookupError for a change that is not known here, PaperFailed and OSError.
    """
    from desk.documents.render import render

    found = details(desk, change_id)
    if found is None:
        raise LookupError(change_id)
    spoken = language()
    with desk.store.read() as connection:
        office = office_text(connection, desk.identity.office, spoken)
    data = {
        "number": str(change_id)[-12:],
        "office": office,
        "printed_on": day_and_clock(utc_now()),
        "title": found.title,
        "rows": [list(line) for line in found.lines],
        "clerk": desk.clerk.name,
    }
    return render(TEMPLATE, data, spoken, folder)


def print_rejected(desk: Desk, settings: Settings, change_id: UUID) -> Printed:
    """Make the paper, note it in the log, and print or keep it.

    Raises LookupError, PaperFailed, OSError and StoreFailed; nothing is then printed.
    """
    pdf = rejected_pdf(desk, change_id, settings.folder)
    note_paper(desk, TEMPLATE, str(change_id), language(), pdf)
    return hand_out(settings, f"{TEMPLATE}-{str(change_id)[-12:]}-{language()}", pdf)
