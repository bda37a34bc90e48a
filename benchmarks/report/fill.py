"""A desk that heard a large year from central: measures, sessions, employees, and who was there."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from desk.db import entries
from desk.db.store import Connection
from desk.records.attendance import AttendanceFact, Mark, Means, attendance_id
from desk.records.base import new_id, utc_now
from desk.records.entry import EntryAct, Version, key_id
from desk.records.measure import Measure, MeasureFact
from desk.records.measure_words import DETAILS_OF, Detail, MeasureKind, Unit
from desk.records.training import EmployeeFact, EmployeeForm, TrainingFact, TrainingForm
from desk.rules.plans import plans
from tests.desks import Made, make

YEAR = 2018
EMPLOYEES = 2000
_AT_ONCE = 2000


def _act() -> dict[str, Any]:
    return {
        "id": new_id(),
        "office": "GNC",
        "desk": "GNC2",
        "clerk": "aysel",
        "clerk_name": "Aysel",
        "at": utc_now(),
    }


def _day(n: int) -> date:
    return date(YEAR, 1, 1) + timedelta(days=n % 365)


def _measure(n: int, clauses: list[str]) -> MeasureFact:
    kinds = [kind for kind in MeasureKind if kind is not MeasureKind.stated_total]
    kind = kinds[n % len(kinds)]
    details: tuple[Detail | None, ...] = DETAILS_OF.get(kind, (None,))
    form = Measure(
        clause=clauses[n % len(clauses)],
        kind=kind,
        detail=details[n % len(details)],
        title=f"Tədbir {n}",
        title_ru=f"Мероприятие {n}",
        title_en=f"Measure {n}",
        year=YEAR,
        starts_on=_day(n),
        quantity=n % 50,
        unit=Unit.item,
        participants=n % 300,
        places=["Gəncə", "Şəki"],
        languages=["az", "ru"],
    )
    return MeasureFact(act=EntryAct.entered, entry=new_id(), form=form, **_act())


def _session(n: int, clauses: list[str]) -> TrainingFact:
    form = TrainingForm(
        topic=f"Mövzu {n % 80}",
        starts_on=_day(n),
        starts_at=time(10),
        ends_at=time(13),
        programme=f"Proqram {n % 40}",
        clause=clauses[n % len(clauses)],
        host="Dövlət Miqrasiya Xidməti",
    )
    return TrainingFact(act=EntryAct.entered, entry=new_id(), form=form, **_act())


def _put(connection: Connection, kind: str, facts: Iterator[Version], feed_n: int) -> int:
    """Store facts as the feed brings them, some at once; the next number of the feed."""
    found: list[Version] = []
    while found := list(islice(facts, _AT_ONCE)):
        for fact in found:
            entries.merge(connection, kind, fact, feed_n)
            feed_n += 1
        entries.project(connection, {fact.entry for fact in found})
    return feed_n


def filled(folder: Path, count: int, marks: int) -> Made:
    """A desk with `count` measures and sessions, one in ten a session, and `marks` marks at these."""
    made = make(folder)
    clauses = [clause.number for clause in plans()[0].of_year(YEAR)]
    sessions = [_session(n, clauses) for n in range(count // 10)]
    people = [key_id("benchmark", n) for n in range(EMPLOYEES)]
    each = marks // len(sessions)
    desk = made.open()
    n = 1
    with desk.store.write() as connection:
        n = _put(
            connection,
            "measure.entered",
            (_measure(k, clauses) for k in range(count - len(sessions))),
            n,
        )
        n = _put(connection, "training.entered", iter(sessions), n)
        cards = (
            EmployeeFact(
                act=EntryAct.entered,
                entry=person,
                form=EmployeeForm(name=f"Əliyev {k}", unit=f"İdarə {k % 20}", badge=f"DMX-{k}"),
                **_act(),
            )
            for k, person in enumerate(people)
        )
        n = _put(connection, "employee.set", cards, n)
    for start in range(0, len(sessions), 50):
        with desk.store.write() as connection:
            seen = (
                _mark(session, people[(place * each + k) % EMPLOYEES])
                for place, session in enumerate(sessions[start : start + 50], start)
                for k in range(each)
            )
            n = _put(connection, "attendance.marked", seen, n)
    desk.close()
    return made


def _mark(session: TrainingFact, person: UUID) -> AttendanceFact:
    form = session.form
    if form is None:
        raise LookupError(session.entry)
    return AttendanceFact(
        entry=attendance_id(session.entry, person, form.starts_on),
        act=Mark.came,
        training=session.entry,
        employee=person,
        on=form.starts_on,
        means=Means.scanned,
        came_at=time(9, 55),
        **_act(),
    )
