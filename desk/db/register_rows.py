"""From the versions of an entry to its one derived row."""

from collections.abc import Callable, Sequence
from datetime import time
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import Insert, insert

from desk.db.register_tables import attendance, employee, measure, training
from desk.lang import fold
from desk.records.attendance import AttendanceFact, fold_marks
from desk.records.base import canonical
from desk.records.entry import EntryFact, Folded, Version
from desk.records.entry import fold as fold_versions
from desk.records.measure import Measure, MeasureFact
from desk.records.training import EmployeeFact, EmployeeForm, TrainingFact, TrainingForm

Entry = Sequence[Version]
Values = dict[str, Any]


def _upsert(table: Table) -> Insert:
    put = insert(table)
    set_ = {name: put.excluded[name] for name in table.c.keys() if name != "id"}  # noqa: SIM118
    return put.on_conflict_do_update(index_elements=["id"], set_=set_)


def put(connection: Connection, entries: Sequence[Entry]) -> None:
    """Write the row of each entry, whatever register it is of; none while only a withdrawal has come."""
    for statement, of, row_of in _TABLES:
        rows = [row_of(entry) for entry in entries if isinstance(entry[0], of)]
        found = [row for row in rows if row is not None]
        if found:
            connection.execute(statement, found)


def _folded(entry: Entry) -> Folded[EntryFact]:
    return fold_versions([version for version in entry if isinstance(version, EntryFact)])


def _common(folded: Folded[EntryFact], *texts: str) -> Values:
    return {
        "id": folded.newest.entry,
        "search": fold(" ".join(texts)),
        "contested": folded.contested,
        "body": canonical(folded.shown or folded.newest),
    }


def _measure(entry: Entry) -> Values | None:
    folded = _folded(entry)
    form = folded.shown.said if folded.shown else None
    if not isinstance(form, Measure):
        return None
    names = (*form.places, *form.partners, *form.channels)
    return _common(folded, form.title, form.title_ru, form.title_en, form.text, *names) | {
        "clause": form.clause,
        "year": form.year,
        "kind": form.kind.value,
        "detail": form.detail or "",
        "unit": form.unit or "",
        "starts_on": form.starts_on,
        "hundredths": None if form.quantity is None else int(form.quantity * 100),
        "participants": form.participants,
        "withdrawn": folded.newest.said is None,
    }


def _clock(value: time | None) -> str:
    return "" if value is None else value.isoformat("seconds")


def _training(entry: Entry) -> Values | None:
    folded = _folded(entry)
    form = folded.shown.said if folded.shown else None
    if not isinstance(form, TrainingForm):
        return None
    return _common(folded, form.topic, form.topic_ru, form.topic_en, form.host, form.trainer, form.place) | {
        "topic": form.topic,
        "clause": form.clause or "",
        "year": form.starts_on.year,
        "starts_on": form.starts_on,
        "starts_at": _clock(form.starts_at),
        "ends_at": _clock(form.ends_at),
        "programme": form.programme,
        "withdrawn": folded.newest.said is None,
    }


def _employee(entry: Entry) -> Values | None:
    folded = _folded(entry)
    form = folded.newest.said
    if not isinstance(form, EmployeeForm):
        return None
    return _common(folded, form.name, form.unit) | {
        "name": form.name,
        "unit": form.unit,
        "badge": form.badge,
        "active": form.left_on is None,
    }


def _attendance(entry: Entry) -> Values:
    marks = [version for version in entry if isinstance(version, AttendanceFact)]
    folded, first = fold_marks(marks), marks[0]
    return {
        "id": first.entry,
        "training_id": first.training,
        "employee_id": first.employee,
        "held_on": first.on,
        "present": folded.present,
        "walk_in": folded.walk_in,
        "came_at": _clock(folded.came_at),
        "left_at": _clock(folded.left_at),
        "contested": folded.contested,
    }


_TABLES: tuple[tuple[Insert, type[Version], Callable[[Entry], Values | None]], ...] = (
    (_upsert(measure), MeasureFact, _measure),
    (_upsert(training), TrainingFact, _training),
    (_upsert(employee), EmployeeFact, _employee),
    (_upsert(attendance), AttendanceFact, _attendance),
)
