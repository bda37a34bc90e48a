"""The records themselves: new facts inserted set-wise, each identifier and number taken once for ever."""

import json
from collections.abc import Sequence

from central.db.rows import only
from central.desks import Db
from central.push.examine import Fact, Refused
from desk.records.wire import Change

INSERT = """
insert into record (entity, id, number, scope, kind, stream, change_id, body)
select r.entity, r.id, r.number, r.scope, r.kind, r.stream, r.change_id, r.body
from jsonb_to_recordset(%s) as r (entity text, id text, number text, scope text, kind text, stream text,
    change_id uuid, body text)
order by r.entity, r.id
on conflict do nothing
"""


def insert(db: Db, facts: Sequence[tuple[Change, Fact]]) -> int:
    """Insert the facts in one statement and return how many were new; the others clash with what stands."""
    rows = [
        {
            "entity": fact.entity,
            "id": fact.id,
            "number": fact.number,
            "scope": fact.scope,
            "kind": change.kind,
            "stream": change.stream,
            "change_id": str(change.change_id),
            "body": fact.body or change.body,
        }
        for change, fact in facts
    ]
    return db.execute(INSERT, (json.dumps(rows, ensure_ascii=False),)).rowcount


def body_of(db: Db, entity: str, record_id: str) -> str:
    """The present body of a record that exists."""
    (body,) = only(db.execute("select body from record where entity = %s and id = %s", (entity, record_id)))
    return str(body)


def clash(db: Db, fact: Fact) -> Refused:
    """Why a fact could not be inserted: its number belongs to another record, or its identifier does."""
    taken = db.execute("select 1 from record where number = %s", (fact.number,)).fetchone()
    if fact.number and taken:
        return Refused("number_taken", "number", {"number": fact.number})
    return Refused("change_reused", "id")
