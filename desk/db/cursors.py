"""How far each scope of central's feed has been durably applied."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, select, text
from sqlalchemy.dialects.sqlite import insert

from desk.db.log_tables import cursor, snapshot_place
from desk.db.quick import Quick

_SET = insert(cursor)
_SET = _SET.on_conflict_do_update(
    index_elements=["scope"],
    set_={"epoch": _SET.excluded.epoch, "after": _SET.excluded.after, "as_of": _SET.excluded.as_of},
)
_MOVE = Quick(_SET)
_LOADED = Quick(text("DELETE FROM snapshot_place WHERE scope = :scope"))
_SET_PLACE = insert(snapshot_place)
_SET_PLACE = _SET_PLACE.on_conflict_do_update(
    index_elements=["scope"],
    set_={name: _SET_PLACE.excluded[name] for name in ("epoch", "pin", "after_key")},
)
_AT = Quick(
    select(cursor.c.after, cursor.c.as_of).where(
        cursor.c.scope == bindparam("scope"), cursor.c.epoch == bindparam("epoch")
    )
)
_UNDER_WAY = Quick(
    select(snapshot_place.c.pin, snapshot_place.c.after_key).where(
        snapshot_place.c.scope == bindparam("scope"), snapshot_place.c.epoch == bindparam("epoch")
    )
)


@dataclass(frozen=True)
class Cursor:
    """A place in one scope of the feed of one life of central; `as_of` is central's time of the last page."""

    scope: str
    epoch: UUID
    after: int
    as_of: str = ""


def at(connection: Connection, scope: str, epoch: UUID) -> Cursor:
    """Where to pull a scope from; the feed's beginning in an epoch that the desk has not read yet."""
    for after, as_of in _AT.run(connection, {"scope": scope, "epoch": epoch}):
        return Cursor(scope, epoch, after, as_of)
    return Cursor(scope, epoch, 0)


def move(connection: Connection, scope: str, epoch: UUID, after: int, as_of: datetime) -> None:
    """Note that everything up to `after` is applied or parked; in the same transaction as just that."""
    row = {"scope": scope, "epoch": epoch, "after": after, "as_of": as_of.isoformat()}
    _MOVE.run(connection, row)
    _LOADED.run(connection, {"scope": scope})


@dataclass(frozen=True)
class SnapshotPlace:
    """How far the snapshot of a scope was applied: its pin, and the key of the last row."""

    scope: str
    epoch: UUID
    pin: int
    after_key: str


def under_way(connection: Connection, scope: str, epoch: UUID) -> SnapshotPlace | None:
    """Where a snapshot of this life of central was cut; None where none is under way."""
    for pin, after_key in _UNDER_WAY.run(connection, {"scope": scope, "epoch": epoch}):
        return SnapshotPlace(scope, epoch, pin, after_key)
    return None


def move_snapshot(connection: Connection, place: SnapshotPlace) -> None:
    """Note that everything up to the key is applied; in the same transaction as just that."""
    row = {"scope": place.scope, "epoch": place.epoch, "pin": place.pin, "after_key": place.after_key}
    connection.execute(_SET_PLACE, row)


def heard(connection: Connection) -> datetime | None:
    """Central's time of the newest page of any scope; nothing where none ever came."""
    written = select(cursor.c.as_of).where(cursor.c.as_of != "")
    times = [datetime.fromisoformat(as_of) for as_of in connection.execute(written).scalars()]
    return max(times, default=None)


def forget(connection: Connection, scope: str) -> None:
    """Read the scope from its beginning the next time."""
    connection.execute(delete(cursor).where(cursor.c.scope == scope))
    connection.execute(delete(snapshot_place).where(snapshot_place.c.scope == scope))
