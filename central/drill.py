"""The restore drill: would the newest backup and the desks together give everything back?

The backup is restored into a database of its own beside the live one. Then every change that the live one
has and the backup lacks is sent to it as its desk would send it again. The live database is only read.
"""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import groupby, islice
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import UUID

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from central.backup import load, newest, read_manifest
from central.delivery import apply_payloads, desk_of_id
from central.desks import Db
from central.digest import Digest, digests
from desk.crypto.parcels import ParcelError
from desk.records.base import canonical
from desk.records.wire import PUSH_CHANGES, Change, Outcome, commitment

_RECORDED = """
select c.change_id, c.desk_id, c.incarnation, c.n, c.stream, c.kind, c.schema_version, c.actor, c.at,
    c.clock_offset, c.supersedes, c.salt, c.body_sha256, c.prev_sha256,
    coalesce(c.body, d.body, f.body) as body
from change_receipt c
left join feed f on f.change_id = c.change_id
left join dead_letter d on d.change_id = c.change_id
order by f.n nulls last, d.place, c.change_id
"""
_LATER_REFERENCES = """
select count(*) from feed f where f.n > %s
and not exists (select 1 from change_receipt c where c.change_id = f.change_id)
"""


@dataclass
class Report:
    """What the drill found; `equal` only when every scope's digest is the live one's."""

    backup: str
    made_at: str
    live: dict[str, Digest] = field(default_factory=dict)
    restored: dict[str, Digest] = field(default_factory=dict)
    rebuilt: dict[str, Digest] = field(default_factory=dict)
    lacking: dict[str, int] = field(default_factory=dict)
    """Changes by kind that would be lost without the desks."""
    references_lost: int = 0
    """Rows of headquarters' own data written since the backup: no desk has them, import them again."""
    rejected: int = 0
    unreadable: int = 0
    """Changes whose body central does not have any more, or not unaltered."""
    desks_unknown: int = 0
    """Changes of desks that enrolled after the backup: they must enrol again first."""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def equal(self) -> bool:
        """Whether backup and desks together give the live database back."""
        return self.live == self.rebuilt

    def told(self) -> dict[str, Any]:
        """The report as an administrator reads it."""
        return asdict(self) | {"equal": self.equal}


def drill(dsn: str, place: Path) -> Report:
    """Restore the newest backup of a place, a file or a folder, beside the live database and compare.

    Raises RuntimeError with a sentence where there is no whole backup or the tools fail.
    """
    backup = newest(place)
    report = Report(backup.name, read_manifest(backup).made_at)
    with psycopg.connect(dsn) as live, _beside(dsn) as other:
        live.execute("set transaction isolation level repeatable read, read only")
        report.live = digests(live)
        began = time.monotonic()
        load(backup, other)
        report.seconds["restore"] = _since(began)
        with psycopg.connect(other, autocommit=True) as copy:
            _rebuild(live, copy, report)
    return report


@contextmanager
def _beside(dsn: str) -> Iterator[str]:
    """A database of the drill's own in the same cluster; it is dropped at the end."""
    name = f"drill_{token_hex(4)}"
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute(f"create database {name}".encode())
        try:
            yield make_conninfo(dsn, dbname=name)
        finally:
            db.execute(f"drop database {name} with (force)".encode())


def _rebuild(live: Db, copy: Db, report: Report) -> None:
    report.restored = digests(copy)
    known: set[UUID] = {row[0] for row in copy.execute("select change_id from change_receipt")}
    (feed_n,) = copy.execute("select n from feed_head").fetchone() or (0,)
    (report.references_lost,) = live.execute(_LATER_REFERENCES, (feed_n,)).fetchone() or (0,)
    began, kinds = time.monotonic(), Counter[str]()
    lacking = (found for found in _recorded(live, report) if found[1].change_id not in known)
    for desk_id, changes in groupby(lacking, key=lambda found: found[0]):
        while batch := [change for _, change in islice(changes, PUSH_CHANGES)]:
            kinds.update(change.kind for change in batch)
            _send_again(copy, desk_id, batch, report)
    report.lacking = dict(sorted(kinds.items()))
    report.seconds["desks"] = _since(began)
    report.rebuilt = digests(copy)


def _send_again(copy: Db, desk_id: UUID, batch: list[Change], report: Report) -> None:
    try:
        desk = desk_of_id(copy, desk_id)
    except ParcelError:
        report.desks_unknown += len(batch)
        return
    results = apply_payloads(copy, desk, [canonical(change).encode() for change in batch])
    report.rejected += sum(result.outcome is Outcome.rejected for result in results)


def _recorded(live: Db, report: Report) -> Iterator[tuple[UUID, Change]]:
    """Every change that the live database received, as its desk wrote it, in the order applied."""
    with live.cursor(name="recorded", row_factory=dict_row) as cursor:
        cursor.itersize = 2000
        for row in cursor.execute(_RECORDED):
            desk_id, body = row.pop("desk_id"), row["body"]
            if body is None or commitment(row["salt"], body) != row["body_sha256"]:
                report.unreadable += 1
            else:
                yield desk_id, Change.model_validate(row)


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)
