"""Reference data by kind: the newest record of each stream."""

from typing import TypeVar

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.log_tables import reference
from desk.records.base import Record

R = TypeVar("R", bound=Record)
_SET = insert(reference)
_SET = _SET.on_conflict_do_update(
    index_elements=["kind", "stream"],
    set_={"body": _SET.excluded.body, "feed_n": _SET.excluded.feed_n},
    where=reference.c.feed_n <= _SET.excluded.feed_n,
)


def put(connection: Connection, rows: list[dict[str, str | int]]) -> None:
    """Store rows of kind, stream, body and feed_n; an older feed number never replaces a newer one."""
    connection.execute(_SET, rows)


def every(connection: Connection, kind: str, of: type[R]) -> list[R]:
    """All records of a kind, in the order in which central wrote them."""
    rows = (
        select(reference.c.body)
        .where(reference.c.kind == kind)
        .order_by(reference.c.feed_n, reference.c.stream)
    )
    return [of.model_validate_json(body) for body in connection.execute(rows).scalars()]


def count(connection: Connection, kind: str) -> int:
    """How many records of a kind there are."""
    return int(connection.execute(select(func.count()).where(reference.c.kind == kind)).scalar_one())


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central must not keep out those of the new one."""
    connection.execute(update(reference).values(feed_n=0))


def sweep(connection: Connection) -> None:
    """Drop what was not confirmed since `forget_numbers`: central does not have it any more."""
    connection.execute(delete(reference).where(reference.c.feed_n == 0))
