"""Versions of register entries, stored once by their identifier; the derived rows follow in one go."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.register_rows import put
from desk.db.register_tables import entry_version
from desk.records.base import canonical
from desk.records.entry import Version
from desk.records.kinds import FACTS

_ADD = insert(entry_version)
_MERGE = _ADD.on_conflict_do_update(
    index_elements=["id"], set_={"body": _ADD.excluded.body, "feed_n": _ADD.excluded.feed_n}
)
_AT_ONCE = 500
"""Entries read in one statement: SQLite limits the number of values in it."""


def add(connection: Connection, written: Sequence[tuple[str, Version, int]]) -> None:
    """Store versions of this desk with their kinds and the numbers of their changes; derive their entries."""
    rows = [_row(kind, record) | {"change_n": n, "feed_n": None} for kind, record, n in written]
    connection.execute(_ADD, rows)
    project(connection, {record.entry for _kind, record, _n in written})


def merge(connection: Connection, kind: str, record: Version, feed_n: int) -> None:
    """Store a version as the feed has it; its entry is derived anew by `refresh`, once for many."""
    connection.execute(_MERGE, _row(kind, record) | {"change_n": None, "feed_n": feed_n})


def _row(kind: str, record: Version) -> dict[str, Any]:
    return {"id": record.id, "entry_id": record.entry, "kind": kind, "body": canonical(record)}


def refresh(connection: Connection, after: int, up_to: int) -> None:
    """Derive anew the entries of the versions behind one feed number and up to another."""
    mine = entry_version.c.feed_n.between(after + 1, up_to)
    found = connection.execute(select(entry_version.c.entry_id).where(mine).distinct())
    project(connection, found.scalars())


def refresh_at(connection: Connection, numbers: Sequence[int]) -> None:
    """Derive anew the entries of the versions that have these feed numbers."""
    mine = entry_version.c.feed_n.in_(numbers)
    project(connection, connection.execute(select(entry_version.c.entry_id).where(mine).distinct()).scalars())


def project(connection: Connection, entries: Iterable[UUID]) -> None:
    """Write the derived rows of some entries."""
    wanted = list(entries)
    for start in range(0, len(wanted), _AT_ONCE):
        rows = connection.execute(
            select(entry_version.c.entry_id, entry_version.c.kind, entry_version.c.body)
            .where(entry_version.c.entry_id.in_(wanted[start : start + _AT_ONCE]))
            .order_by(entry_version.c.entry_id)
        )
        put(connection, [_read(group) for _entry, group in groupby(rows, lambda row: row.entry_id)])


def _read(rows: Iterable[Any]) -> list[Version]:
    found = []
    for row in rows:
        record = FACTS[row.kind].model_validate_json(row.body)
        if isinstance(record, Version):
            found.append(record)
    return found


def versions_of(connection: Connection, entry: UUID) -> list[Version]:
    """All versions of an entry that the desk knows, in no particular order."""
    mine = select(entry_version).where(entry_version.c.entry_id == entry)
    return _read(connection.execute(mine))


def known(connection: Connection, entries: Sequence[UUID]) -> set[UUID]:
    """Those of some entries that the desk has a version of."""
    found: set[UUID] = set()
    for start in range(0, len(entries), _AT_ONCE):
        some = entry_version.c.entry_id.in_(entries[start : start + _AT_ONCE])
        found.update(connection.execute(select(entry_version.c.entry_id).where(some).distinct()).scalars())
    return found


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central mean nothing in the new one."""
    connection.execute(update(entry_version).where(entry_version.c.feed_n.is_not(None)).values(feed_n=None))
