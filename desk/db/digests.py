"""What the desk holds of central's records, hashed row by row, and the replacing of rows that differ.

Own writing that central has not confirmed is left out: a visit counts as central holds it, without the edits
of this desk that lie on top.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, func, select, tuple_, update

from desk.db import calendar_days, case_files, facts, tickets, visits
from desk.db import confirmed as beneath
from desk.db.case_tables import case_event
from desk.db.log_tables import confirmed, reference
from desk.db.reception_tables import attachment, day_closing, handover, screening, ticket_event, visit
from desk.records.base import canonical_json
from desk.records.digest import bucket_of, row_digest
from desk.records.kinds import KEPT, OF_OFFICE, REFERENCES
from desk.records.visit import Visit

PAGE = 200
"""Rows hashed at once; a clerk's save never waits for more."""
_TABLES = {
    "visit": visit,
    "screening": screening,
    "ticket": ticket_event,
    "document": handover,
    "file": attachment,
    "case_file": attachment,
    "day": day_closing,
}
"""Where the rows of an entity lie; those of cases lie together."""
_REFERENCES = [kind for kind in REFERENCES if kind.partition(".")[0] in KEPT and kind not in OF_OFFICE]


@dataclass(frozen=True)
class Line:
    """One record as the desk holds it."""

    entity: str
    id: str
    digest: str


Key = UUID | tuple[str, str] | None
"""The key of the last row of a page; None stands for the beginning and for the end."""
Lines = Callable[[Connection, Key], tuple[list[Line], Key]]
"""A page of lines after a key, and the key to go on after: None when that was all."""


def _line(entity: str, record_id: object, body: str) -> Line:
    return Line(entity, str(record_id), row_digest(entity, str(record_id), body))


def _references(connection: Connection, after: Key) -> tuple[list[Line], Key]:
    return _reference_lines(connection, after, reference.c.kind.in_(_REFERENCES))


def _of_office(connection: Connection, after: Key) -> tuple[list[Line], Key]:
    """What central keeps for this office; what moved to another one is not in its scope any more."""
    office = facts.get(connection, "office")
    here = func.json_extract(reference.c.body, "$.office") == office
    return _reference_lines(connection, after, reference.c.kind.in_(sorted(OF_OFFICE)) & here)


def _reference_lines(connection: Connection, after: Key, mine: ColumnElement[bool]) -> tuple[list[Line], Key]:
    keys = tuple_(reference.c.kind, reference.c.stream)
    place = tuple_(*(after if isinstance(after, tuple) else ("", "")))
    rows = connection.execute(
        select(reference).where(keys > place, mine).order_by(reference.c.kind, reference.c.stream).limit(PAGE)
    ).all()
    lines = [_line(r.kind.partition(".")[0], r.stream.partition(":")[2], r.body) for r in rows]
    return lines, (rows[-1].kind, rows[-1].stream) if len(rows) == PAGE else None


def _by_id(connection: Connection, table: Table, after: Key, *which: ColumnElement[bool]) -> list[Row[Any]]:
    """A page of the rows of a table that came by the feed."""
    rows = select(table).where(table.c.feed_n.is_not(None), *which).order_by(table.c.id).limit(PAGE)
    return list(connection.execute(rows if after is None else rows.where(table.c.id > after)))


def _next(rows: list[Row[Any]]) -> Key:
    return rows[-1].id if len(rows) == PAGE else None


def _cases(connection: Connection, after: Key) -> tuple[list[Line], Key]:
    rows = _by_id(connection, case_event, after)
    return [_line(row.kind.partition(".")[0], row.id, row.body) for row in rows], _next(rows)


def _bodies(entity: str, *which: ColumnElement[bool]) -> Lines:
    """Reads an entity's table, whose rows keep the body as it came."""

    def read(connection: Connection, after: Key) -> tuple[list[Line], Key]:
        rows = _by_id(connection, _TABLES[entity], after, *which)
        return [_line(entity, row.id, row.body) for row in rows], _next(rows)

    return read


