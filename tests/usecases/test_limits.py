"""Offline limits: warned, refused, lifted by a supervisor with a reason; delivery is never limited."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from pydantic import ValidationError

from desk.db import changes, cursors
from desk.db.file import StoreRefused
from desk.db.log_tables import ChangeState
from desk.records.base import utc_now
from desk.usecases import limits
from desk.usecases.desk import Clock, Desk
from desk.usecases.limits import Function, Level, LimitReached, NotSupervisor
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import enter
from tests.central.world import World
from tests.desks import CLERK, SUPERVISOR, Made, form
from tests.sync.house import House


def heard(desk: Desk, hours: float) -> None:
    """Central was last heard so long ago."""
    with desk.store.write() as connection:
        cursors.move(connection, "all", uuid4(), 1, utc_now() - timedelta(hours=hours))


def level(desk: Desk, function: Function = Function.intake) -> Level:
    return limits.standing(desk, function).level


@pytest.fixture
def chief(desk: Desk) -> Desk:
    return enter(desk, SUPERVISOR)


@pytest.mark.parametrize(
    ("hours", "found"), [(0, "fine"), (71, "fine"), (72.1, "warned"), (167, "warned"), (168.1, "refused")]
)
def test_intake_is_warned_and_then_refused_by_the_time_since_central_was_heard(
    desk: Desk, hours: float, found: str
) -> None:
    heard(desk, hours)
    assert level(desk) == found


def test_a_refused_function_says_so_in_a_sentence_with_the_age(desk: Desk) -> None:
    heard(desk, 24 * 8)
    with pytest.raises(LimitReached) as reached:
        limits.require(desk, Function.intake)
    assert limits.sentence_of(reached.value.standing).startswith("No contact with central for 8 days: ")
    assert limits.header_words(desk) == "8 days alone"
    heard(desk, 1)
    assert limits.sentence_of(limits.require(desk, Function.intake)) == ""
    assert limits.header_words(desk) == ""


def test_only_a_supervisor_lifts_it_with_a_reason_and_the_log_says_so(chief: Desk, desk: Desk) -> None:
    heard(desk, 24 * 8)
    with pytest.raises(NotSupervisor):
        limits.override(desk, Function.intake, "because")
    with pytest.raises(ValidationError):
        limits.override(chief, Function.intake, "  ")
    assert level(desk) is Level.refused
    limits.override(chief, Function.intake, "line cut by the flood")
    assert level(desk) is Level.overridden
    assert limits.require(desk, Function.intake).until is not None
    with desk.store.read() as connection:
        written = changes.newest(connection, 1)[0]
    told = json.loads(written.body)
    assert (written.kind, told["clerk"], told["reason"], told["age_hours"]) == (
        "limit.overridden",
        SUPERVISOR.id,
        "line cut by the flood",
        24 * 8,
    )


def test_a_supervisors_word_ends(chief: Desk) -> None:
    heard(chief, 24 * 8)
    limits.override(chief, Function.intake, "flood")
    assert level(chief) is Level.overridden
    with time_machine.travel(utc_now() + timedelta(hours=25)):
        assert level(chief) is Level.refused


def test_a_supervisor_lifts_it_at_a_clerks_desk_with_their_own_password(made: Made, desk: Desk) -> None:
    heard(desk, 24 * 8)
    ask: Any = lambda person, password: limits.override_by(  # noqa: E731
        made.settings, desk, person, password, Function.intake, "flood"
    )
    with pytest.raises(StoreRefused):
        ask(SUPERVISOR.id, "wrong")
    with pytest.raises(NotSupervisor):
        ask(CLERK.id, DEMO_PASSWORD)
    assert level(desk) is Level.refused
    ask(SUPERVISOR.id, DEMO_PASSWORD)
    assert level(desk) is Level.overridden
    assert [person.id for person in limits.supervisors(made.settings)] == [SUPERVISOR.id]


def test_i15_a_clock_set_back_makes_nothing_fresh(desk: Desk) -> None:
    start = utc_now()
    heard(desk, 0)
    with time_machine.travel(start + timedelta(hours=169), tick=False):
        register_visit(desk, form())
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        assert level(desk) is Level.refused


def test_i15_within_one_run_not_even_an_unwritten_hour_is_taken_back() -> None:
    clock, start = Clock(), utc_now()
    with time_machine.travel(start + timedelta(hours=5)):
        later = clock.now()
    assert clock.now() >= later
    clock.offset = 7
    assert clock.now() < later, "central's own word counts"


def test_delivery_is_never_limited_and_a_contact_ends_the_limit(house: House, world: World) -> None:
    house.register()
    heard(house.desk, 24 * 30)
    assert level(house.desk) is Level.refused
    assert house.sync().online
    assert house.states() == [ChangeState.acknowledged]
    assert level(house.desk) is Level.fine


def test_what_a_supervisor_allowed_reaches_central(house: House, world: World) -> None:
    from desk.records.reference import Clerk, Role

    heard(house.desk, 24 * 8)
    chief = house.desk.signed_in(Clerk(id="clerk-GNC", name="Nümunə", office="GNC", roles=[Role.supervisor]))
    limits.override(chief, Function.intake, "flood")
    house.sync()
    assert house.states() == [ChangeState.acknowledged]
    assert world.count("select count(*) from record where entity = 'limit'") == 1
