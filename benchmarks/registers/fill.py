"""A year's registers as large as asked, brought in page by page as the feed brings them."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice
from time import perf_counter
from typing import Any
from uuid import UUID

from desk.db import entries
from desk.records.attendance import AttendanceFact, Mark, Means, attendance_id
from desk.records.base import new_id, utc_now
from desk.records.entry import EntryAct, Version, key_id
from desk.records.measure import MeasureFact, MeasureForm
from desk.records.measure_words import DETAILS_OF, MeasureKind
from desk.records.plan import Plan
from desk.records.training import EmployeeFact, EmployeeForm, TrainingFact, TrainingForm
from desk.usecases.desk import Desk
from desk.usecases.measures import measure_of

PAGE = 1000
YEAR = 2018
AT_SESSION = 100
"""Marks of one session."""


def _signed() -> dict[str, Any]:
    writer = {"office": "GNC", "desk": "GNC2", "clerk": "aysel", "clerk_name": "Aysel"}
    return {"id": new_id(), "at": utc_now(), **writer}


def _entry(of: str, n: int) -> UUID:
    return key_id("benchmark", of, n)


def facts(plan: Plan, measures: int, marks: int) -> Iterator[tuple[str, Version]]:
    """Employees, sessions, measures and marks; a tenth of the marks has a leaving, too."""
    clauses = [clause.number for clause in plan.clauses]
    people = max(AT_SESSION, marks // 100)
    for n in range(people):
        person = EmployeeForm(name=f"Nümunə {n:05d}", unit=f"İdarə {n % 40:02d}", badge=f"B-{n:05d}")
        yield (
            "employee.set",
            EmployeeFact(act=EntryAct.entered, form=person, entry=_entry("employee", n), **_signed()),
        )
    for n in range(measures):
        yield "measure.entered", _measure(clauses, n)
    for n in range(marks // AT_SESSION):
        yield "training.entered", _session(clauses, n)
        for place in range(AT_SESSION):
            yield from _marks(n, _entry("employee", (n * 37 + place) % people), place)


def _measure(clauses: list[str], n: int) -> MeasureFact:
    kind = list(MeasureKind)[n % (len(MeasureKind) - 1)]
    details = DETAILS_OF.get(kind, (None,))
    form = MeasureForm(
        clause=clauses[n % len(clauses)],
        kind=kind,
        detail=details[n % len(details)],
        title=f"Tədbir {n}",
        year=YEAR,
        starts_on=date(YEAR, 1, 1) + timedelta(days=n % 365),
        quantity=n % 50,
        places=["Gəncə"],
    )
    return MeasureFact(act=EntryAct.entered, form=measure_of(form), entry=_entry("measure", n), **_signed())


def _session(clauses: list[str], n: int) -> TrainingFact:
    form = TrainingForm(
        topic=f"Mövzu {n % 60}",
        starts_on=date(YEAR, 1, 1) + timedelta(days=n % 365),
        starts_at=time(10),
        ends_at=time(13),
        clause=clauses[n % len(clauses)],
    )
    return TrainingFact(act=EntryAct.entered, form=form, entry=_entry("training", n), **_signed())


def _marks(n: int, who: UUID, place: int) -> Iterator[tuple[str, Version]]:
    training, on = _entry("training", n), date(YEAR, 1, 1) + timedelta(days=n % 365)
    same: dict[str, Any] = {
        "entry": attendance_id(training, who, on),
        "training": training,
        "employee": who,
        "on": on,
        "means": Means.scanned,
    }
    came = AttendanceFact(act=Mark.came, came_at=time(9, 50 + place % 10), **same, **_signed())
    yield "attendance.marked", came
    if place % 10 == 0:
        left = AttendanceFact(act=Mark.left, left_at=time(12, 59), after=[came.id], **same, **_signed())
        yield "attendance.marked", left


def fill(desk: Desk, plan: Plan, measures: int, marks: int) -> tuple[int, float]:
    """Merge everything in pages of the feed; how many versions, and the seconds that the store took."""
    source, feed_n, took = facts(plan, measures, marks), 0, 0.0
    while page := list(islice(source, PAGE)):
        began = perf_counter()
        with desk.store.write() as connection:
            first = feed_n
            for kind, record in page:
                feed_n += 1
                entries.merge(connection, kind, record, feed_n)
            entries.refresh(connection, first, feed_n)
        took += perf_counter() - began
    return feed_n, took
