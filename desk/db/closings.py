"""Closed days of the office's desks, and what a day sheet counts in this desk's log."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.changes import among, batched, when_written, written_at
from desk.db.log_tables import ChangeState, change
from desk.db.reception_tables import day_closing, ticket, visit
from desk.lang import BAKU
from desk.records.base import canonical
from desk.records.closing import DayClosed

KIND = "day.closed"
_PUT = insert(day_closing)
_PUT = _PUT.on_conflict_do_update(index_elements=["id"], set_={"feed_n": _PUT.excluded.feed_n})


def put(
    connection: Connection, told: DayClosed, change_n: int | None = None, feed_n: int | None = None
) -> None:
    """Keep a closing: written here (`change_n`) or come by the feed."""
    row = {"id": told.id, "day": told.day, "desk": told.desk, "body": canonical(told), "at": told.at}
    connection.execute(_PUT, row | {"change_n": change_n, "feed_n": feed_n})


def of_day(connection: Connection, on: date, desk: str) -> list[DayClosed]:
    """The closings of a desk's day, the first one first; each later one corrects."""
    mine = select(day_closing.c.body).where(day_closing.c.day == on, day_closing.c.desk == desk)
    bodies = connection.execute(mine.order_by(day_closing.c.at, day_closing.c.id)).scalars()
    return [DayClosed.model_validate_json(body) for body in bodies]


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central mean nothing in the new one."""
    connection.execute(update(day_closing).values(feed_n=None))


def visits(connection: Connection, on: date) -> list[Row[Any]]:
    """All visits of the office's day that this desk knows, the earliest first."""
    start = datetime.combine(on, time(), BAKU)
    mine = (visit.c.registered_at >= start) & (visit.c.registered_at < start + timedelta(days=1))
    return list(connection.execute(select(visit).where(mine).order_by(visit.c.registered_at, visit.c.number)))


def tickets_called(connection: Connection, on: date, desk: str) -> dict[str, int]:
    """How many tickets of a day a desk called, by the state that they are in."""
    mine = select(ticket.c.state, func.count()).where(ticket.c.day == on, ticket.c.called_desk == desk)
    return {str(state): n for state, n in connection.execute(mine.group_by(ticket.c.state))}


def corrections_since(connection: Connection, closing: DayClosed, visits: Iterable[UUID]) -> int:
    """How many corrections of these visits this desk's log has behind a closing, without replaced ones."""
    closed = select(day_closing.c.change_n).where(day_closing.c.id == closing.id).scalar_subquery()
    edits = select(func.count()).where(literal_column("kind = 'visit.edited'"), change.c.n > closed)
    edits = edits.where(~among(change, ChangeState.superseded))
    streams = (f"visit:{visit_id}" for visit_id in visits)
    return sum(
        connection.execute(edits.where(change.c.stream.in_(some))).scalar_one()
        for some in batched(streams, 1000)
    )


def written(connection: Connection, on: date, kinds: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Kind and body of what this desk's log has of these kinds on a day in Baku, in the order written."""
    start = datetime.combine(on, time(), BAKU)
    first = select(func.min(change.c.n)).where(when_written >= func.julianday(start.isoformat()) - 1)
    near = change.c.n >= func.coalesce(first.scalar_subquery(), 0)
    rows = select(change).where(near, change.c.kind.in_(kinds))
    for row in connection.execute(rows.order_by(change.c.n)):
        if row.body and written_at(row).astimezone(BAKU).date() == on:
            yield row.kind, json.loads(row.body)
