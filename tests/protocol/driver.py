"""Moves a world by chance from a seed, and tells a failing history so that it can be read and replayed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random

from tests.protocol.invariants import RULES, Rules, ViolationError, When, check
from tests.protocol.ledger import Ledger
from tests.protocol.wire import Flaw, Kind, State
from tests.protocol.world import Act, Directive, Link, Observation, Outcome, Plan, Rescue, World

NONE_LATE = "none under way"
"""What a world notes when no late request is left."""
ROUNDS = 30
"""Synchronisations of every desk after which a world without faults must have come to rest."""


@dataclass(frozen=True, slots=True)
class Step:
    """One verb with its arguments; it means something in every world, whatever came before."""

    verb: str
    args: tuple[object, ...] = ()
    options: tuple[tuple[str, bool], ...] = ()

    def __str__(self) -> str:
        return f"{self.verb} {' '.join(map(str, self.args))}".rstrip()


@dataclass(slots=True)
class History:
    """What was done and what came of it."""

    seed: int
    lines: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    violation: ViolationError | None = None
    rules: Rules = field(default_factory=lambda: RULES)

    def __str__(self) -> str:
        told = "\n".join(f"{i:3} {line}" for i, line in enumerate(self.lines, 1))
        return f"seed {self.seed}\n{told}\n    {self.violation or 'all holds'}"


def chance(rng: Random, at: int, devices: Sequence[str]) -> Step:
    """The next step; weights make clerks and synchronisation common and disasters rare but never absent."""
    device = rng.choice(devices)
    pick = min(rng.randrange(12), rng.randrange(12))
    (verb,) = rng.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))
    match verb:
        case "act":
            return Step(verb, (device, chance_act(rng, at, pick)))
        case "sync":
            return Step(verb, (device, chance_plan(rng)))
        case "correct":
            return Step(verb, (device, pick), (("good", rng.random() < 0.8),))
        case "resend" | "forge":
            return Step(verb, (device, pick))
        case "restore_desk":
            return Step(verb, (device, rng.choice(tuple(Rescue))))
        case "headquarters":
            return Step(verb, (chance_directive(rng, at, pick),))
        case "set_clock":
            return Step(verb, (device, rng.choice((-86_400, -3_600, 3_600, 86_400))))
        case "deliver_late":
            return Step(verb, (pick,))
        case "back_up_desk":
            return Step(verb, (device,))
        case _:
            return Step(verb)


WEIGHTS = {
    "act": 30,
    "sync": 34,
    "correct": 5,
    "resend": 3,
    "forge": 1,
    "back_up_desk": 3,
    "restore_desk": 4,
    "back_up_central": 2.5,
    "restore_central": 2.5,
    "headquarters": 12,
    "deliver_late": 4,
    "set_clock": 0.5,
    "rest": 1,
}


def chance_act(rng: Random, at: int, pick: int) -> Act:
    """A clerk's act; values name the step, so that no two acts write the same by chance,
    but some do by intent."""
    (kind,) = rng.choices(tuple(Kind), (3, 3, 3, 1))
    (flaw,) = rng.choices(tuple(Flaw), (16, 4, 1))
    value = "same" if rng.random() < 0.1 else f"v{at}"
    return Act(kind, pick, rng.choice(("f0", "f1")), value, flaw, crash=rng.random() < 0.05)


def chance_plan(rng: Random) -> Plan:
    """The line's faults in one synchronisation, none at all in half of them."""
    if rng.random() < 0.5:
        return Plan()
    well = [Link.OK] * rng.randrange(7)
    ill = rng.choices(tuple(Link)[1:], k=rng.randrange(1, 4))
    return Plan((*well, *ill), rng.randrange(8))


def chance_directive(rng: Random, at: int, pick: int) -> Directive:
    """What headquarters does."""
    (what,) = rng.choices(
        ("edit", "note", "create", "move", "begin", "commit", "lenient", "strict", "mend", "wipe"),
        (4, 2, 2, 2, 3, 3, 1, 2, 0.5, 1),
    )
    office = rng.choice(("north", "south"))
    return Directive(what, f"h{at}", pick, rng.choice(("f0", "f1")), f"h{at}", office)


