"""The papers of a training session: the sheet of who was there, certificates for one person or for all."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from desk.db import references
from desk.documents.paper import Paper
from desk.documents.training import Line, attendance_sheet, certificates, clock_text
from desk.lang import collation_key, day, today
from desk.records.attendance import attendance_id
from desk.records.reference import Office
from desk.records.training import TrainingForm
from desk.usecases.attendance import Attended, attendance_of
from desk.usecases.desk import Desk
from desk.usecases.employees import find_employees
from desk.usecases.entries import Opened
from desk.usecases.papers import NumberUnknown

SHEET, CERTIFICATE = "attendance-sheet", "certificate"


def _office(desk: Desk) -> dict[str, str]:
    with desk.store.read() as connection:
        offices = references.every(connection, "office.set", Office)
    code = desk.identity.office
    return next((one.names for one in reversed(offices) if one.code == code), {"az": code})


def sheet_of(desk: Desk, seen: Opened[TrainingForm], on: date) -> Paper:
    """The attendance sheet of a session's day: who was marked, and who is invited and was not."""
    session = seen.form
    marked = [row for row in attendance_of(desk, seen.id, session, on) if row.present]
    lines: list[Line] = [
        (row.employee.name, row.employee.unit, clock_text(row.came_at), clock_text(row.left_at))
        for row in marked
    ]
    came = {row.employee.id for row in marked}
    invited = find_employees(desk, units=session.units) if session.units else []
    lines += [(who.name, who.unit, "", "") for who in invited if who.id not in came]
    lines.sort(key=lambda line: collation_key(line[0]))
    office, clerk, printed_on = _office(desk), desk.clerk.name, today()
    return Paper(
        SHEET, day(on), lambda language: attendance_sheet(session, lines, office, clerk, language, printed_on)
    )


def certificates_of(desk: Desk, seen: Opened[TrainingForm], who: UUID | None = None) -> Paper:
    """The certificate of one person, or of everybody who was there; NumberUnknown where nobody was.

    A session that was withdrawn was not held.
    """
    there = [] if seen.withdrawn else attendance_of(desk, seen.id, seen.form)
    rows = [row for row in there if row.present]
    people = _people(seen.id, [row for row in rows if who in (None, row.employee.id)])
    if not people:
        raise NumberUnknown(day(seen.form.starts_on))
    office, session, printed_on = _office(desk), seen.form, today()
    number = people[0][2] if who else day(session.starts_on)
    return Paper(
        CERTIFICATE, number, lambda language: certificates(session, people, office, language, printed_on)
    )


def _people(training: UUID, rows: Sequence[Attended]) -> list[tuple[str, str, str]]:
    """One a person, by name: name, unit, and the identifier of their attendance on the first day."""
    first: dict[UUID, Attended] = {}
    for row in sorted(rows, key=lambda row: row.on):
        first.setdefault(row.employee.id, row)
    found = [
        (row.employee.name, row.employee.unit, str(attendance_id(training, row.employee.id, row.on)))
        for row in first.values()
    ]
    return sorted(found, key=lambda one: collation_key(one[0]))
