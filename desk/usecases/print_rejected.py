"""The paper of a change that central did not accept, in the language in use: it stays in the office."""

from uuid import UUID

from desk.config import Settings
from desk.documents.paper import Data, Paper
from desk.lang import day_and_clock, language
from desk.usecases.case_papers import office_text
from desk.usecases.change_details import details
from desk.usecases.desk import Desk
from desk.usecases.print_paper import Printed, print_paper

TEMPLATE = "rejected"


def rejected_of(desk: Desk, change_id: UUID) -> Paper:
    """Kind, reason, field and body of a change as label and value lines; LookupError where it is unknown."""
    found = details(desk, change_id)
    if found is None:
        raise LookupError(change_id)

    def data(spoken: str) -> Data:
        with desk.store.read() as connection:
            office = office_text(connection, desk.identity.office, spoken)
        return {
            "number": str(change_id)[-12:],
            "office": office,
            "printed_on": day_and_clock(desk.clock.now()),
            "title": found.title,
            "rows": [list(line) for line in found.lines],
            "clerk": desk.clerk.name,
        }

    return Paper(TEMPLATE, str(change_id), data)


def print_rejected(desk: Desk, settings: Settings, change_id: UUID) -> Printed:
    """Make the paper, note it in the log, and print or keep it.

    Raises LookupError, PaperFailed, OSError and StoreFailed; nothing is then printed.
    """
    return print_paper(desk, settings, rejected_of(desk, change_id), language())
