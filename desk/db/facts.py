"""Facts about this desk itself, by name: who it is, its incarnation, epoch, clock and settings."""

from sqlalchemy import Connection, text
from sqlalchemy.dialects.sqlite import insert

from desk.db.log_tables import fact
from desk.db.quick import Quick

_GET = Quick(text("SELECT value FROM fact WHERE name = :name"))
_UPSERT = insert(fact)
_UPSERT = _UPSERT.on_conflict_do_update(index_elements=["name"], set_={"value": _UPSERT.excluded.value})


def get(connection: Connection, name: str, default: str = "") -> str:
    """The value of a fact, or the default."""
    found = _GET.run(connection, {"name": name})
    return str(found[0][0]) if found else default


def put(connection: Connection, **values: str) -> None:
    """Write facts, the new value over the old."""
    connection.execute(_UPSERT, [{"name": name, "value": value} for name, value in values.items()])
