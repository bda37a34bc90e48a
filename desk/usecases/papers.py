"""The papers of the reception day: for each, what the desk knows that its template shows."""

from datetime import datetime
from uuid import UUID

from desk.config import Settings
from desk.db import calendar_days, changes, references, tickets, visits
from desk.db.store import Connection
from desk.documents.listing import document_list
from desk.documents.paper import Data, Paper
from desk.documents.receipt import receipt
from desk.documents.status import application_status
from desk.documents.ticket import ticket_slip
from desk.lang import today
from desk.records.application import ApplicationQuery
from desk.records.reference import Office, Procedure
from desk.records.visit import Visit
from desk.usecases.applications import ask_status
from desk.usecases.desk import Desk

RECEIPT, TICKET, DOCUMENTS, STATUS = "receipt", "ticket", "documents", "status"


class NumberUnknown(LookupError):
    """No record of this number is known at this desk."""


def _procedure(connection: Connection, code: str) -> Procedure | None:
    procedures = references.every(connection, "procedure.set", Procedure)
    return next((one for one in procedures if one.code == code), None)


def _office(connection: Connection, code: str) -> Office | None:
    offices = references.every(connection, "office.set", Office)
    return next((one for one in reversed(offices) if one.code == code), None)


def _signed(desk: Desk, at: datetime) -> Data:
    """Who gives the paper out, when, and the head of this desk's log at that moment."""
    with desk.store.read() as connection:
        n, link = changes.head(connection)
        office = _office(connection, desk.identity.office)
    return {
        "office_names": office.names if office else {},
        "office": desk.identity.office,
        "desk": desk.identity.desk,
        "clerk": desk.clerk.name,
        "at": at,
        "log_n": str(n),
        "link": link,
    }


def receipt_of(desk: Desk, number: str) -> Paper:
    """The visitor's receipt; raises NumberUnknown."""
    with desk.store.read() as connection:
        row = visits.by_number(connection, number)
        if row is None:
            raise NumberUnknown(number)
        visit = Visit.model_construct(**{name: getattr(row, name) for name in Visit.model_fields})
        log = (row.change_n, changes.one(connection, row.change_n).chain) if row.change_n else None
        procedure, office = _procedure(connection, visit.procedure), _office(connection, visit.office)
        days = calendar_days.calendar(connection)
    return Paper(
        RECEIPT,
        number,
        lambda language: receipt(visit, procedure, office, language, log, days),
        visit.citizenship,
    )


def ticket_of(desk: Desk, ticket_id: UUID) -> Paper:
    """The slip with the number in the queue; LookupError for an unknown ticket."""
    with desk.store.read() as connection:
        case, _events = tickets.case_of(connection, ticket_id)
        procedure = _procedure(connection, case.ticket.purpose)
    signed = _signed(desk, case.ticket.at)
    return Paper(
        TICKET, case.ticket.label, lambda language: ticket_slip(case.ticket, procedure, signed, language)
    )


def documents_for(desk: Desk, code: str, citizenship: str = "") -> Paper:
    """What to bring for a procedure; raises NumberUnknown for a code that the catalogue has not."""
    with desk.store.read() as connection:
        procedure = _procedure(connection, code)
        days = calendar_days.calendar(connection)
    if procedure is None:
        raise NumberUnknown(code)
    signed = _signed(desk, desk.clock.now())
    found = procedure
    return Paper(
        DOCUMENTS, code, lambda language: document_list(found, today(), days, signed, language), citizenship
    )


def status_of(desk: Desk, settings: Settings, query: ApplicationQuery) -> Paper:
    """The answer on an application; raises NumberUnknown where none is known here."""
    answer = ask_status(desk, settings, query)
    if not answer.found:
        raise NumberUnknown(query.receipt)
    view = answer.found[0]
    with desk.store.read() as connection:
        procedure = _procedure(connection, view.application.procedure)
    signed = _signed(desk, desk.clock.now())
    number = view.application.receipt or view.application.id
    return Paper(
        STATUS,
        number,
        lambda language: application_status(
            view.application,
            view.handed,
            answer.as_of.at,
            answer.as_of.stale,
            view.here,
            procedure,
            signed,
            language,
        ),
        view.application.citizenship,
    )
