"""Blobs by the hash of their content, stored in parts so that an upload can go on where it was cut."""

import re
from dataclasses import asdict, dataclass
from hashlib import sha256

from central.db.rows import only
from central.desks import Db, Desk, alarm
from central.problem import Problem

_RANGE = re.compile(r"bytes (\d{1,12})-(\d{1,12})/(\d{1,12})")


@dataclass(frozen=True)
class Progress:
    """How many bytes from the start central has, of how many."""

    have: int
    size: int
    complete: bool

    def told(self) -> dict[str, object]:
        """The progress as it is sent."""
        return asdict(self)


def span(content_range: str | None, length: int) -> tuple[int, int]:
    """The start of a part and the size of the whole; raises 422 when the header does not fit the body."""
    if content_range is None:
        return 0, length
    match = _RANGE.fullmatch(content_range)
    start, last, size = (int(part) for part in match.groups()) if match else (0, 0, 0)
    if not match or last - start + 1 != length or last >= size:
        raise Problem(422, "content_range")
    return start, size


def store(db: Db, desk: Desk, digest: str, start: int, size: int, content: bytes) -> Progress:
    """Store a part; the same part again changes nothing.

    Raises 409 `blob_gap` (with how much is there) for a part that does not continue, and 422 `blob_hash`
    when the whole is not what its name says; the parts are then dropped.
    """
    with db.transaction():
        db.execute(
            "insert into blob (sha256, size, desk_id) values (%s, %s, %s) on conflict do nothing",
            (digest, size, desk.id),
        )
        row = only(db.execute("select size, complete from blob where sha256 = %s for update", (digest,)))
        have = _have(db, digest)
        if row[1]:
            return Progress(have, row[0], True)
        if row[0] != size and start == 0:
            # Whoever began it gave it a wrong size: it must not keep the true content out.
            db.execute("delete from blob_part where sha256 = %s", (digest,))
            db.execute("update blob set size = %s, desk_id = %s where sha256 = %s", (size, desk.id, digest))
            alarm(db, desk.id, "blob_size", sha256=digest)
            have, row = 0, (size, False)
        if row[0] != size or start > have:
            raise Problem(409, "blob_gap", have=have, size=row[0])
        fresh = content[have - start :]
        if fresh or not size:
            db.execute(
                "insert into blob_part (sha256, start, content) values (%s, %s, %s)", (digest, have, fresh)
            )
        have += len(fresh)
        whole = have == size and _matches(db, digest)
        if whole:
            db.execute("update blob set complete = true where sha256 = %s", (digest,))
        elif have == size:
            db.execute("delete from blob where sha256 = %s", (digest,))
            alarm(db, desk.id, "blob_hash", sha256=digest)
    if have == size and not whole:
        raise Problem(422, "blob_hash")
    return Progress(have, size, whole)


def content(db: Db, digest: str, wish: str | None) -> tuple[bytes, int, int]:
    """The bytes of a whole blob from where a Range header asks for, that place, and the size of the whole.

    Whoever knows the hash has read the change that names it, or the file. Raises 404 for a blob that is not
    whole and 416 beyond its end.
    """
    found = progress(db, digest)
    if not found.complete:
        raise Problem(404, "unknown")
    match = re.fullmatch(r"bytes=(\d{1,12})-", wish) if wish else None
    start = int(match[1]) if match else 0
    if start >= found.size:
        raise Problem(416, "range")
    parts = db.execute(
        "select substr(content, greatest(1, %s - start + 1)::int) from blob_part"
        " where sha256 = %s and start + length(content) > %s order by start",
        (start, digest, start),
    )
    return b"".join(bytes(part) for (part,) in parts), start, found.size


def progress(db: Db, digest: str) -> Progress:
    """How much of a blob is there; nothing of an unknown one."""
    row = db.execute("select size, complete from blob where sha256 = %s", (digest,)).fetchone()
    return Progress(_have(db, digest), row[0], row[1]) if row else Progress(0, 0, False)


def _have(db: Db, digest: str) -> int:
    row = db.execute(
        "select coalesce(sum(length(content)), 0) from blob_part where sha256 = %s", (digest,)
    ).fetchone()
    return int(row[0]) if row else 0


def _matches(db: Db, digest: str) -> bool:
    found = sha256()
    for (content,) in db.execute("select content from blob_part where sha256 = %s order by start", (digest,)):
        found.update(content)
    return found.hexdigest() == digest