def _visits(connection: Connection, after: Key) -> tuple[list[Line], Key]:
    rows = _by_id(connection, visit, after)
    mine = confirmed.c.id.in_([row.id for row in rows]) & (confirmed.c.entity == "visit")
    fields = {row.id: json.loads(row.body) for row in connection.execute(select(confirmed).where(mine))}
    return [_line("visit", row.id, _visit_body(row, fields.get(row.id, {}))) for row in rows], _next(rows)


def _visit_body(row: Row[Any], fields: beneath.Fields) -> str:
    """The record as central has it: the row, with the values that central confirmed under own edits."""
    record = Visit.model_construct(**{name: getattr(row, name) for name in Visit.model_fields})
    body = record.model_dump(mode="json") | fields
    if body.get("service") is None:  # as the text of the record leaves it out
        body.pop("service", None)
    return canonical_json(body)


def readers(scope: str) -> tuple[Lines, ...]:
    """What holds the records of a scope."""
    if scope == "all":
        return (_references,)
    if scope == "cases":
        return (_cases, _bodies("case_file", attachment.c.entity == "case_file"))
    if scope.startswith("queue:"):
        return (_bodies("ticket"),)
    if not scope.startswith("office:"):
        return ()
    files = _bodies("file", attachment.c.entity == "file")
    return (_visits, _bodies("screening"), _bodies("document"), files, _bodies("day"), _of_office)


def of_scope(read: Callable[[Lines, Key], tuple[list[Line], Key]], scope: str) -> dict[int, list[Line]]:
    """All lines of a scope by bucket; `read` gets each page in a short transaction of its own."""
    found: dict[int, list[Line]] = defaultdict(list)
    for line in _pages(read, scope):
        found[bucket_of(line.entity, line.id)].append(line)
    return found


def _pages(read: Callable[[Lines, Key], tuple[list[Line], Key]], scope: str) -> Iterator[Line]:
    for reader in readers(scope):
        after: Key = None
        while True:
            lines, after = read(reader, after)
            yield from lines
            if after is None:
                break


@dataclass(frozen=True)
class Dropped:
    """What only this desk knows of a row that was taken out: the change that wrote it; and its case."""

    table: Table
    id: UUID
    change_n: int | None
    case_id: UUID | None


def drop(connection: Connection, line: Line) -> Dropped | None:
    """Take a received row out, so that central's can take its place."""
    if f"{line.entity}.set" in REFERENCES:
        mine = (reference.c.kind == f"{line.entity}.set") & (reference.c.stream == f"{line.entity}:{line.id}")
        connection.execute(delete(reference).where(mine))
        return None
    table = _TABLES.get(line.entity, case_event)
    row = connection.execute(select(table).where(table.c.id == UUID(line.id))).first()
    if row is None:
        return None
    connection.execute(delete(table).where(table.c.id == row.id))
    if table is ticket_event:
        tickets.project(connection, row.ticket)
    if table is visit:
        connection.execute(delete(confirmed).where(confirmed.c.entity == "visit", confirmed.c.id == row.id))
    change_n = None if table is screening else row.change_n
    return Dropped(table, row.id, change_n, row.case_id if table is case_event else None)


def put_back(connection: Connection, dropped: list[Dropped]) -> None:
    """Give the rows that took the place what only this desk knows: who wrote them, and its own edits."""
    for one in dropped:
        if one.change_n is not None:
            mine = update(one.table).where(one.table.c.id == one.id)
            connection.execute(mine.values(change_n=one.change_n))
        if one.table is visit and (row := visits.one(connection, one.id)) is not None:
            beneath.settle(connection, row, beneath.fields_of(beneath.form_of(row)), row.feed_n)


def derive(connection: Connection, cases: Iterable[UUID]) -> None:
    """Derive cases anew whose events were exchanged; one that has no registration is none."""
    days = calendar_days.calendar(connection)
    for case_id in cases:
        opened = select(case_event.c.id).where(case_event.c.id == case_id)
        if connection.execute(opened).first() is None:
            case_files.forget(connection, case_id)
        else:
            case_files.project(connection, case_id, days)
