"""`python -m tests.protocol prove`: which tests hold which rule,
and which history catches which seeded fault."""

import argparse
import sys
import time
from collections.abc import Sequence

from tests.protocol.driver import play, run, shorten
from tests.protocol.invariants import RULES
from tests.protocol.model.faults import FAULTS
from tests.protocol.model.world import ModelWorld
from tests.protocol.named import INVARIANTS, named_tests
from tests.protocol.proof import LENGTH, LIMIT, bite, catch, healthy
from tests.protocol.scenarios import SCENARIOS


def say(text: object) -> None:
    """Write one line."""
    sys.stdout.write(f"{text}\n")


def prove(histories: int, seed: int) -> int:
    """Print both tables; 1 when the healthy model breaks a rule, a fault goes unseen or a rule is idle."""
    started = time.monotonic()
    broken = healthy(histories, seed)
    if broken is not None:
        say(shorten(broken, ModelWorld))
        return 1
    say(f"The healthy model holds in {histories} histories of {LENGTH} steps and {len(SCENARIOS)} scenarios.")
    say(f"{time.monotonic() - started:.1f} s\n")
    started = time.monotonic()
    caught = {name: catch(name, seed) for name in FAULTS}
    say(f"{'rule':<27}{'looked at':<18}{'test':<40}alone it catches (history)")
    idle = 0
    for name, (when, checks) in RULES.items():
        alone = bite(name, seed)
        idle += not alone
        say(f"{name:<27}{when:<18}{', '.join(c.__name__ for c in checks):<40}{alone or 'IDLE'}")
    tests = named_tests()
    say("\ninvariant  tests of the real code that bear its name (make test runs them)")
    for name in INVARIANTS:
        for at, test in enumerate(tests.get(name, ["NONE"])):
            say(f"{name if at == 0 else '':<11}{test}")
    idle += len(set(INVARIANTS) - tests.keys())
    say(f"\n{'seeded fault':<40}{'history':<9}caught by")
    for name, found in caught.items():
        history, rule = (found.history, found.rule) if found else ("-", "NOT CAUGHT")
        say(f"{name:<40}{history:<9}{rule}")
    for at, title in enumerate(SCENARIOS):
        say(f"S{at + 1}: {title}")
    missed = [name for name, found in caught.items() if found is None]
    say(f"\n{len(caught) - len(missed)} of {len(caught)} seeded faults caught.")
    say(f"The driver's limit: {LIMIT} histories; {time.monotonic() - started:.1f} s")
    return 1 if missed or idle else 0


def replay(seed: int, fault: str) -> int:
    """Print one history and, when it breaks a rule, the shortest that still does; 1 when it does, else 0."""
    make = FAULTS[fault] if fault else ModelWorld
    history = run(seed, LENGTH, make)
    say(history)
    if history.violation is None:
        return 0
    short = shorten(history, make)
    say(f"\nshortened to {len(short.steps)} steps:\n{play(seed, short.steps, make())}")
    return 1


def main(arguments: Sequence[str]) -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.protocol", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    proving = verbs.add_parser("prove", help="print the tables; exit 1 when a fault goes unseen")
    proving.add_argument("--histories", type=int, default=500, help="histories of the healthy model")
    proving.add_argument("--seed", type=int, default=1, help="the first history's seed")
    replaying = verbs.add_parser("replay", help="print the history of one seed, shortened when it fails")
    replaying.add_argument("seed", type=int)
    replaying.add_argument("--fault", default="", choices=["", *FAULTS])
    given = parser.parse_args(arguments)
    if given.verb == "prove":
        return prove(given.histories, given.seed)
    return replay(given.seed, given.fault)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
