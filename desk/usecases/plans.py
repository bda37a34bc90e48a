"""The action plan of a year, from the program's own tables or from central, and its clauses."""

from datetime import date

from desk.db import measure_lists, references, training_lists
from desk.lang import _, day, in_language, today
from desk.records.plan import Clause, Plan, order
from desk.rules.plans import plans
from desk.usecases.desk import Desk

LINE = 68
"""Cells of a line in a list to choose from."""


def plans_of(desk: Desk) -> list[Plan]:
    """Every plan that is known, the oldest first; central's word on a plan replaces the program's."""
    with desk.store.read() as connection:
        told = references.every(connection, "plan.set", Plan)
    known = {plan.code: plan for plan in (*plans(), *told)}
    return sorted(known.values(), key=lambda plan: plan.valid_from)


def plan_of(desk: Desk, year: int) -> Plan | None:
    """The plan of a year, the newest where several cover it; None where none does."""
    return next((plan for plan in reversed(plans_of(desk)) if plan.covers(year)), None)


def clauses_of(desk: Desk, year: int) -> list[Clause]:
    """The clauses in force in a year, in the order of their numbers; none without a plan."""
    plan = plan_of(desk, year)
    return plan.of_year(year) if plan else []


def clause_names(desk: Desk, year: int | None = None) -> dict[str, str]:
    """Number -> number and heading in the language in use, of a year or of all plans (the newest counts)."""
    if year is None:
        clauses = [clause for plan in plans_of(desk) for clause in plan.clauses]
    else:
        clauses = clauses_of(desk, year)
    found = {clause.number: clause for clause in clauses}
    return {key: _short(key, in_language(found[key].headings)) for key in sorted(found, key=order)}


def _short(number: str, heading: str) -> str:
    """Both in one line of a list."""
    text = f"{number} {heading}"
    return text if len(text) <= LINE else f"{text[: LINE - 1]}…"


def years_of(desk: Desk) -> list[int]:
    """Every year that has a plan or an entry, the newest first; this year always."""
    with desk.store.read() as connection:
        found = {today().year, *measure_lists.years(connection), *training_lists.years(connection)}
    for plan in plans_of(desk):
        found.update(range(plan.valid_from.year, plan.valid_until.year + 1))
    return sorted(found, reverse=True)


def due_text(plan: Plan, year: int, now: date) -> str:
    """When the report of a year is due, with `*` where no text that was read gives the day."""
    on = plan.due_on(year)
    mark = "" if plan.due_verified else " *"
    told = _("{date}{mark} past") if on < now else _("{date}{mark}")
    return told.format(date=day(on), mark=mark)
