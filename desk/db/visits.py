"""Visits: written once, listed by day, searched by what identifies a person."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from desk.db.columns import named
from desk.db.log_tables import change, confirmed, conflict
from desk.db.quick import Quick
from desk.db.reception_tables import VisitRow, visit
from desk.lang import BAKU, fold
from desk.records.person import bare_number
from desk.records.visit import CorrectableVisit, Visit, VisitForm

_INSERT = Quick(insert(visit))
_TAKE_IN = upsert(visit).on_conflict_do_nothing(index_elements=["id"])
_HELD = Quick(text("SELECT id FROM visit WHERE id IN (SELECT value FROM json_each(:ids))"))
_CONFIRM = (
    update(visit)
    .where(visit.c.id == bindparam("at_id"), func.coalesce(visit.c.feed_n, 0) < bindparam("to_n"))
    .values(feed_n=bindparam("to_n"))
)
IN_ONE_QUERY = 1000
LISTED = 200
"""No list on the screen is longer; the rest is found by searching."""


def _row(record: Visit, change_n: int | None, feed_n: int | None) -> dict[str, Any]:
    return vars(record) | {"surname_folded": fold(record.surname), "change_n": change_n, "feed_n": feed_n}


def add(connection: Connection, record: Visit, change_n: int) -> None:
    """Write a visit of this desk, made by the change of that number."""
    _INSERT.run(connection, _row(record, change_n, None))


def take_in(connection: Connection, record: Visit, feed_n: int) -> bool:
    """Write a visit that came by the feed; False when it is here already."""
    return connection.execute(_TAKE_IN, _row(record, None, feed_n)).rowcount > 0


def take_in_all(connection: Connection, records: Collection[tuple[Visit, int]]) -> None:
    """Write visits that are not here, each with its feed number. Raises TAKEN for a taken number."""
    _INSERT.run_all(connection, [_row(record, None, feed_n) for record, feed_n in records])


def some(connection: Connection, visit_ids: Sequence[UUID]) -> list[Row[Any]]:
    """Those of the visits that are here."""
    rows: list[Row[Any]] = []
    for at in range(0, len(visit_ids), IN_ONE_QUERY):
        rows += connection.execute(select(visit).where(visit.c.id.in_(visit_ids[at : at + IN_ONE_QUERY])))
    return rows


def held(connection: Connection, visit_ids: Iterable[UUID]) -> list[Row[Any]]:
    """Those of the visits that are here; mostly none is, and that is found out at once."""
    keys = json.dumps([visit_id.hex for visit_id in visit_ids])
    return some(connection, [UUID(key) for (key,) in _HELD.run(connection, {"ids": keys})])


def confirm(connection: Connection, numbers: Mapping[UUID, int]) -> None:
    """Count feed events into visits that show already what they tell."""
    if numbers:
        rows = [{"at_id": visit_id, "to_n": feed_n} for visit_id, feed_n in numbers.items()]
        connection.execute(_CONFIRM, rows)


def one(connection: Connection, visit_id: UUID) -> Row[Any] | None:
    """The visit as it is shown, with where its registration stands."""
    return connection.execute(_WITH_STATE.where(visit.c.id == visit_id)).first()


def of_stream(connection: Connection, stream: str) -> Row[Any] | None:
    """The visit that a stream of changes is of; None for one of anything else."""
    entity, _colon, visit_id = stream.partition(":")
    with suppress(ValueError):  # what another desk handed over names a stream in its own words
        return one(connection, UUID(visit_id)) if entity == "visit" else None
    return None


def rewrite(connection: Connection, visit_id: UUID, form: CorrectableVisit, feed_n: int | None) -> None:
    """Show other values of a visit; `feed_n` is the newest feed event that they account for."""
    values = dict(form) | {"surname_folded": fold(form.surname), "feed_n": feed_n}
    connection.execute(update(visit).where(visit.c.id == visit_id).values(**values))


def registered_by(connection: Connection, visit_id: UUID, change_n: int) -> None:
    """Note that another change of this desk registers the visit now."""
    connection.execute(update(visit).where(visit.c.id == visit_id).values(change_n=change_n))


def forget_numbers(connection: Connection) -> None:
    """Feed numbers of a former life of central mean nothing in the new one."""
    connection.execute(update(visit).where(visit.c.feed_n.is_not(None)).values(feed_n=None))


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), BAKU)
    return start, start + timedelta(days=1)


def _of_day(day: date) -> ColumnElement[bool]:
    start, end = _bounds(day)
    return (visit.c.registered_at >= start) & (visit.c.registered_at < end)


_EDITED = exists().where(confirmed.c.entity == "visit", confirmed.c.id == visit.c.id)
_CONTESTED = exists().where(conflict.c.record_id == visit.c.id, conflict.c.how == literal_column("''"))
_WITH_STATE: Select[Any] = select(
    visit,
    change.c.state,
    change.c.result,
    _EDITED.label("edited"),
    _CONTESTED.label("contested"),
).select_from(visit.outerjoin(change, change.c.n == visit.c.change_n))


_NAME_FOLDED = func.fold(visit.c.surname + " " + visit.c.given_name + " " + visit.c.patronymic)


def of_day(connection: Connection, day: date, folded: str = "") -> list[Row[Any]]:
    """The visits of a day in Baku, the newest first, at most LISTED, each with its change's state.

    `folded` is a part of the visitor's name as desk.lang.fold writes it; the whole day is searched for it.
    """
    asked = _WITH_STATE.where(_of_day(day))
    if folded:
        asked = asked.where(func.instr(_NAME_FOLDED, folded) > 0)
    newest_first = (visit.c.registered_at.desc(), visit.c.number.desc())
    return list(connection.execute(asked.order_by(*newest_first).limit(LISTED)))


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
        same.append(named(visit.c.fin, record.fin))
    same.append((visit.c.birth_date == record.birth_date) & (visit.c.surname_folded == fold(record.surname)))
    newest = select(func.max(visit.c.registered_at), *visit.c).where(or_(*same)).group_by(visit.c.person_id)
    return list(connection.execute(newest.order_by(visit.c.registered_at.desc()).limit(5)))


def of_person(connection: Connection, document: str, fin: str, birth: str, surname: str) -> Row[Any] | None:
    """The newest visit with the document or the FIN, or else with the birth date and the surname."""
    same = []
    if document:
        same.append(visit.c.document_number == bare_number(document))
    if fin:
        same.append(named(visit.c.fin, fin.upper()))
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
    "forget_numbers",
    "of_day",
    "of_person",
    "take_in",
]
