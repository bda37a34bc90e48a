"""Reference data: what only central writes, upserted and told to every desk through the feed."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from central.desks import Db
from central.push import feed
from central.record_faults import faults_beyond, office_fault
from central.row_faults import faults_of, placed
from central.rows import rows_of
from desk.records.base import Record, canonical, new_id
from desk.records.kinds import OF_OFFICE, REFERENCES
from desk.records.reference import Office

BATCH = 2000

UPSERT = """
insert into record (entity, id, scope, kind, stream, change_id, body)
select r.entity, r.id, r.scope, r.kind, r.stream, r.change_id, r.body
from jsonb_to_recordset(%s) as r (
    entity text, id text, scope text, kind text, stream text, change_id uuid, body text)
order by r.entity, r.id
on conflict (entity, id) do update
    set body = excluded.body, change_id = excluded.change_id, scope = excluded.scope
where record.body is distinct from excluded.body
returning change_id
"""

SCOPES = """
select r.entity, r.id, r.scope from record r
join unnest(%s::text[], %s::text[]) as k (entity, id) on k.entity = r.entity and k.id = r.id
"""


TERMS = """
insert into clerk_term (id, office, roles, active)
select c.id, c.office, c.roles, c.active
from jsonb_to_recordset(%s) as c (id text, office text, roles text[], active boolean)
"""


def set_references(db: Db, items: Iterable[tuple[str, Record]]) -> tuple[int, int]:
    """Write records of the kinds in REFERENCES; return how many there were and how many had changed.

    Only what changed goes to the feed. Each batch of 2,000 is a transaction of its own.
    """
    total = changed = 0
    source = iter(items)
    while batch := list(islice(source, BATCH)):
        total += len(batch)
        changed += _set_batch(db, batch)
    return total, changed


def _set_batch(db: Db, batch: list[tuple[str, Record]]) -> int:
    rows = {row.stream: row for row in (_row(kind, record) for kind, record in batch)}
    told = json.dumps([row.told(0) for row in rows.values()], ensure_ascii=False)
    with db.transaction():
        moved = _moved(db, rows.values())
        changed = {row[0] for row in db.execute(UPSERT, (told,))}
        new = [row for row in rows.values() if row.change_id in changed]
        _begin_terms(db, [row.body or "" for row in new if row.entity == "clerk"])
        feed.append(db, new + moved)
    return len(changed)


def _moved(db: Db, rows: Iterable[feed.Row]) -> list[feed.Row]:
    """What an office must be told once more, for another office keeps the record from now on."""
    due = {(row.entity, row.id): row for row in rows if row.kind in OF_OFFICE}
    if not due:
        return []
    keys = [entity for entity, _ in due], [key for _, key in due]
    held = db.execute(SCOPES, keys)
    return [
        replace(row, scope=scope, change_id=new_id())
        for entity, key, scope in held
        if (row := due[entity, key]).scope != scope
    ]


def _begin_terms(db: Db, bodies: list[str]) -> None:
    """Keep what clerks are from now on beside what they were: changes are judged by their own time."""
    if bodies:
        db.execute(TERMS, (f"[{','.join(bodies)}]",))


def _row(kind: str, record: Record) -> feed.Row:
    entity = kind.partition(".")[0]
    key = str(record.__dict__.get("id") or record.__dict__["code"])
    scope = "restrictions" if entity == "restriction" else "all"
    if kind in OF_OFFICE:
        scope = f"office:{record.__dict__['office']}"
    return feed.Row(scope, kind, f"{entity}:{key}", new_id(), entity, key, canonical(record))


def offices_of(db: Db) -> set[str]:
    """The codes of the offices that were imported."""
    return {code for (code,) in db.execute("select id from record where entity = 'office'")}


def refuse_unknown_office(db: Db, office: str) -> None:
    """Raise ValueError with the offices there are where this is none; before any was imported, all may be."""
    if fault := office_fault(office, offices_of(db)):
        raise ValueError(fault)


def checked_lines(db: Db, file: Path) -> Iterator[tuple[str, Record]]:
    """The records of a file, once all of them are found right: of a file with a wrong line none is written.

    Raises ValueError as `read_lines` does.
    """
    for _line in read_lines(file, offices_of(db)):
        pass
    return read_lines(file, offices_of(db))


def read_lines(file: Path, offices: set[str]) -> Iterator[tuple[str, Record]]:
    """Records of a file with one `{"kind": ..., "body": {...}}` a line; its own offices are added on the way.

    Raises ValueError with the file, the line and the field that is wrong.
    """
    for number, said in rows_of(file):
        row = said if isinstance(said, dict) else {}
        kind = row.get("kind")
        if not isinstance(kind, str) or kind not in REFERENCES:
            known = ", ".join(REFERENCES)
            raise ValueError(placed(file.name, number, {"kind": f"Write one of {known}."}))
        if "body" not in row:
            raise ValueError(placed(file.name, number, {"body": "The record is missing."}))
        try:
            record = REFERENCES[kind].model_validate_json(json.dumps(row["body"]))
            faults = faults_beyond(record, offices)
        except ValidationError as error:
            faults = faults_of(error)
        if faults:
            faults = {f"body.{name}".rstrip("."): text for name, text in faults.items()}
            raise ValueError(placed(file.name, number, faults))
        if isinstance(record, Office):
            offices.add(record.code)
        yield kind, record
