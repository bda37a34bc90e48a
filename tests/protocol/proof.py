"""Whether the healthy model holds, and which history catches which seeded fault."""

from dataclasses import dataclass

from tests.protocol.driver import History, play, run
from tests.protocol.model.faults import FAULTS
from tests.protocol.model.world import ModelWorld
from tests.protocol.scenarios import SCENARIOS

LENGTH = 60
"""Steps of a history before it is brought to rest and mended."""
LIMIT = 150
"""Histories within which the driver must find each fault that the design names."""


@dataclass(frozen=True, slots=True)
class Caught:
    """The history that caught a fault: its number from the first seed on, or the scenario's name."""

    history: str
    rule: str


def healthy(histories: int, seed: int) -> History | None:
    """The first history in which the healthy model breaks a rule, scenarios included, or nothing."""
    for steps in SCENARIOS.values():
        history = play(0, steps, ModelWorld())
        if history.violation:
            return history
    for at in range(histories):
        history = run(seed + at, LENGTH, ModelWorld)
        if history.violation:
            return history
    return None


def catch(name: str, seed: int, limit: int = LIMIT) -> Caught | None:
    """The first of the driver's histories that catches a fault, else the first scenario that does, else nothing."""
    fault = FAULTS[name]
    for at in range(limit):
        history = run(seed + at, LENGTH, fault)
        if history.violation:
            return Caught(str(at + 1), history.violation.name)
    if fault.named:
        return None
    for title, steps in SCENARIOS.items():
        history = play(0, steps, fault())
        if history.violation:
            return Caught(f"“{title}”", history.violation.name)
    return None
