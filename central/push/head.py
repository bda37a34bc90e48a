"""The signed head of a desk's log: kept at each contact, and compared with all that central holds of it."""

from collections.abc import Iterable
from uuid import UUID

from central.db.rows import only
from central.desks import Db, Desk, alarm
from central.push.arrivals import Arrived
from central.push.chain import Link
from desk.crypto.signing import DeskKey, head_verified, sign_countersign
from desk.records.base import utc_now
from desk.records.wire import FIRST_LINK, Countersigned

NEWEST = """
update desk set incarnation = %(incarnation)s, head_n = %(n)s, head = %(head)s, head_signature = %(signature)s
where id = %(desk)s
"""
SIGNED = """
insert into desk_head (incarnation, n, head, desk_id, signature)
values (%(incarnation)s, %(n)s, %(head)s, %(desk)s, %(signature)s) on conflict do nothing
"""
"""A head that was found sound is kept as the desk's newest, and for good among all that it signed."""


def note_head(db: Db, desk: Desk, arrived: Arrived, links: dict[UUID, Link]) -> UUID | None:
    """Judge the head that came with a push; the incarnation that it is the sound head of, or None.

    A push may be overtaken on the line by a later one: its head is then lower, and one that central holds.
    Whether the desk itself fell back is for its hello to tell, which every life of a desk begins with.
    """
    if _is_overtaken(db, desk, arrived):
        return None
    # A renewed desk delivers changes of its former incarnation, and signs as what it is now.
    others = [link.incarnation for link in links.values()]
    return judge_head(db, desk, others, arrived.head_n, arrived.head, arrived.head_signature)


def _is_overtaken(db: Db, desk: Desk, arrived: Arrived) -> bool:
    incarnation, newest = only(db.execute("select incarnation, head_n from desk where id = %s", (desk.id,)))
    n, head, signature = arrived.head_n, arrived.head, arrived.head_signature
    return (
        n < int(newest)
        and head_verified(desk.public_key, desk.id, incarnation, n, head, signature)
        and (head in _held_at(db, desk, incarnation, n) if n else head == FIRST_LINK)
    )


def judge_head(db: Db, desk: Desk, others: Iterable[UUID], n: int, head: str, signature: str) -> UUID | None:
    """Keep the head; raise an alarm for a bad signature, a fork, or a log that has become shorter.

    None of these is a reason to lose a change, so none refuses a push.
    """
    row = only(db.execute("select incarnation, head_n from desk where id = %s", (desk.id,)))
    possible = dict.fromkeys([row[0], *others])
    signed = (one for one in possible if head_verified(desk.public_key, desk.id, one, n, head, signature))
    incarnation = next(signed, None)
    if incarnation is None:
        alarm(db, desk.id, "head_signature", n=n)
        return None
    if incarnation == row[0] and n < int(row[1]):
        alarm(db, desk.id, "rollback", n=n, held=int(row[1]))
        return None
    if (n and not _is_held(db, desk, incarnation, n, head)) or (n == 0 and head != FIRST_LINK):
        alarm(db, desk.id, "fork", n=n, head=head)
        return None
    found: UUID = incarnation
    kept = {"desk": desk.id, "incarnation": found, "n": n, "head": head, "signature": signature}
    db.execute(NEWEST, kept)
    db.execute(SIGNED, kept)
    return found


def _is_held(db: Db, desk: Desk, incarnation: UUID, n: int, head: str) -> bool:
    """Whether the head is what central holds at this place, or a link that it has not seen yet."""
    held = _held_at(db, desk, incarnation, n)
    return not held or head in held


def _held_at(db: Db, desk: Desk, incarnation: UUID, n: int) -> list[str]:
    rows = db.execute(
        "select link from change_receipt where incarnation = %(one)s and n = %(n)s and desk_id = %(desk)s"
        " union all"
        " select head from desk_head where incarnation = %(one)s and n = %(n)s and desk_id = %(desk)s",
        {"one": incarnation, "n": n, "desk": desk.id},
    )
    return [row[0] for row in rows]


def note_gap(db: Db, desk: Desk, incarnation: UUID, head_n: int) -> None:
    """Raise an alarm when nothing waits at the desk, and yet central lacks changes below its head."""
    first, count = only(
        db.execute(
            "select min(n), count(distinct n) from change_receipt"
            " where incarnation = %s and n <= %s and desk_id = %s",
            (incarnation, head_n, desk.id),
        )
    )
    if first is not None and count < head_n - first + 1:
        alarm(db, desk.id, "gap", n=head_n, missing=head_n - first + 1 - count)


def countersign(key: DeskKey, desk: Desk, incarnation: UUID, n: int, head: str) -> Countersigned:
    """Central's signature of a head that it found sound, with central's time."""
    at = utc_now()
    return Countersigned(
        head_n=n, head=head, at=at, signature=sign_countersign(key, desk.id, incarnation, n, head, at)
    )
