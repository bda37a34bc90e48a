"""What stands on the answer to “how does my application stand”: no more than central said, and when."""

from datetime import datetime

from desk.documents.paper import Data, split_number
from desk.documents.ticket import given
from desk.documents.words import text_in
from desk.lang import day, day_and_clock
from desk.records.application import Application, DocumentHandedOver
from desk.records.reference import Procedure


def application_status(
    one: Application,
    handed: list[DocumentHandedOver],
    as_of: datetime | None,
    stale: bool,
    here: bool,
    procedure: Procedure | None,
    signed: Data,
    language: str,
) -> Data:
    """The data of the answer; `here` is whether this office keeps the document, `as_of` central's word."""
    taken = handed[0] if handed else None
    handed_at = taken.at if taken else one.handed_over_at
    is_ready = here and one.ready_since is not None and handed_at is None
    return (
        given(signed, language)
        | split_number(one.receipt or one.id)
        | {
            "has_check": bool(one.receipt),
            "applicant": " ".join(part for part in (one.surname, one.given_name) if part),
            "document_number": one.document_number,
            "procedure": text_in(procedure.names, language) if procedure else one.procedure,
            "state": str(one.state),
            "missing": [text_in(texts, language) for texts in one.missing],
            "due": day(one.due_on) if one.due_on else "",
            "ready": day(one.ready_since) if is_ready and one.ready_since else "",
            "handed_at": day_and_clock(handed_at) if handed_at else "",
            "handed_to": taken.name if taken else one.handed_over_to,
            "elsewhere": "" if here else one.office,
            "as_of": day_and_clock(as_of) if as_of else "",
            "stale": stale,
        }
    )
