"""Importing measures, trainings and employees from a sheet; the same sheet again enters nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from desk.db import entries, training_lists
from desk.db.store import Connection
from desk.lang import N_, _, fold
from desk.records.base import Record
from desk.records.entry import EntryAct, EntryFact, Version
from desk.records.entry import fold as fold_versions
from desk.records.measure import MeasureFact, MeasureForm
from desk.records.training import EmployeeForm, TrainingFact, TrainingForm
from desk.usecases.acts import keep_copies, signed
from desk.usecases.attendance import mark_list
from desk.usecases.desk import Desk
from desk.usecases.employees import Employee, employee_of
from desk.usecases.entries import append
from desk.usecases.import_items import Item, RowIssue, items, unknown_columns
from desk.usecases.measures import measure_of
from desk.usecases.sheets import SheetRow

AT_ONCE = 200
"""Entries in one transaction: the screens of a busy desk never wait long for it."""
DIFFERS = N_("It is there already with other values: correct it on the screen.")
WITHDRAWN = N_("It was withdrawn here: enter it on the screen if it counts after all.")


class Known(StrEnum):
    """How a row stands to what the desk has."""

    new = "new"
    same = "same"
    changed = "changed"
    differs = "differs"
    withdrawn = "withdrawn"


@dataclass
class Imported:
    """What an import came to, or with a dry run would come to."""

    rows: int = 0
    new: int = 0
    same: int = 0
    changed: int = 0
    """Employees that are set anew."""
    marks: int = 0
    """Persons marked at trainings who were not marked before."""
    issues: list[RowIssue] = field(default_factory=list)


def import_rows(desk: Desk, what: str, rows: Sequence[SheetRow], *, dry_run: bool = False) -> Imported:
    """Enter the rows that are right and tell of the others; `what` is a key of import_items.FORMS.

    Raises StoreFailed; what was written until then stays, and is known the next time.
    """
    told = Imported(rows=len(rows), issues=unknown_columns(what, rows))
    found, wrong = items(what, rows, _people(desk) if what == "trainings" else {})
    told.issues += wrong
    right = iter(found)
    while some := list(islice(right, AT_ONCE)):
        _enter(desk, some, told, dry_run=dry_run)
    told.issues.sort(key=lambda issue: issue.row)
    return told


def _enter(desk: Desk, some: list[Item], told: Imported, *, dry_run: bool) -> None:
    with desk.store.write() as connection:
        standing = {item.entry: _standing(connection, item) for item in some}
        due = [item for item in some if standing[item.entry] in (Known.new, Known.changed)]
        facts = [_fact(desk, connection, item) for item in due]
        written = append(desk, connection, facts) if not dry_run else []
    keep_copies(desk, *written)
    for item in some:
        state = standing[item.entry]
        if state in (Known.differs, Known.withdrawn):
            sentence = DIFFERS if state is Known.differs else WITHDRAWN
            told.issues.append(RowIssue(item.row, "", _(sentence)))
            continue
        setattr(told, state, getattr(told, state) + 1)
        told.marks += _mark(desk, item, dry_run=dry_run)


def _mark(desk: Desk, item: Item, *, dry_run: bool) -> int:
    if not item.attended or not isinstance(item.form, TrainingForm):
        return 0
    if dry_run:
        return len({who.id for who in item.attended})
    return mark_list(desk, item.entry, item.form, item.attended, item.form.starts_on)


def _standing(connection: Connection, item: Item) -> Known:
    versions = [one for one in entries.versions_of(connection, item.entry) if isinstance(one, EntryFact)]
    if not versions:
        return Known.new
    said = fold_versions(versions).newest.said
    if said is None:
        return Known.withdrawn
    if {name: getattr(said, name) for name in type(item.form).model_fields} == dict(item.form):
        return Known.same
    return Known.changed if isinstance(item.form, EmployeeForm) else Known.differs


def _fact(desk: Desk, connection: Connection, item: Item) -> tuple[str, Version]:
    form: Record = item.form
    if isinstance(form, MeasureForm):
        return "measure.entered", MeasureFact(
            act=EntryAct.entered, form=measure_of(form), entry=item.entry, **signed(desk)
        )
    if isinstance(form, TrainingForm):
        return "training.entered", TrainingFact(
            act=EntryAct.entered, form=form, entry=item.entry, **signed(desk)
        )
    if not isinstance(form, EmployeeForm):
        raise TypeError(type(form).__name__)
    return "employee.set", employee_of(desk, connection, item.entry, form)


def _people(desk: Desk) -> dict[str, Employee]:
    """Everybody by badge and by name, folded; a name that two have finds neither."""
    with desk.store.read() as connection:
        rows = training_lists.everybody(connection)
    found: dict[str, Employee] = {}
    twice: set[str] = set()
    for row in rows:
        who = Employee(row.id, row.name, row.unit, row.badge)
        name = fold(row.name)
        if name in found:
            twice.add(name)
        found[name] = who
        if row.badge:
            found[fold(row.badge)] = who
    return {text: who for text, who in found.items() if text not in twice}
