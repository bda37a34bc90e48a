"""Attendance at the door: who came and left, marked by scan or by name, corrected with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from desk.db import training_lists
from desk.db.store import Connection
from desk.lang import collation_key, now
from desk.records.appeal_steps import YesNo
from desk.records.attendance import AttendanceCorrection, AttendanceFact, Mark, Means, attendance_id
from desk.records.training import TrainingForm
from desk.usecases.acts import keep_copies, signed
from desk.usecases.desk import Desk
from desk.usecases.employees import Employee, employee
from desk.usecases.entries import Written, append, heads_of


@dataclass(frozen=True)
class Attended:
    """One person at one session on one day, as the marks have it."""

    employee: Employee
    on: date
    present: bool
    walk_in: bool
    came_at: time | None
    left_at: time | None
    late: bool
    left_early: bool
    contested: bool


@dataclass(frozen=True)
class Marked:
    """What a mark at the door came to; `again` when the same had been marked before."""

    employee: Employee
    act: Mark
    at: time | None
    walk_in: bool = False
    again: bool = False
    warning: str = ""


def _time(text: str) -> time | None:
    return time.fromisoformat(text) if text else None


def attended(session: TrainingForm, row: Row[Any]) -> Attended:
    """A row of marks beside the times of its session."""
    came, left = _time(row.came_at), _time(row.left_at)
    return Attended(
        Employee(row.employee_id, row.name, row.unit, row.badge),
        row.held_on,
        row.present,
        row.walk_in,
        came,
        left,
        bool(session.starts_at and came and came > session.starts_at),
        bool(session.ends_at and left and left < session.ends_at),
        row.contested,
    )


def attendance_of(
    desk: Desk, training: UUID, session: TrainingForm, on: date | None = None
) -> list[Attended]:
    """Everybody who was marked at a session, on one day or on all, by name; those taken back too."""
    with desk.store.read() as connection:
        rows = training_lists.present_at(connection, training, on)
    found = [attended(session, row) for row in rows]
    return sorted(found, key=lambda row: (collation_key(row.employee.name), row.on))


def is_walk_in(session: TrainingForm, who: Employee) -> bool:
    """Whether nobody had expected them: the session names units, and theirs is not among them."""
    return bool(session.units) and who.unit not in session.units


def mark(
    desk: Desk,
    training: UUID,
    session: TrainingForm,
    who: Employee,
    act: Mark,
    means: Means,
    *,
    at: time | None = None,
    on: date | None = None,
    walk_in: bool | None = None,
) -> Marked:
    """Mark that somebody came or left: now, or on another day, with its time where that is known.

    Who has come already is not marked again. Raises StoreFailed; nothing is then written.
    """
    moment = now()
    day = on or moment.date()
    clock = at or (moment.time().replace(microsecond=0) if day == moment.date() else None)
    unexpected = is_walk_in(session, who) if walk_in is None else walk_in
    done = Marked(who, act, clock, unexpected)
    with desk.store.write() as connection:
        if act is Mark.came and _is_there(connection, training, who.id, day):
            return replace(done, again=True)
        fact = _mark(desk, connection, training, who.id, day, act, means, clock, unexpected)
        written = append(desk, connection, [("attendance.marked", fact)])
    return replace(done, warning=keep_copies(desk, *written))


def mark_list(
    desk: Desk,
    training: UUID,
    session: TrainingForm,
    people: Sequence[Employee],
    on: date,
    at: time | None = None,
) -> int:
    """Mark everybody on a list as having come, in one transaction; how many were not marked before.

    Raises StoreFailed; nothing is then written.
    """
    with desk.store.write() as connection:
        fresh = [who for who in people if not _is_there(connection, training, who.id, on)]
        facts = [
            _mark(
                desk,
                connection,
                training,
                who.id,
                on,
                Mark.came,
                Means.imported,
                at,
                is_walk_in(session, who),
            )
            for who in {who.id: who for who in fresh}.values()
        ]
        written = append(desk, connection, [("attendance.marked", fact) for fact in facts])
    keep_copies(desk, *written)
    return len(facts)


def _mark(
    desk: Desk,
    connection: Connection,
    training: UUID,
    who: UUID,
    day: date,
    act: Mark,
    means: Means,
    clock: time | None,
    walk_in: bool,
) -> AttendanceFact:
    entry = attendance_id(training, who, day)
    return AttendanceFact(
        entry=entry,
        act=act,
        training=training,
        employee=who,
        on=day,
        means=means,
        walk_in=walk_in,
        came_at=clock if act is Mark.came else None,
        left_at=clock if act is Mark.left else None,
        after=heads_of(connection, entry),
        **signed(desk),
    )


def _is_there(connection: Connection, training: UUID, who: UUID, day: date) -> bool:
    row = training_lists.mark_of(connection, attendance_id(training, who, day))
    return row is not None and bool(row.present)


def correct_mark(
    desk: Desk, training: UUID, who: UUID, on: date, form: AttendanceCorrection, seen: Sequence[UUID]
) -> Written:
    """Write what is so after all, with the reason, in the knowledge of the marks `seen`.

    Raises LookupError for an unknown employee, and StoreFailed.
    """
    if employee(desk, who) is None:
        raise LookupError(who)
    with desk.store.write() as connection:
        row = training_lists.mark_of(connection, attendance_id(training, who, on))
        fact = AttendanceFact(
            entry=attendance_id(training, who, on),
            act=Mark.corrected,
            training=training,
            employee=who,
            on=on,
            present=form.present is YesNo.yes,
            walk_in=bool(row and row.walk_in),
            came_at=form.came_at,
            left_at=form.left_at,
            reason=form.reason,
            after=list(seen),
            **signed(desk),
        )
        written = append(desk, connection, [("attendance.corrected", fact)])
    return Written(fact.entry, written[0].n, keep_copies(desk, *written))


def marks_seen(desk: Desk, training: UUID, who: UUID, on: date) -> list[UUID]:
    """The newest marks of a person at a session on a day: what a correction is written in knowledge of."""
    with desk.store.read() as connection:
        return heads_of(connection, attendance_id(training, who, on))
