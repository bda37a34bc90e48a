"""Tickets: their events stored once, and one row a ticket, made anew whenever an event is added."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, union, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.columns import named
from desk.db.reception_tables import ticket, ticket_event, visit
from desk.records.base import canonical
from desk.records.ticket import TicketEvent, TicketIssued
from desk.records.ticket_states import TicketCase, derive

ISSUED = "ticket.issued"
EVENT = "ticket.event"
LISTED = 200
_ADD = insert(ticket_event)
_MERGE = _ADD.on_conflict_do_update(
    index_elements=["id"], set_={"body": _ADD.excluded.body, "feed_n": _ADD.excluded.feed_n}
)
_PUT = insert(ticket)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["id"],
    set_={name: _PUT.excluded[name] for name in ticket.c.keys() if name != "id"},  # noqa: SIM118
)


def add(connection: Connection, record: TicketIssued | TicketEvent, change_n: int) -> None:
    """Store what this desk wrote of a ticket, by the change of that number."""
    connection.execute(_ADD, _row(record) | {"change_n": change_n, "feed_n": None})
    project(connection, ticket_of(record))


def merge(connection: Connection, record: TicketIssued | TicketEvent, feed_n: int) -> None:
    """Store what the feed has of a ticket; our own keeps the change that it was written by.

    Raises IntegrityError when another ticket of that day has the number.
    """
    connection.execute(_MERGE, _row(record) | {"change_n": None, "feed_n": feed_n})
    project(connection, ticket_of(record))


def ticket_of(record: TicketIssued | TicketEvent) -> UUID:
    """The ticket that a record is of."""
    return record.case if isinstance(record, TicketEvent) else record.id


def _row(record: TicketIssued | TicketEvent) -> dict[str, Any]:
    kind = EVENT if isinstance(record, TicketEvent) else ISSUED
    return {"id": record.id, "ticket": ticket_of(record), "kind": kind, "body": canonical(record)}


def read(connection: Connection, ticket_id: UUID) -> tuple[TicketIssued | None, list[TicketEvent]]:
    """A ticket and its events; no ticket while its issue has not arrived."""
    rows = select(ticket_event.c.kind, ticket_event.c.body).where(ticket_event.c.ticket == ticket_id)
    issued, events = None, []
    for kind, body in connection.execute(rows.order_by(ticket_event.c.id)):
        if kind == ISSUED:
            issued = TicketIssued.model_validate_json(body)
        else:
            events.append(TicketEvent.model_validate_json(body))
    return issued, events


def case_of(connection: Connection, ticket_id: UUID) -> tuple[TicketCase, list[TicketEvent]]:
    """A ticket as its events make it; LookupError where this desk does not know it."""
    issued, events = read(connection, ticket_id)
    if issued is None:
        raise LookupError(ticket_id)
    return derive(issued, events), events


def project(connection: Connection, ticket_id: UUID) -> None:
    """Write the row of a ticket; none while its issue has not arrived, or when it was taken out."""
    issued, events = read(connection, ticket_id)
    if issued is None:
        connection.execute(delete(ticket).where(ticket.c.id == ticket_id))
    else:
        connection.execute(_PUT, _columns(derive(issued, events)))


def _columns(case: TicketCase) -> dict[str, Any]:
    issued = case.ticket
    return {
        "id": issued.id,
        "label": issued.label,
        "day": issued.day,
        "desk": issued.desk,
        "purpose": case.purpose,
        "booking": issued.booking,
        "booked_for": issued.booked_for,
        "for_desk": case.for_desk,
        "state": str(case.state),
        "issued_at": issued.at,
        "first_called_at": case.first_called_at,
        "called_at": case.called_at,
        "called_desk": case.called_desk,
        "called_by": case.called_by,
        "calls": case.calls,
        "ended_at": case.ended_at,
        "visits": " ".join(case.visits),
        "attention": len(case.attention),
    }


def of_day(connection: Connection, day: date) -> list[Row[Any]]:
    """The tickets of a day that this desk knows, in the order issued."""
    rows = select(ticket).where(ticket.c.day == day).order_by(ticket.c.issued_at, ticket.c.label)
    return list(connection.execute(rows))


def one(connection: Connection, ticket_id: UUID) -> Row[Any] | None:
    """The row of a ticket."""
    return connection.execute(select(ticket).where(ticket.c.id == ticket_id)).first()


def of_booking(connection: Connection, booking: str) -> Row[Any] | None:
    """The ticket that a booking was checked in to."""
    return connection.execute(select(ticket).where(named(ticket.c.booking, booking)).limit(1)).first()


def desks(connection: Connection) -> list[str]:
    """The desks of the office that ever had a ticket or a visit, as far as known here."""
    found = union(
        select(ticket.c.desk),
        select(ticket.c.called_desk).where(ticket.c.called_desk != ""),
        select(visit.c.desk),
    )
    return sorted(connection.execute(found).scalars())


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central mean nothing in the new one."""
    connection.execute(update(ticket_event).where(ticket_event.c.feed_n.is_not(None)).values(feed_n=None))
