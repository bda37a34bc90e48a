"""Desks: enrolment, tokens, and who is asking."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from central.db.columns import uuids
from central.db.rows import only
from central.problem import Problem
from central.security import code_hash, is_public_key, new_code, new_token, token_hash
from desk.crypto.signing import token_verified
from desk.records.base import new_id, utc_now
from desk.records.enrolment import Enrol, Enrolled, Token, TokenRequest
from desk.records.roles import SCOPES

Db = Connection[tuple[Any, ...]]

ENROLMENT_SECONDS = 10 * 60
OFFICE = re.compile(r"[A-Z]{2,4}")
"""Part of every number that a desk prints, and so as desk.records.number reads it."""
NO_OFFICE_CODE = "An office code has 2 to 4 capital letters, A to Z."


DESK, BOARD = "desk", "board"
"""What a device is: a board hangs on a wall, reads the queue and holds nothing about visitors."""


@dataclass(frozen=True)
class Desk:
    """An enrolled desk that proved who it is; `codes` are all that were ever issued to it."""

    id: UUID
    office: str
    public_key: str
    codes: frozenset[str]
    device: str = DESK

    @property
    def scopes(self) -> tuple[str, ...]:
        """The parts of the feed that the desk may read, whoever works at its office."""
        queue = f"queue:{self.office}"
        if self.device == BOARD:
            return ("all", queue)
        return ("all", f"office:{self.office}", queue, "restrictions", "cases")


HOLDS = """
select exists (select 1 from (
    select distinct on (id) office, roles, active from clerk_term order by id, n desc) latest
    where active and office = %s and roles && %s)
"""


def scopes_of(db: Db, desk: Desk) -> list[str]:
    """All that the desk may read: also what the roles of its office's people open by the table of roles."""
    more = SCOPES.items() if desk.device == DESK else ()
    opened = [scope for scope, needed in more if only(db.execute(HOLDS, (desk.office, sorted(needed))))[0]]
    return [*desk.scopes, *opened]


def alarm(db: Db, desk_id: UUID | None, kind: str, **detail: object) -> None:
    """Write down what an administrator must look at; the same again within a day says nothing new."""
    db.execute(
        "insert into alarm (desk_id, kind, detail) select %(desk)s, %(kind)s, %(detail)s::jsonb"
        " where not exists (select 1 from alarm where desk_id is not distinct from %(desk)s"
        " and kind = %(kind)s and detail = %(detail)s::jsonb and at > now() - interval '1 day')",
        {"desk": desk_id, "kind": kind, "detail": Jsonb(detail)},
    )


FOREIGN = """
select asked from unnest(%(asked)s::uuid[]) as asked
where not exists (select 1 from desk where id = %(desk)s and incarnation = asked)
    and coalesce(
        (select desk_id from change_receipt where incarnation = asked order by n limit 1),
        (select id from desk where incarnation = asked limit 1), %(desk)s) <> %(desk)s
"""
FOREIGN_LOG = "incarnation_foreign"
"""The alarm about a desk that wrote or spoke under an incarnation of another."""


def foreign(db: Db, desk_id: UUID, incarnations: Iterable[UUID]) -> set[UUID]:
    """Those of the incarnations that another desk has, or had when it wrote its first change."""
    asked = {"asked": uuids(set(incarnations)), "desk": desk_id}
    return {row[0] for row in db.execute(FOREIGN, asked)}


def invite(db: Db, office: str, seconds: int = ENROLMENT_SECONDS, device: str = DESK) -> str:
    """Make the one-time code with which one new desk or board of the office enrols, within `seconds`."""
    if not OFFICE.fullmatch(office):
        raise ValueError(NO_OFFICE_CODE)
    code = new_code()
    db.execute("delete from enrolment where expires_at < now() - interval '1 day'")
    db.execute(
        "insert into enrolment (code_sha256, office, expires_at, device) values (%s, %s, %s, %s)",
        (code_hash(code), office, utc_now() + timedelta(seconds=min(seconds, ENROLMENT_SECONDS)), device),
    )
    return code


def revoke(db: Db, code: str) -> None:
    """Take the access of the desk with this code away; raises ValueError for an unknown code."""
    found = db.execute(
        "update desk set revoked = true where id = (select desk_id from desk_code where code = %s)", (code,)
    )
    if not found.rowcount:
        raise ValueError(f"There is no desk {code}.")


