"""Plans as tables: every clause once, with its headings, and those that the report of 2018 answers."""

from datetime import date

import pytest

from central.sample.catalogue import plans as sample_plans
from desk.records.plan import Clause, Plan
from desk.rules.plans import plans

EVERY = [*plans(), *sample_plans()]
OF_2018 = ["1.1", "1.3", "2.4", "4.1.1", "4.2.1", "4.2.2", "5.6", "8.6", "8.7", "10.1", "10.2", "10.4"]


@pytest.mark.parametrize("plan", EVERY, ids=lambda plan: plan.code)
def test_every_clause_stands_once_with_a_heading_in_each_language(plan: Plan) -> None:
    numbers = [clause.number for clause in plan.clauses]
    assert len(numbers) == len(set(numbers))
    assert all(clause.headings.keys() == {"az", "ru", "en"} for clause in plan.clauses)
    assert {clause.levels for clause in plan.clauses} == {2, 3}
    assert plan.names.keys() == {"az", "ru", "en"}
    assert plan.due_basis


def test_clauses_of_2018_are_those_of_its_report_in_their_order() -> None:
    (plan,) = plans()
    numbers = [clause.number for clause in plan.of_year(2018)]
    assert numbers == [*OF_2018, "11.1", "11.2", "11.5", "11.6"]
    assert plan.due_on(2018) == date(2018, 12, 30)
    assert not plan.due_verified


def test_plans_of_other_years_have_other_clauses() -> None:
    years = [{clause.number for clause in plan.clauses} for plan in EVERY]
    assert len(EVERY) == 2
    assert not years[0] & years[1]
    assert not any(
        one.covers(year) and other.covers(year) for one, other in [EVERY] for year in range(2010, 2030)
    )


def test_clause_counts_only_in_the_years_in_which_it_is_in_force() -> None:
    clause = Clause(number="6.2", headings={}, valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 1))
    assert [clause.covers(year) for year in (2025, 2026, 2027)] == [False, True, False]
