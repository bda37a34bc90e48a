"""Training sessions: entering and correcting them, and their totals, computed from the attendance marks."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from desk.db import training_lists
from desk.lang import _, collation_key
from desk.records.base import new_id
from desk.records.entry import EntryAct
from desk.records.errors import Issue
from desk.records.measure_words import Detail, MeasureKind
from desk.records.plan import order
from desk.records.training import TrainingFact, TrainingForm
from desk.usecases.acts import signed
from desk.usecases.desk import Desk
from desk.usecases.employees import find_employees
from desk.usecases.entries import Opened, Written, opened, write
from desk.usecases.measures import sums_of


@dataclass(frozen=True)
class Total:
    """What sessions add up to; `key` is what they were counted by.

    `attended` counts a person once for each session, `persons` once altogether.
    """

    key: str
    sessions: int = 0
    attended: int = 0
    persons: int = 0
    late: int = 0
    left_early: int = 0
    walk_ins: int = 0
    programmes: int = 0


@dataclass(frozen=True)
class TrainingEntry:
    """A session with what its attendance adds up to."""

    id: UUID
    form: TrainingForm
    withdrawn: bool
    contested: bool
    total: Total


@dataclass(frozen=True)
class Compared:
    """A stated total beside the one that is computed from the registers."""

    clause: str
    figure: Detail
    stated: int
    computed: int

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.stated != self.computed


def remarks_on(desk: Desk, form: TrainingForm) -> list[Issue]:
    """What is unusual but may be right: units invited of which no employee is known."""
    unknown = [unit for unit in form.units if not find_employees(desk, units=[unit])]
    return [Issue("units", "unit_unknown", {"unit": "; ".join(unknown)})] if unknown else []


def enter_training(desk: Desk, form: TrainingForm, entry: UUID | None = None) -> Written:
    """Enter a session, under an identifier of its own where one is known. Raises StoreFailed."""
    fact = TrainingFact(act=EntryAct.entered, form=form, entry=entry or new_id(), **signed(desk))
    return write(desk, "training.entered", fact)


def correct_training(desk: Desk, seen: Opened[TrainingForm], form: TrainingForm, reason: str) -> Written:
    """Write what is so instead; raises ValidationError without a reason, and StoreFailed."""
    fact = TrainingFact(
        act=EntryAct.corrected,
        form=form,
        reason=reason,
        entry=seen.id,
        after=list(seen.heads),
        **signed(desk),
    )
    return write(desk, "training.corrected", fact)


def withdraw_training(desk: Desk, seen: Opened[TrainingForm], reason: str) -> Written:
    """Say that a session was not held; raises ValidationError without a reason, and StoreFailed."""
    fact = TrainingFact(
        act=EntryAct.withdrawn, reason=reason, entry=seen.id, after=list(seen.heads), **signed(desk)
    )
    return write(desk, "training.withdrawn", fact)


def open_training(desk: Desk, entry: UUID) -> Opened[TrainingForm]:
    """A session with its history; raises EntryUnknown."""
    return opened(desk, entry, TrainingFact)


def _total(row: Row[Any]) -> Total:
    return Total(**{name: getattr(row, name) for name in Total.__dataclass_fields__})


def totals_of(desk: Desk, year: int, by: str = "clause") -> list[Total]:
    """A year's sessions counted by `by`: a key of desk.db.training_lists.BY, "" for all together.

    The key of a total is the text itself, or the identifier in hex of a person or session.
    """
    with desk.store.read() as connection:
        return [_total(row) for row in training_lists.totals(connection, year, by)]


def named_totals(desk: Desk, year: int, by: str) -> list[Total]:
    """The same for a screen: persons by name and unit, what has no clause or programme said in words."""
    found = totals_of(desk, year, by)
    if by == "person":
        with desk.store.read() as connection:
            names = {
                row.id.hex: f"{row.name}, {row.unit}" for row in training_lists.all_employees(connection)
            }
        named = [replace(total, key=names.get(total.key, total.key)) for total in found]
        return sorted(named, key=lambda total: collation_key(total.key))
    if by == "clause":
        found.sort(key=lambda total: order(total.key) if total.key else ())
    return [total if total.key else replace(total, key=_("(none)")) for total in found]


def _entries(rows: list[Row[Any]], totals: list[Total]) -> list[TrainingEntry]:
    by_id = {total.key: total for total in totals}
    found = []
    for row in rows:
        form = TrainingFact.model_validate_json(row.body).form
        if form is not None:
            total = by_id.get(row.id.hex, Total(row.id.hex))
            found.append(TrainingEntry(row.id, form, row.withdrawn, row.contested, total))
    return found


def trainings_of(desk: Desk, year: int, clause: str = "") -> list[TrainingEntry]:
    """The sessions of a year that count, of one clause or of all, the earliest first."""
    with desk.store.read() as connection:
        rows = training_lists.of_year(connection, year, clause)
    return _entries(rows, totals_of(desk, year, "training"))


def find_trainings(desk: Desk, year: int, text: str = "") -> list[TrainingEntry]:
    """What the screen lists, at most 200, withdrawn ones too."""
    with desk.store.read() as connection:
        rows = training_lists.listed(connection, year, text)
    return _entries(rows, totals_of(desk, year, "training"))


def stated_beside(desk: Desk, year: int) -> list[Compared]:
    """Every total that was stated for a year's trainings, beside what the registers give, by clause."""
    computed = {total.key: total for total in totals_of(desk, year, "clause")}
    found = []
    for said in sums_of(desk, year):
        if said.kind is not MeasureKind.stated_total or said.detail is None or said.quantity is None:
            continue
        total = computed.get(said.clause, Total(said.clause))
        figure = {
            Detail.sessions: total.sessions,
            Detail.employees: total.attended,
            Detail.programmes: total.programmes,
        }
        found.append(Compared(said.clause, said.detail, int(said.quantity), figure[said.detail]))
    return sorted(found, key=lambda one: (order(one.clause), one.figure))
