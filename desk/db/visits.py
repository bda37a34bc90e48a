"""Visits: written once, listed by day, searched by what identifies a person."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desk.db.tables import VisitRow, change, visit
from desk.lang import BAKU, fold
from desk.records.visit import Visit, VisitForm

_INSERT = insert(visit)
_MERGE = upsert(visit)
_MERGE = _MERGE.on_conflict_do_update(
    index_elements=["id"],
    set_={name: _MERGE.excluded[name] for name in visit.c.keys() if name not in ("id", "change_n")},  # noqa: SIM118
)
LISTED = 200
"""No list on the screen is longer; the rest is found by searching."""


def _row(record: Visit, change_n: int | None, feed_n: int | None) -> dict[str, Any]:
    return dict(record) | {"surname_folded": fold(record.surname), "change_n": change_n, "feed_n": feed_n}


def add(connection: Connection, record: Visit, change_n: int) -> None:
    """Write a visit of this desk, made by the change of that number."""
    connection.execute(_INSERT, _row(record, change_n, None))


def merge(connection: Connection, record: Visit, feed_n: int) -> None:
    """Write a visit as the feed has it; our own keeps the change that it was made by."""
    connection.execute(_MERGE, _row(record, None, feed_n))


def edit(connection: Connection, visit_id: UUID, values: dict[str, JsonValue], feed_n: int) -> bool:
    """Set fields of a visit as an edit in the feed says; False when the desk has no such visit.

    Raises ValidationError for a field or a value that the form does not know.
    """
    found = connection.execute(select(visit).where(visit.c.id == visit_id)).mappings().first()
    if found is None:
        return False
    before = {name: found[name] for name in VisitForm.model_fields}
    after = VisitForm.model_validate(before | values)
    altered = dict(after) | {"surname_folded": fold(after.surname), "feed_n": feed_n}
    connection.execute(update(visit).where(visit.c.id == visit_id).values(altered))
    return True


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central mean nothing in the new one."""
    connection.execute(update(visit).where(visit.c.feed_n.is_not(None)).values(feed_n=None))


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), BAKU)
    return start, start + timedelta(days=1)


def _of_day(day: date) -> ColumnElement[bool]:
    start, end = _bounds(day)
    return (visit.c.registered_at >= start) & (visit.c.registered_at < end)


_WITH_STATE: Select[Any] = select(visit, change.c.state, change.c.result).select_from(
    visit.outerjoin(change, change.c.n == visit.c.change_n)
)


def of_day(connection: Connection, day: date) -> list[Row[Any]]:
    """The visits of a day in Baku, the newest first, at most LISTED, each with its change's state."""
    newest_first = (visit.c.registered_at.desc(), visit.c.number.desc())
    return list(connection.execute(_WITH_STATE.where(_of_day(day)).order_by(*newest_first).limit(LISTED)))


def by_number(connection: Connection, number: str) -> Row[Any] | None:
    """The visit with a printed number, with its change's state."""
    return connection.execute(_WITH_STATE.where(visit.c.number == number)).first()


def count_of_day(connection: Connection, day: date, *, own: bool = False) -> int:
    """How many visits of a day the desk knows: its own only, or those of the office's other desks too."""
    counted = select(func.count()).select_from(visit).where(_of_day(day))
    if own:
        counted = counted.where(visit.c.change_n.is_not(None))
    return int(connection.execute(counted).scalar_one())


def alike(connection: Connection, record: VisitForm) -> list[Row[Any]]:
    """Earlier visits with the same document, FIN, or birth date and surname: one a person, at most 5."""
    same = [visit.c.document_number == record.document_number]
    if record.fin:
        same.append(visit.c.fin == record.fin)
    same.append((visit.c.birth_date == record.birth_date) & (visit.c.surname_folded == fold(record.surname)))
    newest = select(func.max(visit.c.registered_at), *visit.c).where(or_(*same)).group_by(visit.c.person_id)
    return list(connection.execute(newest.order_by(visit.c.registered_at.desc()).limit(5)))


def of_person(connection: Connection, document: str, fin: str, birth: str, surname: str) -> Row[Any] | None:
    """The newest visit with the document or the FIN, or else with the birth date and the surname."""
    same = []
    if document:
        same.append(visit.c.document_number == "".join(document.upper().replace("-", " ").split()))
    if fin:
        same.append(visit.c.fin == fin.upper())
    if len(birth) == len("1990-12-31") and surname:
        same.append(
            (visit.c.birth_date == date.fromisoformat(birth)) & (visit.c.surname_folded == fold(surname))
        )
    found = select(visit).where(or_(*same)).order_by(visit.c.registered_at.desc()).limit(1)
    return connection.execute(found).first() if same else None


__all__ = [
    "LISTED",
    "VisitRow",
    "add",
    "alike",
    "count_of_day",
    "edit",
    "forget_numbers",
    "merge",
    "of_day",
    "of_person",
]
