"""The signed head of a desk's log: stored at each push, and compared with what central holds."""

from uuid import UUID

from central.db.rows import only
from central.desks import Db, Desk, alarm
from central.push.arrivals import Arrived
from central.push.chain import Link
from desk.crypto.signing import head_verified
from desk.records.wire import FIRST_LINK


def note_head(db: Db, desk: Desk, arrived: Arrived, links: dict[UUID, Link]) -> None:
    """Store the head, and raise an alarm for a bad signature, a fork, or a log that has become shorter.

    None of these is a reason to lose a change, so none refuses the push.
    """
    row = only(db.execute("select incarnation, head_n from desk where id = %s", (desk.id,)))
    before = int(row[1])
    n, head, signature = arrived.head_n, arrived.head, arrived.head_signature
    # A renewed desk delivers changes of its former incarnation, and signs as what it is now.
    possible = dict.fromkeys([row[0], *(link.incarnation for link in links.values())])
    signed = (one for one in possible if head_verified(desk.public_key, desk.id, one, n, head, signature))
    incarnation = next(signed, None)
    if incarnation is None:
        alarm(db, desk.id, "head_signature", n=n)
        return
    if incarnation == row[0] and n < before:
        alarm(db, desk.id, "rollback", n=n, held=before)
        return
    if (n and not _is_held(db, incarnation, n, head)) or (n == 0 and head != FIRST_LINK):
        alarm(db, desk.id, "fork", n=n, head=head)
        return
    db.execute(
        "update desk set incarnation = %s, head_n = %s, head = %s, head_signature = %s where id = %s",
        (incarnation, n, head, signature, desk.id),
    )


def _is_held(db: Db, incarnation: UUID, n: int, head: str) -> bool:
    """Whether the head is the link that central holds at this place, or one that has not been sent yet."""
    held = db.execute(
        "select link from change_receipt where incarnation = %s and n = %s", (incarnation, n)
    ).fetchall()
    return not held or any(row[0] == head for row in held)
