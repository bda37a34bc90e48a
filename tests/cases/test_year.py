"""A year of appeals played through the use cases: the register's counts are the generator's own."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from uuid import UUID

import pytest
import time_machine

from central.appeals import appeal_counts
from central.references import set_references
from central.sample.appeals import PlannedAppeal, appeals
from desk.db import case_lists
from desk.lang import BAKU
from desk.records.appeal_steps import FORMS
from desk.records.reference import CalendarDay
from desk.usecases.desk import Desk
from desk.usecases.register_case import register_appeal
from desk.usecases.take_step import take_step
from tests.central.world import World
from tests.sync.house import House

SEED, YEAR, COUNT = 888, 2018, 120
COLUMNS = ("kind", "outcome", "late", "forwarded", "extended")
pytestmark = pytest.mark.usefixtures("time_passes")


def expected(plans: Sequence[PlannedAppeal]) -> Counter[tuple[object, ...]]:
    return Counter(
        (str(p.card.kind), "" if p.forwarded else p.outcome, p.late, p.forwarded, p.extended) for p in plans
    )


def counted(desk: Desk) -> Counter[tuple[object, ...]]:
    with desk.store.read() as connection:
        return Counter(case_lists.tally(connection, "appeal", *COLUMNS))


def play(
    plans: Sequence[PlannedAppeal], desk_of: Callable[[int], Desk], evening: Callable[[int], None]
) -> None:
    """Every act on its day, in the order of the year; `evening` follows each day with acts."""
    acts = [(plan.received, n, 0) for n, plan in enumerate(plans)]
    for n, plan in enumerate(plans):
        acts += [(move.on, n, place) for place, move in enumerate(plan.moves, 1)]
    cases: dict[int, UUID] = {}
    for number, (day, some) in enumerate(groupby(sorted(acts), key=lambda act: act[0])):
        with time_machine.travel(datetime.combine(day, time(9), BAKU), tick=True):
            for _day, n, place in some:
                if not place:
                    cases[n] = register_appeal(desk_of(n), plans[n].card, ("appeal_anonymous",)).case_id
                    continue
                move = plans[n].moves[place - 1]
                form = FORMS[move.act].model_validate(move.said)
                take_step(desk_of(n), cases[n], move.act, form)
        evening(number)


def test_generator_is_the_same_for_the_same_seed() -> None:
    assert list(appeals(SEED, YEAR, 30)) == list(appeals(SEED, YEAR, 30))
    assert list(appeals(SEED, YEAR, 30)) != list(appeals(SEED + 1, YEAR, 30))


def test_year_is_counted_as_it_was_made(desk: Desk) -> None:
    plans = list(appeals(SEED, YEAR, COUNT))
    play(plans, lambda n: desk, lambda day: None)
    assert counted(desk) == expected(plans)
    assert sum(plan.late for plan in plans) > 5
    assert {plan.outcome for plan in plans} == set(Counter(plan.outcome for plan in plans))


def test_central_counts_from_its_own_facts_by_its_own_calendar(
    enrolled: Callable[..., House], world: World
) -> None:
    house = enrolled("GNC")
    plans = list(appeals(SEED, YEAR, 12))
    play(plans, lambda n: house.desk, lambda day: None)
    assert appeal_counts(world.db, YEAR) == Counter()
    while house.sync().pending:
        pass
    assert appeal_counts(world.db, YEAR) == expected(plans)
    late = next(plan for plan in plans if plan.late)
    days_off = [late.moves[-1].on - timedelta(days=n) for n in range(25)]
    rows = [CalendarDay(id=on, working=False, note="Qərar", source="test") for on in days_off]
    set_references(world.db, [("calendar_day.set", row) for row in rows])
    assert appeal_counts(world.db, YEAR) != expected(plans)


@pytest.mark.slow
def test_year_of_888_at_three_desks_that_are_offline_by_turns(
    enrolled: Callable[..., House], world: World
) -> None:
    houses = [enrolled(office) for office in ("GNC", "BAK", "GNC")]
    plans = list(appeals(SEED, YEAR, 888))

    def evening(day: int) -> None:
        if day % 7 == 0:
            houses[day // 7 % len(houses)].sync()

    play(plans, lambda n: houses[n % len(houses)].desk, evening)
    for _round in range(2):
        assert all(house.sync().pending == 0 for house in houses)
    assert [counted(house.desk) for house in houses] == [expected(plans)] * len(houses)
    assert appeal_counts(world.db, YEAR) == expected(plans)
    assert appeal_counts(world.db, YEAR + 1) == Counter()
    stored = world.db.execute("select count(*) from record where kind = 'appeal.registered'").fetchone()
    steps = world.db.execute("select count(*) from record where kind = 'appeal.event'").fetchone()
    assert (stored, steps) == ((888,), (sum(len(plan.moves) for plan in plans),))
