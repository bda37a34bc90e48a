"""What a year's report is computed from, as the registers have it."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from desk.db import case_lists
from desk.records.council_states import CouncilState
from desk.records.council_steps import Decision
from desk.records.measure import Measure
from desk.records.plan import Clause, Plan, order
from desk.usecases.desk import Desk
from desk.usecases.entries import Entry
from desk.usecases.measures import measures_of
from desk.usecases.surveys import Outcome, outcomes_of_year
from desk.usecases.trainings import Compared, TrainingEntry, stated_beside, trainings_of

T = TypeVar("T")
Done = Entry[Measure]
_SENT = {CouncilState.sent, CouncilState.executed, CouncilState.closed}
_DECLINED = ("out_of_remit", "not_first_considered")


@dataclass(frozen=True)
class Complaint:
    """A complaint to the Appeals Council, as far as a report may tell of it."""

    id: UUID
    number: str
    received_on: date
    declined: bool
    decided: bool
    forwarded: bool


@dataclass
class Material:
    """Everything that one year's report is computed from, by clause where it has one."""

    year: int
    plan: Plan
    measures: dict[str, list[Done]] = field(default_factory=dict)
    sessions: dict[str, list[TrainingEntry]] = field(default_factory=dict)
    stated: dict[str, list[Compared]] = field(default_factory=dict)
    surveys: dict[str, list[Outcome]] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)

    def clauses(self) -> list[Clause]:
        """The plan's clauses of the year; behind them any other that something was entered under."""
        planned = self.plan.of_year(self.year)
        known = {clause.number for clause in planned}
        used = {*self.measures, *self.sessions, *self.surveys} - known - {""}
        return planned + [Clause(number=number, headings={}) for number in sorted(used, key=order)]


def _measures(desk: Desk, material: Material) -> None:
    material.measures = _by_clause((one.form.clause, one) for one in measures_of(desk, material.year))


def _sessions(desk: Desk, material: Material) -> None:
    material.sessions = _by_clause((one.form.clause or "", one) for one in trainings_of(desk, material.year))


def _stated(desk: Desk, material: Material) -> None:
    material.stated = _by_clause((one.clause, one) for one in stated_beside(desk, material.year))


def _surveys(desk: Desk, material: Material) -> None:
    with desk.store.read() as connection:
        found = outcomes_of_year(connection, material.year)
    material.surveys = _by_clause((one.survey.clause, one) for one in found)


def _complaints(desk: Desk, material: Material) -> None:
    with desk.store.read() as connection:
        rows = case_lists.received_in(connection, "council", material.year)
    material.complaints = [
        Complaint(
            row.id,
            row.number,
            row.received_on,
            row.outcome in _DECLINED,
            row.outcome in set(Decision),
            bool(row.forwarded) and row.state in _SENT,
        )
        for row in rows
    ]


READERS: tuple[Callable[[Desk, Material], None], ...] = (
    _measures,
    _sessions,
    _stated,
    _surveys,
    _complaints,
)
"""Read one after the other, so that a save between two of them need not wait for all."""


def _by_clause(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for clause, one in pairs:
        found[clause].append(one)
    return dict(found)
