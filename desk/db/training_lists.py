"""Sessions, employees and attendance as lists and sums, from their derived rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    bindparam,
    case,
    func,
    literal,
    select,
)

from desk.db.register_tables import attendance, employee, training
from desk.db.searched import holds

LISTED = 200
"""No list on the screen is longer; the rest is found by searching."""


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.max(case((condition, 1), else_=0))


_AT_SESSION = (
    select(
        attendance.c.training_id,
        attendance.c.employee_id,
        _flag((training.c.starts_at != "") & (attendance.c.came_at > training.c.starts_at)).label("late"),
        _flag(
            (training.c.ends_at != "")
            & (attendance.c.left_at != "")
            & (attendance.c.left_at < training.c.ends_at)
        ).label("left_early"),
        _flag(attendance.c.walk_in).label("walk_in"),
    )
    .join(training, training.c.id == attendance.c.training_id)
    .where(attendance.c.present, training.c.year == bindparam("year"), ~training.c.withdrawn)
    .group_by(attendance.c.training_id, attendance.c.employee_id)
    .subquery("at_session")
)
"""One row a person and session, however many days it had."""
BY: dict[str, ColumnElement[Any]] = {
    "": literal(""),
    "clause": training.c.clause,
    "topic": training.c.topic,
    "programme": training.c.programme,
    "unit": employee.c.unit,
    "person": _AT_SESSION.c.employee_id.cast(String),
    "training": training.c.id.cast(String),
}
"""What totals may be counted by."""


def totals(connection: Connection, year: int, by: str) -> list[Row[Any]]:
    """By key: sessions, persons at sessions, different persons, and of the former late, early, walk-ins.

    Somebody who is at one session on several days is counted once for it.
    """
    key, there = BY[by].label("key"), _AT_SESSION
    joined = training.join(there, there.c.training_id == training.c.id, isouter=by not in ("unit", "person"))
    if by == "unit":
        joined = joined.join(employee, employee.c.id == there.c.employee_id)
    rows = (
        select(
            key,
            func.count(training.c.id.distinct()).label("sessions"),
            func.count(there.c.employee_id).label("attended"),
            func.count(there.c.employee_id.distinct()).label("persons"),
            func.coalesce(func.sum(there.c.late), 0).label("late"),
            func.coalesce(func.sum(there.c.left_early), 0).label("left_early"),
            func.coalesce(func.sum(there.c.walk_in), 0).label("walk_ins"),
            func.count(func.nullif(training.c.programme, "").distinct()).label("programmes"),
        )
        .select_from(joined)
        .where(training.c.year == bindparam("year"), ~training.c.withdrawn)
        .group_by(key)
        .order_by(key)
    )
    return list(connection.execute(rows, {"year": year}))


def _sessions(year: int, text: str = "") -> Select[Any]:
    rows = select(training).where(training.c.year == year, *holds(training.c.search, text))
    return rows.order_by(training.c.starts_on, training.c.id)


def of_year(connection: Connection, year: int, clause: str = "") -> list[Row[Any]]:
    """The sessions of a year that were not withdrawn, the earliest first."""
    rows = _sessions(year).where(~training.c.withdrawn)
    return list(connection.execute(rows.where(training.c.clause == clause) if clause else rows))


def listed(connection: Connection, year: int, text: str) -> list[Row[Any]]:
    """What a screen lists, withdrawn ones too, at most LISTED."""
    return list(connection.execute(_sessions(year, text).limit(LISTED)))


def one(connection: Connection, entry: UUID) -> Row[Any] | None:
    """One session's row."""
    return connection.execute(select(training).where(training.c.id == entry)).first()


def years(connection: Connection) -> Sequence[int]:
    """The years that have sessions, the newest first."""
    found = select(training.c.year).distinct().order_by(training.c.year.desc())
    return list(connection.execute(found).scalars())


def present_at(connection: Connection, entry: UUID, on: date | None) -> list[Row[Any]]:
    """The marks of a session, of one day or of all, with the persons, by name; those taken back too."""
    rows = select(attendance, employee.c.name, employee.c.unit, employee.c.badge).join(
        employee, employee.c.id == attendance.c.employee_id
    )
    rows = rows.where(attendance.c.training_id == entry)
    if on is not None:
        rows = rows.where(attendance.c.held_on == on)
    return list(connection.execute(rows.order_by(employee.c.name, employee.c.id, attendance.c.held_on)))


def mark_of(connection: Connection, entry: UUID) -> Row[Any] | None:
    """The row of one person at one session on one day."""
    return connection.execute(select(attendance).where(attendance.c.id == entry)).first()


def employee_by_badge(connection: Connection, badge: str) -> Row[Any] | None:
    """The active employee with a badge."""
    mine = select(employee).where(employee.c.badge == badge, employee.c.badge != "", employee.c.active)
    return connection.execute(mine.limit(1)).first()


def employee_of(connection: Connection, entry: UUID) -> Row[Any] | None:
    """One employee's row."""
    return connection.execute(select(employee).where(employee.c.id == entry)).first()


def all_employees(connection: Connection) -> list[Row[Any]]:
    """Everybody who is or was an employee."""
    return list(connection.execute(select(employee.c.id, employee.c.name, employee.c.unit)))


def everybody(connection: Connection) -> list[Row[Any]]:
    """All active employees."""
    return list(connection.execute(select(employee).where(employee.c.active).order_by(employee.c.id)))


def employees(connection: Connection, text: str, units: Sequence[str] = ()) -> list[Row[Any]]:
    """The active employees whom a text finds, of some units or of all, by name, at most LISTED."""
    rows = select(employee).where(employee.c.active, *holds(employee.c.search, text))
    if units:
        rows = rows.where(employee.c.unit.in_(units))
    return list(connection.execute(rows.order_by(employee.c.name, employee.c.id).limit(LISTED)))
