"""What the wall shows: the numbers being served and where, and nothing about anybody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from desk.db import tickets
from desk.db.log_tables import cursor
from desk.records.ticket import place_of
from desk.records.ticket_states import TicketState
from desk.usecases.desk import Desk

SHOWN, EARLIER = 4, 6
FRESH = timedelta(seconds=30)
"""For so long a call stands out."""


@dataclass(frozen=True)
class Call:
    """One call: the ticket's number, the desk's number, since when."""

    label: str
    place: str
    at: datetime
    fresh: bool


@dataclass(frozen=True)
class Board:
    """The newest calls of an office that are not ended, those before, and of when this is known."""

    calls: list[Call]
    earlier: list[Call]
    waiting: int
    as_of: datetime | None


def board_of(desk: Desk, day: date) -> Board:
    """The calls of a day, the newest first."""
    with desk.store.read() as connection:
        rows = [row for row in tickets.of_day(connection, day) if row.state != TicketState.left]
        scope = cursor.c.scope == f"queue:{desk.identity.office}"
        told = connection.execute(select(cursor.c.as_of).where(scope)).scalar()
    now = desk.clock.now()
    called = sorted((row for row in rows if row.called_at and row.called_desk), key=lambda row: row.called_at)
    calls = [
        (row.state, Call(row.label, place_of(row.called_desk), row.called_at, now - row.called_at < FRESH))
        for row in reversed(called)
    ]
    at_desks = [call for state, call in calls if state == TicketState.called]
    ended = [call for state, call in calls if state in (TicketState.served, TicketState.no_show)]
    waiting = sum(1 for row in rows if row.state == TicketState.waiting)
    as_of = datetime.fromisoformat(told) if told else None
    return Board(at_desks[:SHOWN], ended[:EARLIER], waiting, as_of)
