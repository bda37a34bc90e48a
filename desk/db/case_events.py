"""Events of cases: stored once by their identifier, read by case, never altered.

An event is named by its record's identifier and not by its change's: a corrected change, the feed and a
snapshot then all mean the same event.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.sqlite import insert

from desk.db.case_tables import case_event
from desk.db.log_tables import change
from desk.records.appeal import Appeal
from desk.records.base import canonical
from desk.records.case_event import CaseEvent
from desk.records.contact import STORED
from desk.records.council import Complaint
from desk.records.kinds import FACTS

Opening = Appeal | Complaint
_ADD = insert(case_event)
_MERGE = _ADD.on_conflict_do_update(
    index_elements=["id"], set_={"body": _ADD.excluded.body, "feed_n": _ADD.excluded.feed_n}
)
_OF_CASE = (
    select(case_event, change.c.state, change.c.result)
    .select_from(case_event.outerjoin(change, change.c.n == case_event.c.change_n))
    .order_by(case_event.c.id)
)


def case_of(record: Opening | CaseEvent) -> UUID:
    """The case that a record belongs to; a registration opens its own."""
    return record.case if isinstance(record, CaseEvent) else record.id


def add(connection: Connection, kind: str, record: Opening | CaseEvent, change_n: int) -> None:
    """Store an event of this desk, written by the change of that number."""
    connection.execute(_ADD, _row(kind, record) | {"change_n": change_n, "feed_n": None})


def merge(connection: Connection, kind: str, record: Opening | CaseEvent, feed_n: int) -> None:
    """Store an event as the feed has it; our own keeps the change that it was written by."""
    connection.execute(_MERGE, _row(kind, record) | {"change_n": None, "feed_n": feed_n})


def _row(kind: str, record: Opening | CaseEvent) -> dict[str, Any]:
    return {"id": record.id, "case_id": case_of(record), "kind": kind, "body": canonical(record)}


def rows_of(connection: Connection, case_id: UUID) -> list[Row[Any]]:
    """The stored events of a case, each with the state of its change."""
    return list(connection.execute(_OF_CASE.where(case_event.c.case_id == case_id)))


def read(rows: list[Row[Any]]) -> tuple[Opening | None, list[CaseEvent]]:
    """The registration and the events; no registration while it has not arrived."""
    opening: Opening | None = None
    events: list[CaseEvent] = []
    for row in rows:
        record = FACTS[row.kind].model_validate_json(row.body, context=STORED)
        if isinstance(record, CaseEvent):
            events.append(record)
        elif isinstance(record, Appeal | Complaint):
            opening = record
    return opening, events


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central mean nothing in the new one."""
    connection.execute(update(case_event).where(case_event.c.feed_n.is_not(None)).values(feed_n=None))


def cases_between(connection: Connection, after: int, up_to: int) -> list[UUID]:
    """The cases of the events that the feed has behind one number and up to another."""
    mine = case_event.c.feed_n.between(after + 1, up_to)
    return list(connection.execute(select(case_event.c.case_id).where(mine).distinct()).scalars())


def cases_at(connection: Connection, numbers: Sequence[int]) -> list[UUID]:
    """The cases of the events that have these feed numbers."""
    mine = case_event.c.feed_n.in_(numbers)
    return list(connection.execute(select(case_event.c.case_id).where(mine).distinct()).scalars())
