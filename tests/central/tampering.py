"""Tampers with desks' logs at random and counts what central finds at the next contact.

A tamperer has the desk's whole folder and its key: the chain is computed anew after the place where that
helps. What no contact and no paper ever witnessed, the newest unsent changes, nobody can tell from new work:
a place is chosen so that central knows something of what comes after it.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from desk.records.base import canonical, new_id
from desk.records.wire import FIRST_LINK, Change, Push, commitment
from tests.central.double import Double
from tests.central.world import World

CLOCKS = (timedelta(minutes=5), timedelta(hours=1), timedelta(days=30))
"""How far a clock is set back."""

Log = list[Change]
Tamper = Callable[[Double, random.Random, int], None]


def relinked(log: Log, first: int = 0) -> Log:
    """The log with numbers and links computed anew from a place on."""
    done = log[:first]
    for change in log[first:]:
        prev = done[-1].chain if done else FIRST_LINK
        done.append(change.model_copy(update={"n": len(done) + 1, "prev_sha256": prev}))
    return done


def rewritten(change: Change) -> Change:
    """The same change with another text, and a commitment that fits."""
    body = change.body.replace("TUR", "RUS")
    return change.model_copy(update={"body": body, "body_sha256": commitment(change.salt, body)})


def edit(desk: Double, dice: random.Random, sent: int) -> None:
    """A change that central holds says something else, and the chain fits."""
    place = dice.randrange(sent)
    desk.log[place] = rewritten(desk.log[place])
    desk.log = relinked(desk.log, place)


def edit_unsent(desk: Double, dice: random.Random, sent: int) -> None:
    """A waiting change says something else, and the next one still names the old one."""
    desk.register()
    desk.register()
    place = dice.randrange(sent, len(desk.log) - 1)
    desk.log[place] = rewritten(desk.log[place])


def cut(desk: Double, dice: random.Random, sent: int) -> None:
    """The newest changes are gone, some that central holds among them."""
    del desk.log[dice.randrange(sent) :]


def cut_and_filled(desk: Double, dice: random.Random, sent: int) -> None:
    """Other work stands where the newest changes were."""
    gone = len(desk.log) - (place := dice.randrange(sent))
    del desk.log[place:]
    for _ in range(gone + dice.randrange(3)):
        desk.register()


def drop(desk: Double, dice: random.Random, sent: int) -> None:
    """A change that central holds is gone, and the chain is closed over the gap."""
    place = dice.randrange(sent)
    del desk.log[place]
    desk.log = relinked(desk.log, place)
    desk.register()


def drop_unsent(desk: Double, dice: random.Random, sent: int) -> None:
    """A waiting change never reaches central; its neighbours are as they were."""
    for _ in range(3):
        desk.register()
    del desk.log[dice.randrange(sent, len(desk.log) - 1)]


def swap(desk: Double, dice: random.Random, sent: int) -> None:
    """Two changes in each other's place, one of which central holds."""
    desk.register()
    one, other = dice.randrange(sent), len(desk.log) - 1
    desk.log[one], desk.log[other] = desk.log[other], desk.log[one]
    desk.log = relinked(desk.log, one)


def fork(desk: Double, dice: random.Random, sent: int) -> None:
    """A copy of the folder went on by itself and spoke first."""
    mine = list(desk.log)
    place = dice.randrange(max(1, sent - 1), len(desk.log) + 1)
    del desk.log[place:]
    for _ in range(1 + dice.randrange(3)):
        desk.register()
    deliver(desk, place)
    desk.log = mine
    desk.register()


def rollback(desk: Double, dice: random.Random, sent: int) -> None:
    """An older copy of the folder is put back, and the desk works on."""
    del desk.log[dice.randrange(sent) :]
    desk.register()


def cut_with_the_clock(desk: Double, dice: random.Random, sent: int) -> None:
    """An older copy of the folder is put back, and the computer's clock with it."""
    cut(desk, dice, sent)
    desk.behind = dice.choice(CLOCKS)


def begin_anew(desk: Double, dice: random.Random, sent: int) -> None:
    """The log begins again from nothing."""
    desk.log = []
    desk.register()


TAMPERS: tuple[Tamper, ...] = (
    *(edit, edit_unsent, cut, cut_and_filled, drop, drop_unsent, swap, fork, rollback),
    *(cut_with_the_clock, begin_anew),
)


def signed_head(desk: Double) -> dict[str, Any]:
    """The newest link with the desk's signature, as hello and push carry it."""
    n = desk.log[-1].n if desk.log else 0
    signature = desk.key.sign_head(desk.me.desk_id, desk.incarnation, n, desk.head)
    return {"head": desk.head, "head_signature": signature, "head_n": n}


def deliver(desk: Double, sent: int) -> None:
    """Send what is not sent yet: the least that central may know of a log."""
    batch = Push(changes=desk.log[sent:], **signed_head(desk))
    assert desk.line.post("/push", content=canonical(batch)).status_code == 200


def contact(desk: Double, sent: int, alarmed: Callable[[], bool]) -> bool:
    """Hello, what is not sent yet, a second hello when nothing waits any more; whether central alarmed.

    What an alarm was raised for is found: nothing more is said then.
    """
    desk.hello(unsent=len(desk.log) - sent, **signed_head(desk))
    if not alarmed():
        deliver(desk, sent)
    if not alarmed():
        desk.hello(unsent=0, **signed_head(desk))
    return alarmed()


@dataclass
class Tally:
    """What became of the tampers: how many of each, those that were not found, and false alarms."""

    tampers: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)


def play(world: World, cases: int, seed: int) -> Tally:
    """Play the cases, each on a life of its own of one desk; every tenth one is honest."""
    dice, tally, desk = random.Random(seed), Tally(), world.desk()
    for number in range(cases + cases // 9):
        if number % 500 == 0:
            desk.sign_in()  # a long run outlives its token
        desk.incarnation, desk.log, desk.behind = new_id(), [], timedelta()
        for _ in range(sent := dice.randrange(1, 6)):
            desk.register()
        deliver(desk, 0)
        for _ in range(dice.randrange(3)):
            desk.register()
        world.db.execute("delete from alarm")  # the same again within a day is not written down again
        tamper = None if number % 10 == 9 else dice.choice(TAMPERS)
        if tamper is not None:
            tamper(desk, dice, sent)
        elif dice.random() < 0.5:
            desk.behind = dice.choice(CLOCKS)
        found = contact(desk, min(sent, len(desk.log)), lambda: bool(world.alarms()))
        told = f"{number}: {tamper.__name__ if tamper else 'honest'} after {sent}"
        if tamper is None and found:
            tally.false.append(told)
        elif tamper is not None:
            tally.tampers[tamper.__name__] += 1
            tally.missed += [] if found else [told]
    return tally
