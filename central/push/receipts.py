"""Receipts: which changes central has seen, and the answer that it gave to each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from central.desks import Db
from desk.records.wire import SCHEMA_VERSION, Change, Outcome, Result

INSERT = """
insert into change_receipt (change_id, desk_id, incarnation, n, stream, kind, schema_version, actor, at,
    clock_offset, supersedes, salt, body_sha256, prev_sha256, link, body)
select c.change_id, %s, c.incarnation, c.n, c.stream, c.kind, c.schema_version, c.actor, c.at,
    c.clock_offset, c.supersedes, c.salt, c.body_sha256, c.prev_sha256, c.link, c.body
from jsonb_to_recordset(%s) as c (change_id uuid, incarnation uuid, n bigint, stream text, kind text,
    schema_version integer, actor text, at text, clock_offset bigint, supersedes uuid, salt text,
    body_sha256 text, prev_sha256 text, link text, body text)
order by c.change_id
on conflict (change_id) do nothing
returning change_id
"""

STORED = """
select i.change_id, c.body_sha256, f.n, d.outcome, d.code, d.field, d.context, d.state
from unnest(%s::uuid[]) as i (change_id)
left join change_receipt c on c.change_id = i.change_id
left join feed f on f.change_id = i.change_id
left join dead_letter d on d.change_id = i.change_id and d.desk_id = %s
where coalesce(c.desk_id, d.desk_id) = %s
"""
FOREIGN = """
select change_id from change_receipt where change_id = any(%(ids)s) and desk_id <> %(desk)s
union select change_id from dead_letter where change_id = any(%(ids)s) and desk_id <> %(desk)s
"""


@dataclass(frozen=True)
class Stored:
    """What central holds of a change: the hash of its body, the answer, and whether that is final."""

    body_sha256: str | None
    result: Result
    final: bool


def insert(db: Db, desk_id: UUID, changes: Sequence[tuple[Change, str]]) -> set[UUID]:
    """Insert a receipt for each change with its chain link; return the identifiers that were new.

    A body of an older version is kept here as it was sent, for the record will have another form.
    """
    rows = [
        {
            "change_id": str(change.change_id),
            "incarnation": str(change.incarnation),
            "n": change.n,
            "stream": change.stream,
            "kind": change.kind,
            "schema_version": change.schema_version,
            "actor": change.actor,
            "at": change.at.isoformat(),
            "clock_offset": change.clock_offset,
            "supersedes": str(change.supersedes) if change.supersedes else None,
            "salt": change.salt,
            "body_sha256": change.body_sha256,
            "prev_sha256": change.prev_sha256,
            "link": link,
            "body": change.body if change.schema_version < SCHEMA_VERSION else None,
        }
        for change, link in changes
    ]
    found = db.execute(INSERT, (desk_id, json.dumps(rows, ensure_ascii=False))).fetchall()
    return {row[0] for row in found}


def stored(db: Db, desk_id: UUID, change_ids: Sequence[UUID]) -> dict[UUID, Stored]:
    """The answers that this desk was given; another desk's are not told."""
    found: dict[UUID, Stored] = {}
    for change_id, body_sha256, n, outcome, code, field, context, state in db.execute(
        STORED, (list(change_ids), desk_id, desk_id)
    ):
        # What stands in the feed was applied, whatever an earlier letter still says.
        if outcome is None or state == "applied" or (n is not None and outcome == Outcome.rejected):
            result = Result(change_id=change_id, outcome=Outcome.applied, feed_n=n)
        else:
            result = Result(
                change_id=change_id, outcome=outcome, feed_n=n, code=code, field=field, context=context
            )
        final = result.outcome is not Outcome.rejected or state == "superseded"
        found[change_id] = Stored(body_sha256, result, final)
    return found


def foreign(db: Db, desk_id: UUID, change_ids: Sequence[UUID]) -> set[UUID]:
    """Those identifiers under which another desk sent something."""
    asked = {"ids": list(change_ids), "desk": desk_id}
    return {row[0] for row in db.execute(FOREIGN, asked)} if change_ids else set()