def enrol(db: Db, request: Enrol) -> Enrolled:
    """Take a desk in and issue its next code, in one transaction.

    The same key with the same code gets the same answer, for the first may have been lost. A desk that is
    known by its key keeps its identity and gets a new code: it was restored from a backup.
    Raises 403 `enrolment_invalid` for a wrong, used or expired code and 422 for a key that is none.
    """
    if not is_public_key(request.public_key):
        raise Problem(422, "invalid", errors=[{"loc": ["public_key"], "type": "public_key"}])
    with db.transaction():
        invited = db.execute(
            "select office, desk_id, device from enrolment"
            " where code_sha256 = %s and expires_at > now() for update",
            (code_hash(request.code),),
        ).fetchone()
        if invited is None:
            raise Problem(403, "enrolment_invalid")
        office, used_by, device = invited
        if used_by is not None:
            mine = "select 1 from desk where id = %s and public_key = %s"
            if db.execute(mine, (used_by, request.public_key)).fetchone() is None:
                raise Problem(403, "enrolment_invalid")
            return enrolled(db, used_by, office)
        desk_id = become(db, office, request.public_key, request.incarnation, device)
        db.execute(
            "update enrolment set desk_id = %s where code_sha256 = %s", (desk_id, code_hash(request.code))
        )
        return enrolled(db, desk_id, office)


def become(db: Db, office: str, public_key: str, incarnation: UUID, device: str) -> UUID:
    """Make the key a desk, or give the desk that has it another incarnation; either way with the next code.

    Raises 403 `enrolment_invalid` for a desk of another office or kind, one whose access was taken away, and
    an incarnation of another desk.
    """
    known = db.execute(
        "select id, office, revoked, device from desk where public_key = %s for update", (public_key,)
    ).fetchone()
    desk_id: UUID = known[0] if known else new_id()
    is_other = known is not None and (known[1] != office or known[2] or known[3] != device)
    if is_other or foreign(db, desk_id, [incarnation]):
        raise Problem(403, "enrolment_invalid")
    db.execute(
        "insert into desk (id, office, public_key, incarnation, device) values (%s, %s, %s, %s, %s)"
        " on conflict (id) do update set incarnation = excluded.incarnation",
        (desk_id, office, public_key, incarnation, device),
    )
    _issue_code(db, office, desk_id)
    return desk_id


def _issue_code(db: Db, office: str, desk_id: UUID) -> None:
    """Give the desk the next code of its office, which no other ever gets."""
    row = db.execute(
        "insert into desk_series (office, last) values (%s, 1)"
        " on conflict (office) do update set last = desk_series.last + 1 returning last",
        (office,),
    ).fetchone()
    code = f"{office}{row[0] if row else 1}"
    db.execute("insert into desk_code (code, desk_id) values (%s, %s)", (code, desk_id))


def enrolled(db: Db, desk_id: UUID, office: str) -> Enrolled:
    """What a desk is told of itself."""
    row = db.execute(
        "select (select code from desk_code where desk_id = %s order by issued_at desc, code desc limit 1),"
        " epoch, coalesce((select value from setting where name = 'recovery_key'), ''),"
        " coalesce((select value from setting where name = 'list_key'), ''),"
        " coalesce((select value from setting where name = 'audit_key'), ''),"
        " (select device from desk where id = %s) from feed_head",
        (desk_id, desk_id),
    ).fetchone()
    code, epoch, recovery, list_key, audit_key, device = row or ("", None, "", "", "", DESK)
    return Enrolled(
        desk=code,
        desk_id=desk_id,
        office=office,
        epoch=epoch,
        recovery_key=recovery,
        server_time=utc_now(),
        list_key=list_key,
        audit_key=audit_key,
        device=device,
    )


def issue_token(db: Db, request: TokenRequest, seconds: int, clock_seconds: int) -> Token:
    """Give a short token for a statement signed by the desk's key.

    Raises 401: `desk_unknown` for a key or signature that does not fit, `clock` with central's time when
    the statement's time is far off, `nonce_used` when it was sent before.
    """
    row = db.execute(
        "select public_key from desk where id = %s and not revoked", (request.desk_id,)
    ).fetchone()
    if row is None or not token_verified(
        row[0], request.desk_id, request.at, request.nonce, request.signature
    ):
        raise Problem(401, "desk_unknown")
    now = utc_now()
    if abs(now - request.at) > timedelta(seconds=clock_seconds):
        raise Problem(401, "clock", server_time=now.isoformat())
    token = new_token()
    try:
        with db.transaction():
            _forget_expired(db, now - timedelta(seconds=3 * clock_seconds))
            db.execute("insert into nonce (desk_id, nonce) values (%s, %s)", (request.desk_id, request.nonce))
            db.execute(
                "insert into token (token_sha256, desk_id, expires_at) values (%s, %s, %s)",
                (token_hash(token), request.desk_id, now + timedelta(seconds=seconds)),
            )
    except UniqueViolation as error:
        raise Problem(401, "nonce_used") from error
    return Token(token=token, expires_in=seconds)


def _forget_expired(db: Db, before: datetime) -> None:
    db.execute("delete from nonce where at < %s", (before,))
    db.execute("delete from token where expires_at < now()")
