"""Enrolment in the shape of RFC 8628: the desk shows a short code, an administrator approves, the desk asks.

The code that people read is short-lived and gives nothing by itself; what the desk is told once it was
approved goes to who holds the long device code and the key.
"""

from datetime import timedelta
from typing import Any

from central.desks import DESK, NO_OFFICE_CODE, OFFICE, Db, become, enrolled
from central.problem import Problem
from central.security import code_hash, is_public_key, new_code, new_token, token_hash
from desk.crypto.signing import fingerprint
from desk.lang import _
from desk.records.base import utc_now
from desk.records.enrolment import DeviceCodes, DevicePoll, DeviceWish, Enrolled

SECONDS = 10 * 60
PAUSE = 5
"""Seconds between two questions of a desk; five more for one that asks too soon."""
LONGEST_PAUSE = 60


def ask(db: Db, wish: DeviceWish, seconds: int = SECONDS, pause: int = PAUSE) -> DeviceCodes:
    """Note that a computer asks to become a desk; raises 422 for a key that is none."""
    if not is_public_key(wish.public_key):
        raise Problem(422, "invalid", errors=[{"loc": ["public_key"], "type": "public_key"}])
    device, shown = new_token(), new_code()
    with db.transaction():
        db.execute("delete from desk_wish where expires_at < now() - interval '1 day'")
        db.execute(
            "insert into desk_wish (device_sha256, user_code, public_key, incarnation, expires_at, pause)"
            " values (%s, %s, %s, %s, %s, %s)",
            (
                token_hash(device),
                code_hash(shown),
                wish.public_key,
                wish.incarnation,
                utc_now() + timedelta(seconds=seconds),
                pause,
            ),
        )
    return DeviceCodes(device_code=device, user_code=shown, expires_in=seconds, interval=pause)


def approve(db: Db, code: str, office: str, device: str = DESK) -> dict[str, Any]:
    """Let the computer that shows this code become a desk, or a wall board, of the office.

    Its fingerprint is to be compared.

    Raises ValueError for a code that is unknown, used or expired.
    """
    if not OFFICE.fullmatch(office):
        raise ValueError(NO_OFFICE_CODE)
    row = db.execute(
        "update desk_wish set office = %s, device = %s"
        " where user_code = %s and expires_at > now() and desk_id is null"
        " and office is null returning public_key",
        (office, device, code_hash(code)),
    ).fetchone()
    if row is None:
        raise ValueError(_("No computer waits with this code: it was mistyped, used, or is too old."))
    return {"office": office, "device": device, "fingerprint": fingerprint(row[0])}


def poll(db: Db, wish: DevicePoll) -> Enrolled:
    """What the desk is from now on, once it was approved; the same answer again, for the first may be lost.

    Raises 400: `authorization_pending`, `slow_down` for who asks too soon, `expired_token`; 403 for a key
    that was a desk's and was revoked.
    """
    with db.transaction():
        row = db.execute(
            "select public_key, incarnation, office, desk_id, expires_at < now(), pause,"
            " extract(epoch from now() - polled_at), device"
            " from desk_wish where device_sha256 = %s for update",
            (token_hash(wish.device_code),),
        ).fetchone()
        if row is None or (row[4] and row[3] is None):
            raise Problem(400, "expired_token")
        public_key, incarnation, office, desk_id, _old, pause, since, device = row
        if desk_id is None:
            too_soon = since is not None and since < pause
            later = min(LONGEST_PAUSE, pause + 5) if too_soon else pause
            db.execute(
                "update desk_wish set polled_at = now(), pause = %s where device_sha256 = %s",
                (later, token_hash(wish.device_code)),
            )
            if office is not None:
                desk_id = become(db, office, public_key, incarnation, device)
                db.execute(
                    "update desk_wish set desk_id = %s where device_sha256 = %s",
                    (desk_id, token_hash(wish.device_code)),
                )
        found = enrolled(db, desk_id, office) if desk_id is not None else None
    if found is None:
        raise Problem(400, "slow_down" if too_soon else "authorization_pending")
    return found


def waiting(db: Db) -> list[dict[str, Any]]:
    """The computers that wait now, by fingerprint; the code is known to who stands before one."""
    rows = db.execute(
        "select public_key, expires_at from desk_wish"
        " where expires_at > now() and desk_id is null and office is null order by expires_at"
    )
    return [{"fingerprint": fingerprint(key), "until": until.isoformat()} for key, until in rows]


__all__ = ["approve", "ask", "poll", "waiting"]