def steps_of(seed: int, length: int, devices: Sequence[str]) -> list[Step]:
    """The steps that a seed stands for; they do not depend on what the world answers."""
    rng = Random(seed)
    return [chance(rng, at, devices) for at in range(length)]


def run(seed: int, length: int, make: Callable[[], World], rules: Rules = RULES) -> History:
    """One history from a seed: its steps, then rest, then all mended,
    with every rule looked at in its moment."""
    world = make()
    return play(seed, steps_of(seed, length, world.devices), world, rules)


def play(seed: int, steps: Sequence[Step], world: World, rules: Rules = RULES) -> History:
    """Play given steps in a fresh world."""
    history = History(seed, rules=rules)
    ledger = Ledger()
    try:
        for step in steps:
            history.steps.append(step)
            do(world, step, ledger, history)
        do(world, Step("rest"), ledger, history)
        mend(world, ledger, history)
    except ViolationError as violation:
        history.violation = violation
    return history


def do(world: World, step: Step, ledger: Ledger, history: History) -> Outcome:
    """One step and the rules of every step; `rest` is a step that the driver makes of others."""
    if step.verb == "rest":
        rest(world, ledger, history)
        return Outcome()
    before = world.observe()
    outcome: Outcome = getattr(world, step.verb)(*step.args, **dict(step.options))
    history.lines.append(f"{step} -> {outcome.note}" if outcome.note else str(step))
    ledger.note(step.verb, step.args, outcome, before)
    now = world.observe()
    check(When.STEP, ledger, now, history.rules)
    ledger.meet(now)
    return outcome


def rest(world: World, ledger: Ledger, history: History) -> None:
    """Take the faults of the line away and synchronise until each desk in turn has moved nothing
    and ended as it did before, then look at the rules of rest."""
    do(world, Step("headquarters", (Directive("commit"),)), ledger, history)
    still, before = 0, fingerprint(world.observe())
    for device in islice(cycle(world.devices), ROUNDS * len(world.devices)):
        told = ledger.told.get(device)
        note = do(world, Step("sync", (device, Plan())), ledger, history).note
        now = world.observe()
        after = fingerprint(now)
        still = still + 1 if after == before and note == told else 0
        if still == len(world.devices):
            check(When.REST, ledger, now, history.rules)
            return
        before = after
    raise ViolationError("I10 nothing waits", f"no rest after {ROUNDS} rounds")


def mend(world: World, ledger: Ledger, history: History) -> None:
    """Let late requests arrive, mend central, let clerks correct all, import files;
    then all must be there."""
    while do(world, Step("deliver_late", (0,)), ledger, history).note != NONE_LATE:
        pass
    for what in ("lenient", "mend"):
        do(world, Step("headquarters", (Directive(what),)), ledger, history)
    for _ in range(ROUNDS):
        rest(world, ledger, history)
        now = world.observe()
        todo = [d for d, v in now.desks.items() if any(r.state is State.REJECTED for r in v.rows.values())]
        if not todo:
            break
        for device in todo:
            do(world, Step("correct", (device, 0), (("good", True),)), ledger, history)
    if world.observe().exported:
        do(world, Step("import_files"), ledger, history)
        rest(world, ledger, history)
    check(When.END, ledger, world.observe(), history.rules)


def fingerprint(now: Observation) -> str:
    """What stands still at rest."""
    desks = [(d.cursor, d.code, sorted(r.state for r in d.rows.values())) for d in now.desks.values()]
    return f"{now.central.epoch} {len(now.central.feed)} {desks}"


def shorten(history: History, make: Callable[[], World]) -> History:
    """The same violation with as few steps as leaving out one after another reaches."""
    best = history
    for size in (8, 4, 2, 1):
        at = 0
        while at < len(best.steps):
            shorter = play(history.seed, best.steps[:at] + best.steps[at + size :], make())
            if shorter.violation and best.violation and shorter.violation.name == best.violation.name:
                best = shorter
            else:
                at += size
    return best
