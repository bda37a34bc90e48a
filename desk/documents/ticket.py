"""What stands on the slip of a ticket; nothing on it says who the visitor is."""

from datetime import datetime
from typing import cast

from desk.documents.paper import Data, qr
from desk.documents.words import text_in
from desk.lang import day_and_clock
from desk.records.reference import Procedure
from desk.records.ticket import TicketIssued, place_of


def given(signed: Data, language: str) -> Data:
    """Office, desk, clerk, time and log of whoever gives a paper out, in a language."""
    names = cast(dict[str, str], signed["office_names"])
    told = {name: signed[name] for name in ("desk", "clerk", "log_n", "link")}
    at = day_and_clock(cast(datetime, signed["at"]))
    return told | {"office": text_in(names, language) or signed["office"], "at": at}


def ticket_slip(issued: TicketIssued, procedure: Procedure | None, signed: Data, language: str) -> Data:
    """The data of the slip; `procedure` is None for another matter."""
    return given(signed, language) | {
        "number": issued.label,
        "qr": qr(f"{issued.day.isoformat()} {issued.office} {issued.label}"),
        "purpose": text_in(procedure.names, language) if procedure else "",
        "place": place_of(issued.desk),
        "booked_for": day_and_clock(issued.booked_for) if issued.booked_for else "",
    }
