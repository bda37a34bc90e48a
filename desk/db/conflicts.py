"""Conflicts: edits that central did not apply, until a person has settled them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, select, text, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.changes import batched
from desk.db.log_tables import ConflictRow, conflict
from desk.db.quick import Quick
from desk.records.base import canonical, utc_now
from desk.records.settling import Conflict, Settlement

_ADD = insert(conflict)
_ADD = _ADD.on_conflict_do_update(index_elements=["change_id"], set_={"feed_n": _ADD.excluded.feed_n})
_OPEN = conflict.c.how == ""
_COUNT = Quick(text("SELECT count(*) FROM conflict WHERE how = '' AND own"))


@dataclass(frozen=True)
class Kept:
    """A conflict as the desk keeps it; `how` is empty while it is open."""

    told: Conflict
    own: bool
    how: str


def add(connection: Connection, told: Conflict, entity: str, feed_n: int, *, own: bool) -> None:
    """Keep a conflict from the feed; one that is known stays as it is, settled or not."""
    row = {
        "change_id": told.change_id,
        "entity": entity,
        "record_id": told.id,
        "own": own,
        "feed_n": feed_n,
        "body": canonical(told),
        "how": "",
        "settled_by": "",
        "settled_at": "",
    }
    connection.execute(_ADD, row)


def settle(connection: Connection, change_id: UUID, how: Settlement, clerk: str) -> bool:
    """Close a conflict; False when it is not open (any more)."""
    mine = update(conflict).where(conflict.c.change_id == change_id, _OPEN)
    values = {"how": how.value, "settled_by": clerk, "settled_at": utc_now().isoformat()}
    return connection.execute(mine.values(**values)).rowcount > 0


def drop(connection: Connection, change_id: UUID) -> None:
    """The edit was applied after all, by a central that had lost what stood against it."""
    connection.execute(delete(conflict).where(conflict.c.change_id == change_id, _OPEN))


def _kept(row: Row[Any]) -> Kept:
    return Kept(Conflict.model_validate_json(row.body), row.own, row.how)


def one(connection: Connection, change_id: UUID) -> Kept | None:
    """The conflict over the edit of that identifier."""
    row = connection.execute(select(conflict).where(conflict.c.change_id == change_id)).first()
    return _kept(row) if row else None


def settled(connection: Connection, change_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the edits over which there was a conflict that a person has settled."""
    found: set[UUID] = set()
    for some in batched(change_ids, 1000):
        found.update(
            connection.execute(
                select(conflict.c.change_id).where(conflict.c.change_id.in_(some), ~_OPEN)
            ).scalars()
        )
    return found


def open_ones(connection: Connection, limit: int, *, of_others: bool) -> list[Kept]:
    """The open conflicts, the oldest first: this desk's own, or those of the whole office."""
    rows = select(conflict).where(_OPEN)
    if not of_others:
        rows = rows.where(conflict.c.own)
    return [_kept(row) for row in connection.execute(rows.order_by(conflict.c.feed_n).limit(limit))]


def count(connection: Connection) -> int:
    """How many of this desk's own edits wait for a person to settle them."""
    return int(_COUNT.run(connection, {})[0][0])


__all__ = ["ConflictRow", "Kept", "add", "count", "drop", "one", "open_ones", "settle", "settled"]
