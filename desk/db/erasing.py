"""Taking texts out of the store for good: the log keeps its links, by commitments that nobody can test.

With `secure_delete` the freed bytes are overwritten; the write-ahead log is cut by a checkpoint afterwards.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, func, or_, select, update

from desk.db import attachments, facts
from desk.db.case_tables import case_event, case_file, due_change
from desk.db.changes import OPEN, when_written
from desk.db.log_tables import blob, blob_use, change, confirmed, conflict, handed, parked
from desk.db.reception_tables import attachment, draft, screening, visit
from desk.records.audit import stream_of

NO_SALT = "0" * 32
"""In the place of a salt: without it nobody can try whether a body was this or that."""
_NAMES = "erased_names"
"""The fact that holds what files beside the store are still called by: a list in JSON."""
NEVER_BLANK = ("record.erased",)
_OF_VISIT = ("surname", "document_number", "fin")
_OF_CASE = ("name",)
"""What names a person in a half-typed form."""
_FILES = frozenset(attachments.ENTITIES.values())


def is_open(connection: Connection, stream: str) -> bool:
    """Whether central has not acknowledged all of a stream."""
    mine = exists().where(change.c.stream == stream, change.c.state.in_(OPEN))
    return bool(connection.execute(select(mine)).scalar())


def erase_record(connection: Connection, entity: str, record_id: UUID) -> list[UUID]:
    """Take a record out: its row, what hangs on it, its texts in the log; the changes that lost theirs.

    Half-typed forms that name its person go too. Files beside the store are left to `names_left`.
    """
    stream = stream_of(entity, record_id)
    _note_names(connection, entity, record_id, stream)
    for table in (confirmed, conflict):
        key = table.c.id if table is confirmed else table.c.record_id
        connection.execute(delete(table).where(table.c.entity == entity, key == record_id))
    connection.execute(delete(parked).where(parked.c.stream == stream))
    if entity == "visit":
        connection.execute(delete(visit).where(visit.c.id == record_id))
    elif entity in _FILES:
        _erase_attachment(connection, record_id, stream)
    elif entity == "lookup":
        connection.execute(delete(screening).where(screening.c.lookup == record_id))
    else:
        _erase_case(connection, record_id)
    connection.execute(delete(handed).where(_handed_of(stream)))
    blanked = blank(connection, select(change.c.change_id).where(change.c.stream == stream))
    of_these = [f"change:{change_id}" for change_id in blanked]
    if blanked:
        blanked += blank(connection, select(change.c.change_id).where(change.c.stream.in_(of_these)))
    return blanked


def _handed_of(stream: str) -> ColumnElement[bool]:
    return func.json_extract(handed.c.body, "$.stream") == stream


def _note_names(connection: Connection, entity: str, record_id: UUID, stream: str) -> None:
    """Note what files of the record are called by: its number, its identifier and those of its changes."""
    written = select(change.c.change_id).where(change.c.stream == stream)
    waiting = select(handed.c.change_id).where(_handed_of(stream))
    names = {str(one) for one in connection.execute(written.union(waiting)).scalars()}
    table, fields = (visit, _OF_VISIT) if entity == "visit" else (case_file, _OF_CASE)
    said = select(*(table.c[name] for name in ("number", *fields))).where(table.c.id == record_id)
    row = connection.execute(said).first()
    if row is not None:
        names.add(row[0])
        _drop_drafts(connection, row[1:])
    if names:
        known = names_left(connection) | names | {str(record_id)}
        facts.put(connection, **{_NAMES: json.dumps(sorted(known))})


def names_left(connection: Connection) -> set[str]:
    """What files of erased records are called by that may still lie beside the store."""
    return set(json.loads(facts.get(connection, _NAMES, "[]")))


def forget_names(connection: Connection, names: set[str]) -> None:
    """Those files are gone."""
    facts.put(connection, **{_NAMES: json.dumps(sorted(names_left(connection) - names))})


def _drop_drafts(connection: Connection, texts: Iterable[str | None]) -> None:
    """Drop half-typed forms in which one of the texts stands; others keep what they typed."""
    for text in texts:
        if text and len(text) > 1:
            connection.execute(delete(draft).where(draft.c.body.contains(text, autoescape=True)))


def _erase_attachment(connection: Connection, attachment_id: UUID, stream: str) -> None:
    """The file goes too, unless another record has the same one."""
    name = connection.execute(
        select(func.json_extract(attachment.c.body, "$.sha256")).where(attachment.c.id == attachment_id)
    ).scalar()
    connection.execute(delete(attachment).where(attachment.c.id == attachment_id))
    connection.execute(delete(blob_use).where(blob_use.c.stream == stream))
    if name is None:
        return
    used = exists().where(blob_use.c.sha256 == name)
    shared = exists().where(attachment.c.body.contains(name))
    connection.execute(delete(blob).where(blob.c.sha256 == name, ~used, ~shared))


def attachments_of(connection: Connection, record_id: UUID) -> list[tuple[str, UUID]]:
    """The files that were attached to a record: what each is called, and its identifier."""
    return [(row.entity, row.id) for row in attachments.rows_of(connection, record_id)]


def _erase_case(connection: Connection, case_id: UUID) -> None:
    """The search index follows by its trigger when the words become empty."""
    connection.execute(update(case_file).where(case_file.c.id == case_id).values(search=""))
    for table, key in ((case_event, case_event.c.case_id), (due_change, due_change.c.case_id)):
        connection.execute(delete(table).where(key == case_id))
    connection.execute(delete(case_file).where(case_file.c.id == case_id))


def blank(connection: Connection, which: Select[tuple[UUID]] | list[UUID]) -> list[UUID]:
    """Empty the texts and salts of changes that central has; the identifiers of those."""
    mine = (
        change.c.change_id.in_(which),
        change.c.body != "",
        change.c.state.not_in(OPEN),
        change.c.kind.not_in(NEVER_BLANK),
    )
    found = list(connection.execute(select(change.c.change_id).where(*mine)).scalars())
    for place in range(0, len(found), 500):
        some = change.c.change_id.in_(found[place : place + 500])
        connection.execute(update(change).where(some).values(body="", salt=NO_SALT, result=""))
    return found


def old_visits(connection: Connection, before: datetime) -> list[UUID]:
    """Visits from before a moment that central has, with nothing unsent or contested about them."""
    open_change = exists().where(change.c.n == visit.c.change_n, change.c.state.in_(OPEN))
    contested = exists().where(conflict.c.record_id == visit.c.id, conflict.c.how == "")
    edited = exists().where(confirmed.c.id == visit.c.id)
    rows = select(visit.c.id).where(visit.c.registered_at < before, ~open_change, ~contested, ~edited)
    return list(connection.execute(rows).scalars())


def forget_visits(connection: Connection, visit_ids: Iterable[UUID]) -> None:
    """Drop visits and the files attached to them; their texts in the log go with the log's own age."""
    ids = list(visit_ids)
    for visit_id in ids:
        for entity, file in attachments_of(connection, visit_id):
            stream = stream_of(entity, file)
            if not is_open(connection, stream):
                _erase_attachment(connection, file, stream)
    for place in range(0, len(ids), 500):
        connection.execute(delete(visit).where(visit.c.id.in_(ids[place : place + 500])))


def old_changes(connection: Connection, before: datetime) -> list[UUID]:
    """Acknowledged changes from before a moment that the desk needs no more: none of cases or kept visits."""
    of_cases = or_(*(change.c.stream.like(f"{name}:%") for name in ("appeal", "council", "case_file")))
    rows = select(change.c.change_id, change.c.stream).where(
        when_written < func.julianday(before.isoformat()),
        change.c.body != "",
        change.c.state.not_in(OPEN),
        ~of_cases,
    )
    kept = select(visit.c.id).where(visit.c.registered_at < before)
    needed = {stream_of("visit", visit_id) for visit_id in connection.execute(kept).scalars()}
    return [row.change_id for row in connection.execute(rows) if row.stream not in needed]


__all__ = [
    "attachments_of",
    "blank",
    "erase_record",
    "forget_names",
    "forget_visits",
    "is_open",
    "names_left",
    "old_changes",
    "old_visits",
    "stream_of",
]
