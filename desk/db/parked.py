"""Feed events that this version of the program cannot read, kept as they came."""

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from desk.db.tables import parked
from desk.records.wire import Event

_PUT = insert(parked).on_conflict_do_nothing()


def put(connection: Connection, event: Event, reason: str) -> None:
    """Keep an event; the same again changes nothing."""
    row = {name: getattr(event, name) for name in ("n", "scope", "kind", "stream", "body")}
    connection.execute(_PUT, row | {"reason": reason})


def clear(connection: Connection) -> None:
    """Forget all parked events, before the whole feed is read again."""
    connection.execute(delete(parked))


def count(connection: Connection) -> int:
    """How many events wait for a newer program."""
    return int(connection.execute(select(func.count()).select_from(parked)).scalar_one())
