"""Tampered logs are found at the next contact, whatever was done to them; honest ones are not."""

import pytest

import central.push.apply
import central.push.head
from tests.central.tampering import TAMPERS, play
from tests.central.world import World
from tests.proofs import rounds

CASES = rounds(1_000, 10_000)


@pytest.mark.slow
def test_s5_every_tampered_log_is_found_at_the_next_contact(world: World) -> None:
    tally = play(world, CASES, 5)
    assert tally.missed == []
    assert tally.false == []
    assert sum(tally.tampers.values()) >= CASES
    assert len(tally.tampers) == len(TAMPERS)


def test_a_central_that_followed_no_chain_would_miss_some(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(central.push.apply, "breaks", lambda held, fresh: [])
    monkeypatch.setattr(central.push.head, "_is_held", lambda *given: True)
    assert play(world, 40, 5).missed
