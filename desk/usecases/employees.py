"""The employees who attend trainings: set when they come, change units or leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from desk.db import training_lists
from desk.db.store import Connection
from desk.records.entry import EntryAct, key_id
from desk.records.training import EmployeeFact, EmployeeForm
from desk.usecases.acts import keep_copies, signed
from desk.usecases.desk import Desk
from desk.usecases.entries import append, heads_of


@dataclass(frozen=True)
class Employee:
    """An employee as the lists show them."""

    id: UUID
    name: str
    unit: str
    badge: str
    contested: bool = False


def employee_id(form: EmployeeForm) -> UUID:
    """Who is meant: the holder of the badge, else the person of that name in that unit."""
    return key_id("badge", form.badge) if form.badge else key_id("employee", form.name, form.unit)


def set_employee(desk: Desk, form: EmployeeForm, entry: UUID | None = None) -> UUID:
    """Write who an employee is from now on; the same again writes nothing. Raises StoreFailed."""
    who = entry or employee_id(form)
    with desk.store.write() as connection:
        known = training_lists.employee_of(connection, who)
        if known and EmployeeFact.model_validate_json(known.body).form == form and not known.contested:
            return who
        written = append(desk, connection, [("employee.set", employee_of(desk, connection, who, form))])
    keep_copies(desk, *written)
    return who


def employee_of(desk: Desk, connection: Connection, who: UUID, form: EmployeeForm) -> EmployeeFact:
    """The version that says who an employee is from now on."""
    before = heads_of(connection, who)
    act = EntryAct.corrected if before else EntryAct.entered
    return EmployeeFact(act=act, form=form, entry=who, after=before, **signed(desk))


def _employee(row: Row[Any]) -> Employee:
    return Employee(row.id, row.name, row.unit, row.badge, row.contested)


def find_employees(desk: Desk, text: str = "", units: Sequence[str] = ()) -> list[Employee]:
    """The active employees whom a text finds, of some units or of all, by name, at most 200."""
    with desk.store.read() as connection:
        return [_employee(row) for row in training_lists.employees(connection, text, units)]


def by_badge(desk: Desk, badge: str) -> Employee | None:
    """The active employee with a badge, or None."""
    with desk.store.read() as connection:
        row = training_lists.employee_by_badge(connection, badge)
    return _employee(row) if row else None


def employee(desk: Desk, who: UUID) -> Employee | None:
    """One employee, or None for somebody unknown here."""
    with desk.store.read() as connection:
        row = training_lists.employee_of(connection, who)
    return _employee(row) if row else None
