"""Applies a push that is nothing but new facts at once: one look, and one statement that writes all of it.

What does not fit in here leaves no trace and goes to central.push.apply, change by change: what was sent
before, edits, corrections, a stream that is held up, a refusal, a log or a head that does not fit, a clash.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import DataError, IntegrityError, OperationalError
from psycopg.pq import TransactionStatus

from central import erase
from central.db.columns import numbers, texts, uuids
from central.db.rows import only
from central.desks import Db, Desk
from central.push.arrivals import Arrived
from central.push.chain import continues
from central.push.examine import Fact, Verdict
from central.push.head import NEWEST, SIGNED
from central.push.register import HELD, Register
from desk.crypto.signing import head_verified
from desk.records import wire
from desk.records.wire import Change, Outcome, Result

LOCK = "select incarnation, head_n from desk where id = %s for no key update"
LOOK = f"""
select (select epoch from feed_head),
    array(select stream from dead_letter where desk_id = %(desk)s and state = 'open'
        and outcome = 'rejected' and incarnation is not null),
    array(select change_id from dead_letter where desk_id = %(desk)s and state = 'open'),
    (select coalesce(json_agg(json_build_array(n, link, prev_sha256)), '[]') from change_receipt
        where incarnation = %(incarnation)s and n = any(%(places)s::bigint[]) and desk_id = %(desk)s),
    (select coalesce(json_agg(json_build_array(n, head)), '[]') from desk_head
        where incarnation = %(incarnation)s and n = any(%(places)s::bigint[]) and desk_id = %(desk)s),
    (select coalesce(json_agg(json_build_array(id, body, roles, office, active, valid_from)), '[]')
        from ({HELD}) as terms),
    set_config('plan_cache_mode', 'force_generic_plan', true)
"""  # noqa: S608
"""Its last column is for WRITE: the same plan whatever it is given, and else planned each time."""
WRITE = f"""
with newest as ({NEWEST}), signed as ({SIGNED}), sent as materialized (
    select * from unnest(%(change_ids)s::uuid[], %(ns)s::bigint[], %(streams)s::text[], %(kinds)s::text[],
        %(actors)s::text[], %(ats)s::text[], %(offsets)s::bigint[], %(salts)s::text[], %(hashes)s::text[],
        %(before)s::text[], %(links)s::text[], %(entities)s::text[], %(ids)s::text[], %(numbers)s::text[],
        %(scopes)s::text[], %(bodies)s::text[]
    ) with ordinality as sent (change_id, n, stream, kind, actor, at, clock_offset, salt, body_sha256,
        prev_sha256, link, entity, id, number, scope, body, place)
), receipt as (
    insert into change_receipt (change_id, desk_id, incarnation, n, stream, kind, schema_version, actor, at,
        clock_offset, salt, body_sha256, prev_sha256, link)
    select change_id, %(desk)s, %(incarnation)s, n, stream, kind, %(version)s, actor, at, clock_offset, salt,
        body_sha256, prev_sha256, link
    from sent order by change_id returning 1
), kept as (
    insert into record (entity, id, number, scope, kind, stream, change_id, body)
    select entity, id, number, scope, kind, stream, change_id, body
    from sent where (select count(*) from receipt) > 0 order by entity, id returning 1
), head as (
    update feed_head set n = n + (select count(*) from kept) returning n
), told as (
    insert into feed (n, scope, kind, stream, change_id, body)
    select head.n - %(count)s + place, scope, kind, stream, change_id, body
    from sent, head order by place returning 1
)
select n - (select count(*) from told) from head
"""  # noqa: S608
"""Each part counts the one before, so that the locks are taken in the order of central.push.apply: receipts,
records, the feed's counter last. A clash is an error, and nothing of it stands."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a push: its results, whose head was sound, and the epoch that it was applied in."""

    results: list[Result]
    incarnation: UUID | None
    epoch: UUID


@dataclass(frozen=True, slots=True)
class _Seen:
    """What central holds that a push is judged by."""

    incarnation: UUID
    head_n: int
    epoch: UUID
    held_up: set[str]
    kept: set[UUID]
    """Changes that were not applied when they came before."""
    links: list[tuple[int, str, str]]
    heads: list[tuple[int, str]]
    register: Register


def apply_at_once(db: Db, desk: Desk, arrived: Arrived, verdicts: Sequence[Verdict]) -> Applied | None:
    """Apply the push whole, or leave no trace and return None."""
    facts = _facts(arrived, verdicts)
    if not facts or db.info.transaction_status != TransactionStatus.IDLE:
        return None
    links = [change.chain for change, _ in facts]
    try:
        seen = _look(db, desk, facts, arrived.head_n)
        if _is_sound(desk, arrived, facts, links, seen):
            before = write(db, desk, arrived, facts, links)
            results = [
                Result(change_id=change.change_id, outcome=Outcome.applied, feed_n=n)
                for n, (change, _) in enumerate(facts, before + 1)
            ]
            return Applied(results, seen.incarnation, seen.epoch)
    except (DataError, IntegrityError, OperationalError):
        if db.closed or db.broken:
            raise
    finally:
        if not db.closed:
            db.rollback()
    return None


