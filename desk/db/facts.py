"""Facts about this desk itself, by name: who it is, its incarnation, epoch, clock and settings."""

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from desk.db.log_tables import fact

_UPSERT = insert(fact)
_UPSERT = _UPSERT.on_conflict_do_update(index_elements=["name"], set_={"value": _UPSERT.excluded.value})


def get(connection: Connection, name: str, default: str = "") -> str:
    """The value of a fact, or the default."""
    found = connection.execute(select(fact.c.value).where(fact.c.name == name)).scalar()
    return default if found is None else str(found)


def put(connection: Connection, **values: str) -> None:
    """Write facts, the new value over the old."""
    connection.execute(_UPSERT, [{"name": name, "value": value} for name, value in values.items()])
