"""The healthy protocol holds all rules under chance, under Hypothesis and in told scenarios."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.protocol.driver import play, run, shorten, steps_of
from tests.protocol.machine import Protocol
from tests.protocol.model.faults import FAULTS
from tests.protocol.model.world import ModelWorld
from tests.protocol.proof import LENGTH
from tests.protocol.scenarios import SCENARIOS

HISTORIES = int(os.environ.get("PROTOCOL_HISTORIES", "300"))
FIRST_SEED = int(os.environ.get("PROTOCOL_SEED", "1"))

TestUnderHypothesis = pytest.mark.slow(Protocol.TestCase)
TestUnderHypothesis.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
def test_all_rules_hold_in_random_histories() -> None:
    for seed in range(FIRST_SEED, FIRST_SEED + HISTORIES):
        history = run(seed, LENGTH, ModelWorld)
        assert history.violation is None, str(shorten(history, ModelWorld))


@pytest.mark.parametrize("title", SCENARIOS)
def test_all_rules_hold_when(title: str) -> None:
    history = play(0, SCENARIOS[title], ModelWorld())
    assert history.violation is None, str(history)


def test_a_seed_replays_to_the_same_history() -> None:
    first, second = (run(7, LENGTH, FAULTS["no epoch"]) for _ in range(2))
    assert str(first) == str(second)
    assert first.violation is not None


def test_a_seed_stands_for_the_same_steps_in_every_world() -> None:
    played = run(7, LENGTH, FAULTS["no epoch"]).steps
    assert played == steps_of(7, LENGTH, ModelWorld().devices)[: len(played)]


def test_a_failing_history_is_shortened_to_the_same_violation() -> None:
    history = run(7, LENGTH, FAULTS["no epoch"])
    short = shorten(history, FAULTS["no epoch"])
    assert short.violation is not None
    assert history.violation is not None
    assert short.violation.name == history.violation.name
    assert len(short.steps) < len(history.steps)
