"""Feed events that this version of the program cannot read, kept as they came."""

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from desk.db.log_tables import parked
from desk.records.wire import Event

_PUT = insert(parked).on_conflict_do_nothing()


def put(connection: Connection, event: Event, reason: str) -> None:
    """Keep an event; the same again changes nothing."""
    row = {name: getattr(event, name) for name in ("n", "scope", "kind", "stream", "body")}
    connection.execute(_PUT, row | {"reason": reason})


def clear(connection: Connection) -> None:
    """Forget all parked events, before the whole feed is read again."""
    connection.execute(delete(parked))


def every(connection: Connection) -> list[Event]:
    """All parked events in the order of the feed."""
    rows = connection.execute(select(parked).order_by(parked.c.n))
    return [Event(n=r.n, scope=r.scope, kind=r.kind, stream=r.stream, body=r.body) for r in rows]


def holds(connection: Connection, stream: str, before: int) -> bool:
    """Whether an earlier event of a stream waits, so that a later one must not be applied either."""
    mine = select(parked.c.n).where(parked.c.stream == stream, parked.c.n < before).limit(1)
    return connection.execute(mine).first() is not None


def drop(connection: Connection, n: int) -> None:
    """Forget one event that could be read after all."""
    connection.execute(delete(parked).where(parked.c.n == n))


def count(connection: Connection) -> int:
    """How many events wait for a newer program."""
    return int(connection.execute(select(func.count()).select_from(parked)).scalar_one())
