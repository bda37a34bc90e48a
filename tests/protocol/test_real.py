"""The driver of the model over the real desk and the real central.

PROTOCOL_REAL sets how many histories, PROTOCOL_SEED the first; `PROTOCOL_REAL=1 PROTOCOL_SEED=n` replays one.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.protocol.driver import play, run
from tests.protocol.invariants import RULES, Rules, When, difference, missing_effect
from tests.protocol.ledger import Ledger
from tests.protocol.model.records import follow
from tests.protocol.real_central import RealCentral
from tests.protocol.real_mutants import (
    COMES_BACK_BEHIND,
    DIES_IN_A_PAGE,
    DIES_IN_A_SNAPSHOT,
    LENGTH,
    MUTANTS,
    SENT_AGAIN_BEHIND,
)
from tests.protocol.real_start import Start
from tests.protocol.real_world import RealWorld
from tests.protocol.wire import Flaw, Kind, Record, State
from tests.protocol.world import Act, Observation, Plan

HISTORIES = int(os.environ.get("PROTOCOL_REAL", "30"))
FIRST_SEED = int(os.environ.get("PROTOCOL_SEED", "1"))


def plain(records: dict[str, Record]) -> dict[str, tuple[str, dict[str, str]]]:
    """What a desk keeps of a visit: its number and fields."""
    return {
        stream: (record.number, dict(record.fields)) for stream, record in records.items() if record.number
    }


def visits_equal(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I6: all desks have the visits of their office as central has them."""
    for device, desk in now.desks.items():
        there = {key: record for key, record in now.central.records.items() if record.office == desk.office}
        if desk.epoch != now.central.epoch:
            yield f"{device} is still in {desk.epoch}"
        elif text := difference(plain(dict(desk.view)), plain(there)):
            yield f"{device}: {text}"


def cursor_behind_visits(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I7: up to its cursor a desk has all visits that the feed tells of."""
    desk = now.desks.get(ledger.synced)
    if desk is None or not desk.whole or desk.epoch != now.central.epoch:
        return
    view: dict[str, Record] = {}
    for event in now.central.feed:
        if event.office == desk.office and event.n <= desk.cursor:
            follow(view, event)
    if text := difference(plain(dict(desk.view)), plain(view)):
        yield f"{desk.device} at {desk.cursor}: {text}"


def rejection_in_sight(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I5: what a desk shows as rejected is what central keeps for it, bodies included.

    A change that a restored desk lost is at central only: hello tells its identifier and not its body.
    One that was sent again and cannot leave yet has left only the desk's side; I10 sees that it has to wait.
    """
    for device, desk in now.desks.items():
        here = {i: row.change.body for i, row in desk.rows.items() if row.state is State.REJECTED}
        held = now.central.quarantine
        waiting = {i for i, row in desk.rows.items() if row.state in (State.PENDING, State.BLOCKED)}
        shown = desk.rows.keys() - waiting
        there = {i: c.body for i, c in held.items() if c.device == device and i in shown}
        if here != there:
            yield f"quarantine of {device}: desk {sorted(here)}, central {sorted(there)}"


def all_reappears(ledger: Ledger, now: Observation) -> Iterator[str]:
    """I16: whatever was restored, all that living desks hold is at central in the end.

    What follows a visit that its own desk and central have both lost cannot: it stays in sight as rejected.
    """
    living = {
        row.change.body.stream
        for desk in now.desks.values()
        for row in desk.rows.values()
        if row.change.body.kind is Kind.OPEN
    }
    for device, desk in now.desks.items():
        for change_id, row in desk.rows.items():
            if row.change.body.stream not in living:
                continue
            if row.state is not State.ACKNOWLEDGED:
                yield f"{change_id} is still {row.state} at {device}"
            elif text := missing_effect(change_id, ledger, now):
                yield text


REAL_RULES: Rules = dict(RULES) | {
    "I5 rejection in sight": (When.REST, (rejection_in_sight,)),
    "I16 all reappears": (When.END, (all_reappears,)),
    "I6 desks equal central": (When.REST, (visits_equal,)),
    "I7 cursor behind events": (When.STEP, (cursor_behind_visits,)),
}


@pytest.fixture
def make(central_dsn: str, tmp_path: Path) -> Iterator[Callable[[], RealWorld]]:
    """Worlds over one central, each beginning anew."""
    central = RealCentral(central_dsn)
    start = Start(central, tmp_path)
    worlds: list[RealWorld] = []

    def made() -> RealWorld:
        while worlds:
            worlds.pop().close()
        worlds.append(RealWorld(start))
        return worlds[-1]

    yield made
    while worlds:
        worlds.pop().close()
    central.close()


@pytest.mark.slow
def test_all_rules_hold_for_the_real_desk_and_central_in_random_histories(
    make: Callable[[], RealWorld],
) -> None:
    for seed in range(FIRST_SEED, FIRST_SEED + HISTORIES):
        history = run(seed, LENGTH, make, REAL_RULES)
        assert history.violation is None, str(history)


def test_a_desk_that_dies_in_a_page_has_all_of_it_in_the_end(make: Callable[[], RealWorld]) -> None:
    for steps in (DIES_IN_A_PAGE, DIES_IN_A_SNAPSHOT):
        history = play(0, steps, make(), REAL_RULES)
        assert history.violation is None, str(history)


def test_what_comes_back_to_a_restored_desk_waits_behind_what_its_file_has_rejected(
    make: Callable[[], RealWorld],
) -> None:
    history = play(0, COMES_BACK_BEHIND, make(), REAL_RULES)
    assert history.violation is None, str(history)


def test_what_is_sent_again_waits_behind_a_rejected_change_of_an_earlier_incarnation(
    make: Callable[[], RealWorld],
) -> None:
    history = play(0, SENT_AGAIN_BEHIND, make(), REAL_RULES)
    assert history.violation is None, str(history)


def test_each_desk_corrects_all_that_it_has_rejected_in_turn(make: Callable[[], RealWorld]) -> None:
    world = make()
    for device in ("A", "B"):
        for _ in range(2):
            world.act(device, Act(Kind.OPEN, flaw=Flaw.BROKEN_RULE))
        world.sync(device, Plan())
    picked: set[str] = set()
    for _ in range(2):
        for device in ("A", "B"):
            picked.add(world.correct(device, 0, good=True).note)
            world.sync(device, Plan())
    assert len(picked) == 4


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_a_fault_in_the_real_desk_is_caught(
    make: Callable[[], RealWorld], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    fault, steps = MUTANTS[name]
    fault(monkeypatch)
    assert play(0, steps, make(), REAL_RULES).violation is not None
