"""Rejected changes that were handed to the supervisor, by this desk or another of the office."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.log_tables import handed
from desk.records.base import canonical
from desk.records.settling import Handed

_ADD = insert(handed).on_conflict_do_nothing()


def add(connection: Connection, record: Handed, *, own: bool) -> None:
    """Keep who handed what; handed twice counts once."""
    row = {"change_id": record.change_id, "own": own, "body": canonical(record), "closed": False}
    connection.execute(_ADD, row)


def close(connection: Connection, change_id: UUID) -> bool:
    """The change was applied or corrected after all; False when it was not handed."""
    mine = update(handed).where(handed.c.change_id == change_id, ~handed.c.closed)
    return connection.execute(mine.values(closed=True)).rowcount > 0


def close_applied(connection: Connection, change_ids: Iterable[UUID]) -> None:
    """What came by the feed waits for nobody any more."""
    waiting = set(connection.execute(select(handed.c.change_id).where(~handed.c.closed)).scalars())
    for change_id in waiting.intersection(change_ids) if waiting else ():
        close(connection, change_id)


def open_ones(connection: Connection, limit: int = 200) -> list[tuple[Handed, bool]]:
    """What waits for the supervisor, the oldest first, and whether it is this desk's own."""
    rows = select(handed).where(~handed.c.closed).order_by(handed.c.change_id).limit(limit)
    return [(Handed.model_validate_json(row.body), row.own) for row in connection.execute(rows)]


def one(connection: Connection, change_id: UUID) -> Handed | None:
    """Who handed a change to the supervisor and when, unless that is over."""
    mine = select(handed.c.body).where(handed.c.change_id == change_id, ~handed.c.closed)
    body = connection.execute(mine).scalar()
    return Handed.model_validate_json(body) if body else None
