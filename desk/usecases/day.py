"""The day as the desk knows it: its visits with their state, and the numbers of the home screen."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from desk.db import changes, visits
from desk.db.log_tables import ChangeState
from desk.lang import N_, _, fold
from desk.records.errors import sentence
from desk.usecases.desk import Desk

STATES = {
    ChangeState.pending: N_("written here, unsent"),
    ChangeState.blocked: N_("waits behind a rejected one"),
    ChangeState.rejected: N_("rejected: {reason}"),
    ChangeState.acknowledged: N_("at central, no. {n}"),
    ChangeState.superseded: N_("replaced by a corrected one"),
}


def state_text(state: ChangeState | None, result: str, feed_n: int | None) -> str:
    """Where a change stands, in words; a record of another desk was applied before it came here."""
    if state is None:
        return _(STATES[ChangeState.acknowledged]).format(n=feed_n)
    answer = json.loads(result) if result else {}
    reason = sentence(answer.get("code", ""), answer.get("context", {})) if answer.get("code") else ""
    return _(STATES[ChangeState(state)]).format(n=feed_n, reason=reason)


@dataclass(frozen=True)
class VisitLine:
    """A visit in the day's list."""

    number: str
    at: datetime
    name: str
    procedure: str
    clerk: str
    state: str
    own: bool


@dataclass(frozen=True)
class DayNumbers:
    """The numbers of the home screen."""

    visits: int
    own_visits: int


def _name(row: Row[Any]) -> str:
    return " ".join(part for part in (row.surname, row.given_name, row.patronymic) if part)


def line_of(row: Row[Any]) -> VisitLine:
    """A line of the list from a row of desk.db.visits."""
    return VisitLine(
        row.number,
        row.registered_at,
        _name(row),
        row.procedure,
        row.clerk_name,
        _visit_state(row),
        row.change_n is not None,
    )


def _visit_state(row: Row[Any]) -> str:
    """Where the visit stands: a correction that is not settled comes before the registration."""
    if row.contested:
        return _("two corrections differ")
    if row.edited and row.state in (None, ChangeState.acknowledged):
        return _("corrected, unconfirmed")
    return state_text(row.state, row.result or "", row.feed_n)


def visits_of(desk: Desk, day: date, name: str = "") -> list[VisitLine]:
    """The visits of a day, of those whom a part of a name means, the newest first, at most 200."""
    with desk.store.read() as connection:
        rows = visits.of_day(connection, day, fold(name))
    return [line_of(row) for row in rows]


def visit_state(desk: Desk, change_n: int) -> str:
    """Where the change of that number stands, in words."""
    with desk.store.read() as connection:
        row = changes.one(connection, change_n)
    return state_text(row.state, row.result, row.feed_n)


def day_numbers(desk: Desk, day: date) -> DayNumbers:
    """How many visits of a day are known, and how many are this desk's."""
    with desk.store.read() as connection:
        return DayNumbers(
            visits.count_of_day(connection, day), visits.count_of_day(connection, day, own=True)
        )


def numbers_text(numbers: DayNumbers) -> str:
    """The day's numbers, a line each for desk and office."""
    return _("Visits today: {own} at this desk,\n{all} known at the office.").format(
        own=numbers.own_visits, all=numbers.visits
    )
