"""From the rows of a sheet to forms and their entries; each wrong cell is told by row and column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from desk.lang import N_, _, fold, language, today
from desk.records.base import Record
from desk.records.choices import LABELS, choice_of
from desk.records.entry import key_id
from desk.records.errors import Issue, issues
from desk.records.measure import MeasureForm
from desk.records.text import parts_of
from desk.records.training import EmployeeForm, TrainingForm
from desk.usecases.door import TO_COME
from desk.usecases.employees import Employee, employee_id
from desk.usecases.sheets import SheetRow

ATTENDED = "attended"
"""The column of a training that lists who was there: badges or names, `;` between them."""
KEY = "key"
"""The column that tells two otherwise equal rows apart."""
FORMS: dict[str, type[Record]] = {
    "measures": MeasureForm,
    "trainings": TrainingForm,
    "employees": EmployeeForm,
}
COLUMN_UNKNOWN = N_("There is no such column.")
SAME_AS_ROW = N_("The same as row {row}; the column “key” tells equal rows apart.")
NOT_KNOWN = N_("Nobody here has this badge or name: {text}")


@dataclass(frozen=True)
class RowIssue:
    """What is wrong with a row: its number, the column, the reason in the language in use."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Item:
    """A row that is right: the entry that it means, what it says of it, and who was there."""

    row: int
    entry: UUID
    form: Record
    attended: tuple[Employee, ...] = ()


@lru_cache(maxsize=8)
def _columns(what: str, _spoken: str) -> dict[str, str]:
    """Heads of columns, folded -> names of fields: the names themselves, and the titles in the language."""
    fields = FORMS[what].model_fields
    found = {fold(_(info.title or name)): name for name, info in fields.items()}
    extra = {"measures": [KEY], "trainings": [KEY, ATTENDED], "employees": []}[what]
    return found | {fold(name): name for name in (*fields, *extra)}


def unknown_columns(what: str, rows: Sequence[SheetRow]) -> list[RowIssue]:
    """The columns of a sheet that mean nothing, told once."""
    known = _columns(what, language())
    heads = dict.fromkeys(head for row in rows for head in row.cells)
    return [RowIssue(1, head, _(COLUMN_UNKNOWN)) for head in heads if fold(head) not in known]


def _coded(form: type[Record], cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells with the labels of choices turned into their codes."""
    found = dict(cells)
    for name, kind in choice_of(form).items():
        text = fold(str(found.get(name, "")))
        codes = {fold(_(label)): code for code, label in LABELS[kind].items()}
        codes |= {fold(code): code for code in LABELS[kind]}
        found[name] = codes.get(text, found.get(name, ""))
    return {name: value for name, value in found.items() if value not in ("", [])}


def items(
    what: str, rows: Sequence[SheetRow], people: Mapping[str, Employee]
) -> tuple[list[Item], list[RowIssue]]:
    """The rows that are right, and what is wrong with the others; `people` by badge and by name, folded."""
    known, found, wrong = _columns(what, language()), list[Item](), list[RowIssue]()
    seen: dict[UUID, int] = {}
    for row in rows:
        heads = {known[fold(head)]: head for head in row.cells if fold(head) in known}
        cells = {name: row.cells[head] for name, head in heads.items()}
        key, attended = cells.pop(KEY, ""), cells.pop(ATTENDED, "")
        try:
            form = FORMS[what].model_validate(_coded(FORMS[what], cells))
        except ValidationError as error:
            wrong += [_told(row, heads, issue) for issue in issues(error)]
            continue
        entry = _entry(form, key)
        there, missing = _attended(attended, people)
        if entry in seen:
            wrong.append(RowIssue(row.number, "", _(SAME_AS_ROW).format(row=seen[entry])))
        elif missing:
            text = _(NOT_KNOWN).format(text=", ".join(missing))
            wrong.append(RowIssue(row.number, heads[ATTENDED], text))
        elif there and isinstance(form, TrainingForm) and form.starts_on > today():
            wrong.append(RowIssue(row.number, heads[ATTENDED], _(TO_COME)))
        else:
            found.append(Item(row.number, entry, form, there))
        seen.setdefault(entry, row.number)
    return found, wrong


def _told(row: SheetRow, heads: Mapping[str, str], issue: Issue) -> RowIssue:
    return RowIssue(row.number, heads.get(issue.field, issue.field), issue.text)


def _attended(said: object, people: Mapping[str, Employee]) -> tuple[tuple[Employee, ...], list[str]]:
    names = [str(one) for one in parts_of(said) or []] if isinstance(said, list | str) else []
    there = {name: people.get(fold(name)) for name in names}
    missing = [name for name, who in there.items() if who is None]
    return tuple(who for who in there.values() if who is not None), missing


def _entry(form: Record, key: object) -> UUID:
    """The entry that a row means: by its key where it has one, else by what makes such entries different."""
    if isinstance(form, EmployeeForm):
        return employee_id(form)
    if key:
        return key_id(type(form).__name__, key)
    if isinstance(form, TrainingForm):
        return key_id("training", form.topic, form.starts_on, form.starts_at, form.host, form.place)
    if isinstance(form, MeasureForm):
        parts = ("|".join(sorted(part)) for part in (form.places, form.partners, form.channels))
        said = (form.clause, form.kind, form.detail, form.year, form.starts_on, form.title)
        return key_id("measure", *said, *parts)
    raise TypeError(type(form).__name__)
