"""Whether the healthy model holds, and which history catches which seeded fault."""

from contextlib import suppress
from dataclasses import dataclass

from tests.protocol.driver import History, play, run
from tests.protocol.invariants import RULES
from tests.protocol.model.faults import FAULTS
from tests.protocol.model.world import ModelWorld
from tests.protocol.scenarios import SCENARIOS

LENGTH = 60
"""Steps of a history before it is brought to rest and mended."""
GLANCE = 25
"""Histories of each fault in which a rule alone is tried."""
LIMIT = 150
"""Histories within which the driver must find each fault that the design names."""


@dataclass(frozen=True, slots=True)
class Caught:
    """The history that caught a fault: its number from the first seed on, or S and the scenario's."""

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
    """The first of the driver's histories that catches a fault, else the first scenario that does,
    else nothing."""
    fault = FAULTS[name]
    if not fault.named:
        for at, steps in enumerate(SCENARIOS.values()):
            history = play(0, steps, fault())
            if history.violation:
                return Caught(f"S{at + 1}", history.violation.name)
    for at in range(limit):
        history = run(seed + at, LENGTH, fault)
        if history.violation:
            return Caught(str(at + 1), history.violation.name)
    return None


def bite(rule: str, seed: int) -> str:
    """A seeded fault that this rule catches with no other rule looked at, or nothing:
    then the rule is idle."""
    rules = {rule: RULES[rule]}
    for name, fault in FAULTS.items():
        for at, steps in enumerate(SCENARIOS.values()):
            if breaks(rule, play(0, steps, fault(), rules)):
                return f"{name} (S{at + 1})"
    for name, fault in FAULTS.items():
        for at in range(GLANCE):
            # A broken world whose first trace is overlooked may fall over later.
            with suppress(LookupError):
                if breaks(rule, run(seed + at, LENGTH, fault, rules)):
                    return f"{name} ({at + 1})"
    return ""


def breaks(rule: str, history: History) -> bool:
    """Whether it was this rule that a history broke."""
    return history.violation is not None and history.violation.name == rule
