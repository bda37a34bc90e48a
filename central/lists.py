"""The list of restrictions as a signed file that a desk loads whole, instead of reading the feed from 0."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import zstandard
from psycopg import IsolationLevel

from central.db.pool import Pool
from central.db.rows import only
from central.desks import Db
from central.list_key import FILE, list_key, signing_key
from central.problem import Problem
from desk.crypto.list_file import sign_list
from desk.records.wire import ListManifest

PART = 1 << 20
"""Bytes of the file in one row."""
KEPT = 2
"""Files kept: a desk that is loading the one before may finish it."""
LEVEL = 6
_ROWS = 5000
_HEAD = """
select n, epoch, date_trunc('milliseconds', statement_timestamp()) from feed_head
"""
_BODIES = "select body from record where entity = 'restriction' order by id"
_MANIFEST = "select version, epoch, as_of, count, size, digest, signature from list_file"


def publish(db: Db, data: Path) -> ListManifest:
    """Write and sign the list as it is now; the same state published again only replaces its own file.

    Raises RuntimeError when the data folder's key is not the one that desks have pinned.
    """
    list_key(db, data)
    if not (data / FILE).exists():
        raise RuntimeError(f"the data folder has no {FILE}; copy it from where the list was signed before")
    key = signing_key(data)
    before, db.isolation_level = db.isolation_level, IsolationLevel.REPEATABLE_READ
    try:
        with db.transaction():
            head = only(db.execute(_HEAD))
            version, epoch, as_of = int(head[0]), UUID(str(head[1])), head[2]
            db.execute("delete from list_file where version = %s", (version,))
            db.execute(
                "insert into list_file (version, epoch, as_of, count, size, digest, signature)"
                " values (%s, %s, %s, 0, 0, '', '')",
                (version, epoch, as_of),
            )
            lines = _Lines(db)
            digest, size = sha256(), 0
            for content in _parts(lines):
                db.execute("insert into list_part values (%s, %s, %s)", (version, size, content))
                digest.update(content)
                size += len(content)
            manifest = ListManifest(
                version=version,
                epoch=epoch,
                as_of=as_of,
                count=lines.count,
                size=size,
                digest=digest.hexdigest(),
            )
            manifest.signature = sign_list(key, manifest.said)
            db.execute(
                "update list_file set count = %s, size = %s, digest = %s, signature = %s where version = %s",
                (manifest.count, size, manifest.digest, manifest.signature, version),
            )
            db.execute(
                "delete from list_file where version not in"
                " (select version from list_file order by as_of desc limit %s)",
                (KEPT,),
            )
    finally:
        db.isolation_level = before
    return manifest


class _Lines:
    """The records as lines, read in portions, and how many there were."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        with self._db.cursor(name="list") as cursor:
            cursor.itersize = _ROWS
            cursor.execute(_BODIES)
            while rows := cursor.fetchmany(_ROWS):
                self.count += len(rows)
                yield "".join(f"{body}\n" for (body,) in rows).encode()


def _parts(lines: _Lines) -> Iterator[bytes]:
    """The lines compressed, in parts of PART bytes, the last one shorter."""
    packer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compressobj()
    held = bytearray()
    for chunk in lines:
        held += packer.compress(chunk)
        while len(held) >= PART:
            yield bytes(held[:PART])
            del held[:PART]
    held += packer.flush()
    for start in range(0, len(held), PART):
        yield bytes(held[start : start + PART])


def newest(db: Db) -> ListManifest:
    """The manifest of the newest file; raises 404 `list_missing` when none was published."""
    row = db.execute(f"{_MANIFEST} order by as_of desc limit 1").fetchone()
    if row is None:
        raise Problem(404, "list_missing")
    return ListManifest(**dict(zip(ListManifest.model_fields, row, strict=True)))


@dataclass(frozen=True)
class Span:
    """The bytes of a file that are asked for: `start` up to, not with, `end`, of `size`."""

    version: int
    start: int
    end: int
    size: int

    def pieces(self, pool: Pool) -> Iterator[bytes]:
        """The bytes, part by part; each takes a connection only while it is read."""
        place = self.start
        while place < self.end:
            first = place // PART * PART
            with pool.connection() as db:
                row = db.execute(
                    "select content from list_part where version = %s and start = %s", (self.version, first)
                ).fetchone()
            if row is None:  # the file was replaced meanwhile: the answer ends short, and the desk asks anew
                return
            piece = bytes(row[0])[place - first : self.end - first]
            yield piece
            place += len(piece)


def span(db: Db, version: int, wish: str | None) -> Span:
    """What a Range header asks of a file; raises 404 `list_unknown` and 416 `range` with the size."""
    row = db.execute("select size from list_file where version = %s", (version,)).fetchone()
    if row is None:
        raise Problem(404, "list_unknown")
    size = int(row[0])
    if wish is None:
        return Span(version, 0, size, size)
    unit, _, places = wish.partition("=")
    first, dash, last = places.partition("-")
    numbers = first.isascii() and first.isdigit() and (not last or (last.isascii() and last.isdigit()))
    if unit.strip() != "bytes" or not dash or not numbers or len(places) > 40:
        raise Problem(416, "range", size=size)
    start, end = int(first), min(int(last) + 1 if last else size, size)
    if start >= end:
        raise Problem(416, "range", size=size)
    return Span(version, start, end, size)