def _facts(arrived: Arrived, verdicts: Iterable[Verdict]) -> list[tuple[Change, Fact]]:
    """The changes as facts of one incarnation in the form of now; none where one of them is anything else."""
    facts: list[tuple[Change, Fact]] = []
    for change, fact in zip(arrived.arrivals, verdicts, strict=True):
        if not isinstance(change, Change) or not isinstance(fact, Fact):
            return []
        if change.supersedes or fact.body or change.kind == erase.KIND:
            return []
        if change.schema_version != wire.SCHEMA_VERSION:
            return []
        facts.append((change, fact))
    one = facts[0][0].incarnation if facts else None
    return facts if all(change.incarnation == one for change, _ in facts) else []


def _look(db: Db, desk: Desk, facts: Sequence[tuple[Change, Fact]], head_n: int) -> _Seen:
    """Begin the transaction that holds the desk, and see what the push must fit to."""
    places = {change.n + step for change, _ in facts for step in (-1, 0, 1)} | {head_n}
    asked = {"desk": desk.id, "incarnation": facts[0][0].incarnation, "places": numbers(places)}
    people = {fact.clerk for _, fact in facts} | {change.actor for change, _ in facts}
    asked["people"] = texts(people)
    with db.pipeline():
        db.execute("begin")
        locked = db.execute(LOCK, (desk.id,))
        # A statement of its own: it must see what the push before this one committed.
        found = db.execute(LOOK.encode(), asked)
    epoch, streams, kept, links, heads, terms, _planned = only(found)
    incarnation, newest = only(locked)
    held = [(*term, since and datetime.fromisoformat(since)) for *term, since in terms]
    return _Seen(
        incarnation, newest, epoch, set(streams), set(kept), links, heads, Register(desk.office, held)
    )


def _is_sound(
    desk: Desk, arrived: Arrived, facts: Sequence[tuple[Change, Fact]], links: Sequence[str], seen: _Seen
) -> bool:
    """Whether nothing is to be said of any change, of the log, or of its head."""
    if arrived.epoch and arrived.epoch.lower() != str(seen.epoch):
        return False
    if seen.kept and any(
        change.change_id in seen.kept or change.stream in seen.held_up for change, _ in facts
    ):
        return False
    if any(seen.register.refusal(change, fact) for change, fact in facts):
        return False
    new = {change.n: (link, change.prev_sha256) for (change, _), link in zip(facts, links, strict=True)}
    if len(new) < len(facts) or not continues(seen.links, seen.heads, new):
        return False
    return _is_head_sound(desk, arrived, facts[0][0].incarnation, new, seen)


def _is_head_sound(
    desk: Desk, arrived: Arrived, incarnation: UUID, new: dict[int, tuple[str, str]], seen: _Seen
) -> bool:
    n, head = arrived.head_n, arrived.head
    if incarnation != seen.incarnation or n < max(1, seen.head_n):
        return False
    held = {link for place, link, _ in seen.links if place == n} | {one for at, one in seen.heads if at == n}
    if n in new:
        held.add(new[n][0])
    if held and head not in held:
        return False
    return head_verified(desk.public_key, desk.id, incarnation, n, head, arrived.head_signature)


def write(
    db: Db, desk: Desk, arrived: Arrived, facts: Sequence[tuple[Change, Fact]], links: Sequence[str]
) -> int:
    """Write all of it and commit; the feed's number before the first one."""
    head = {"n": arrived.head_n, "head": arrived.head, "signature": arrived.head_signature}
    with db.pipeline():
        found = db.execute(WRITE.encode(), head | _columns(desk, facts, links))
        db.execute("commit")
    return int(only(found)[0])


def _columns(desk: Desk, facts: Sequence[tuple[Change, Fact]], links: Sequence[str]) -> dict[str, Any]:
    changes = [change for change, _ in facts]
    kept = [fact for _, fact in facts]
    return {
        "desk": desk.id,
        "incarnation": changes[0].incarnation,
        "version": wire.SCHEMA_VERSION,
        "count": len(facts),
        "change_ids": uuids([change.change_id for change in changes]),
        "ns": numbers([change.n for change in changes]),
        "streams": texts([change.stream for change in changes]),
        "kinds": texts([change.kind for change in changes]),
        "actors": texts([change.actor for change in changes]),
        "ats": texts([change.at.isoformat() for change in changes]),
        "offsets": numbers([change.clock_offset for change in changes]),
        "salts": texts([change.salt for change in changes]),
        "hashes": texts([change.body_sha256 for change in changes]),
        "before": texts([change.prev_sha256 for change in changes]),
        "links": texts(links),
        "entities": texts([fact.entity for fact in kept]),
        "ids": texts([fact.id for fact in kept]),
        "numbers": texts([fact.number for fact in kept]),
        "scopes": texts([fact.scope for fact in kept]),
        "bodies": texts([change.body for change in changes]),
    }
