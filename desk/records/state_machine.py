"""What the registers of cases share: a table of steps with conditions, and the order of a case's events.

The state is never stored: every desk derives it from the same events in the same order, whatever the order
in which they arrived. An event that is impossible at its place is kept and shown, and changes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from desk.lang import N_, _
from desk.records.case_event import CaseEvent

NOT_HERE = "step_not_here"
ANYWHERE = ("noted", "settled")
"""Acts that every state takes and none is changed by."""
REASONS = {
    NOT_HERE: N_("This step is not possible in the state “{state}”."),
    "nothing_to_settle": N_("Nothing in this case needs attention."),
}


@dataclass(frozen=True)
class Case:
    """What every register knows of a case; `odd` are the events impossible at their place, and why."""

    state: str
    odd: tuple[tuple[UUID, str], ...] = ()
    settled: frozenset[UUID] = frozenset()

    @property
    def attention(self) -> tuple[UUID, ...]:
        """The impossible events that nobody has settled."""
        return tuple(event_id for event_id, _reason in self.odd if event_id not in self.settled)


C = TypeVar("C", bound=Case)


@dataclass(frozen=True)
class Condition(Generic[C]):
    """What must hold besides the state; `of_event` when it can only be told from what was written."""

    code: str
    holds: Callable[[C, Any], bool]
    of_event: bool = False


@dataclass(frozen=True)
class Machine(Generic[C]):
    """One register's steps: (state, act) -> state, the conditions of an act, and what it leaves behind."""

    start: str
    table: Mapping[tuple[str, str], str]
    conditions: Mapping[str, tuple[Condition[C], ...]] = field(default_factory=dict)
    effects: Mapping[str, Callable[[C, Any], dict[str, Any]]] = field(default_factory=dict)

    @property
    def states(self) -> list[str]:
        """Every state, in the order of the table."""
        return list(dict.fromkeys(state for state, _act in self.table))

    @property
    def acts(self) -> list[str]:
        """Every act, in the order of the table, those that are possible everywhere last."""
        return [*dict.fromkeys(act for _state, act in self.table), *ANYWHERE]

    def target(self, state: str, act: str) -> str | None:
        """The state that an act leads to; None where the table has no such step."""
        return state if act in ANYWHERE else self.table.get((state, act))

    def refusal(self, case: C, act: str, event: CaseEvent | None = None) -> str:
        """Why a step is impossible, as a code of the register's reasons; "" when it is possible."""
        if self.target(case.state, act) is None:
            return NOT_HERE
        if act == "settled" and not case.attention:
            return "nothing_to_settle"
        for condition in self.conditions.get(act, ()):
            told = event is not None or not condition.of_event
            if told and not condition.holds(case, event):
                return condition.code
        return ""

    def possible(self, case: C) -> list[str]:
        """The acts that are possible now, in the order of the table."""
        acts = [act for state, act in self.table if state == case.state]
        return [act for act in (*acts, *ANYWHERE) if not self.refusal(case, act)]

    def after(self, case: C, event: CaseEvent) -> C:
        """The case after one more event; an impossible one is only noted as odd."""
        code = self.refusal(case, event.act, event)
        if code:
            return replace(case, odd=(*case.odd, (event.id, code)))
        if event.act == "settled":
            return replace(case, settled=case.settled | set(case.attention))
        left = self.effects[event.act](case, event) if event.act in self.effects else {}
        return replace(case, state=self.target(case.state, event.act) or case.state, **left)

    def derive(self, opened: C, events: Iterable[CaseEvent]) -> C:
        """The case after all its events."""
        return reduce(self.after, ordered(events), opened)


class StepRefused(Exception):
    """A step that the register does not allow: the reason, and what is possible instead."""

    def __init__(self, code: str, reason: str, possible: list[str]) -> None:
        super().__init__(code)
        self.code, self.reason, self.possible = code, reason, possible

    @property
    def text(self) -> str:
        """The reason and the possible steps in one sentence each."""
        steps = ", ".join(self.possible)
        return _("{reason} Possible now: {steps}.").format(reason=self.reason, steps=steps)


class Versioned(Protocol):
    """Anything written by somebody who had seen some of the others of its kind."""

    id: UUID
    after: list[UUID]
    at: datetime


V = TypeVar("V", bound=Versioned)


def ordered(events: Iterable[V]) -> list[V]:
    """Events so that each stands after those that its writer had seen, else by time and identifier.

    The result depends on the set only. Clocks decide nothing between events of which one knew the other.
    """
    known = {event.id: event for event in events}
    sorter = TopologicalSorter({key: set(event.after) & known.keys() for key, event in known.items()})
    try:
        sorter.prepare()
    except CycleError:  # no writer can have seen the future; a forged circle is read by time
        return sorted(known.values(), key=_time)
    found, ready = [], [(_time(known[key]), key) for key in sorter.get_ready()]
    ready.sort()
    while ready:
        key = heappop(ready)[1]
        found.append(known[key])
        sorter.done(key)
        for free in sorter.get_ready():
            heappush(ready, (_time(known[free]), free))
    return found


def heads(events: Iterable[V]) -> list[UUID]:
    """The newest events, that no other names as seen: what the next writer names."""
    known = {event.id: event for event in events}
    seen = {parent for event in known.values() for parent in event.after}
    return sorted(known.keys() - seen)


def _time(event: Versioned) -> tuple[float, str]:
    return event.at.timestamp(), str(event.id)
