"""A session of the Appeals Council: who sits, who is there, in what order, and when it is over.

What happens to a complaint at a session is an event of that complaint and of nothing else. A session is its
day: two offices that convene the same day without a line write to one session.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid5

from pydantic import Field

from desk.lang import N_
from desk.records.base import Record
from desk.records.case_event import CaseEvent, Told
from desk.records.contact import Names, NumberText
from desk.records.days import Day
from desk.records.state_machine import REASONS as COMMON_REASONS
from desk.records.state_machine import Case, Condition, Machine
from desk.records.text import Line, RequiredLine

_DAYS = UUID("7f2e4a10-6f0b-5d0e-9a34-0c8f5d1b7a62")


def session_id(on: date) -> UUID:
    """The identifier of the session of a day, the same at every desk."""
    return uuid5(_DAYS, on.isoformat())


class Convened(Record):
    """Where and of whom; written again, it replaces what was convened before."""

    place: RequiredLine = Field(title=N_("Place"))
    chair: RequiredLine = Field(title=N_("Chair"))
    members: Names = Field(title=N_("Members (;)"))


class NewSession(Record):
    """What the secretary types to convene a session: its day, and what is then written of it."""

    on: Day = Field(title=N_("Session on"))
    place: RequiredLine = Field(title=N_("Place"))
    chair: RequiredLine = Field(title=N_("Chair"))
    members: Names = Field(title=N_("Members (;)"))

    @property
    def convened(self) -> Convened:
        """The form without the day."""
        return Convened(place=self.place, chair=self.chair, members=self.members)


class Arranged(Record):
    """The order of the agenda, by the complaints' numbers; what is not named comes after, by number."""

    order: list[NumberText] = Field(max_length=200, title=N_("Order"))


class Opened(Record):
    """Who came, and under which number the minutes are kept."""

    present: Names = Field(title=N_("Present (;)"))
    minutes: RequiredLine = Field(title=N_("Minutes number"))


class Ended(Record):
    """The session is over."""

    note: Line = Field("", title=N_("Remark"))


FORMS: dict[str, type[Record]] = {
    "convened": Convened,
    "arranged": Arranged,
    "opened": Opened,
    "ended": Ended,
    "noted": Told,
    "settled": Told,
}
ACTS = {
    "convened": N_("Convene, or change members"),
    "opened": N_("Open: who is present"),
    "ended": N_("End the session"),
    "noted": N_("Add a note"),
    "settled": N_("Settle what needs attention"),
}
"""Each act as the choice that the secretary makes; the order is arranged in the agenda itself."""


class SessionEvent(CaseEvent):
    """One event of a session; `case` is the identifier of its day."""

    FORMS: ClassVar = FORMS
    session_on: date


class SessionState(StrEnum):
    """Where a session stands."""

    planned = "planned"
    open = "open"
    ended = "ended"


STATES = {
    SessionState.planned: N_("planned"),
    SessionState.open: N_("open"),
    SessionState.ended: N_("ended"),
}
REASONS = COMMON_REASONS | {
    "not_convened": N_("The session has no members yet: convene it first."),
    "chair_no_member": N_("The chair must be one of the members."),
    "present_no_member": N_("Only members of the Council are counted as present."),
}


@dataclass(frozen=True, kw_only=True)
class Session(Case):
    """A session with what its events made of it."""

    on: date
    place: str = ""
    chair: str = ""
    members: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    minutes: str = ""
    order: tuple[str, ...] = ()

    @property
    def absent(self) -> tuple[str, ...]:
        """The members who did not come."""
        return tuple(name for name in self.members if name not in self.present)


P, O, E = SessionState  # noqa: E741 - three letters of a table
TABLE: dict[tuple[str, str], str] = {
    (P, "convened"): P,
    (P, "arranged"): P,
    (P, "opened"): O,
    (O, "arranged"): O,
    (O, "opened"): O,
    (O, "ended"): E,
}
CONDITIONS: dict[str, tuple[Condition[Session], ...]] = {
    "convened": (Condition("chair_no_member", lambda _c, e: e.form.chair in e.form.members, True),),
    "opened": (
        Condition("not_convened", lambda case, _event: bool(case.members)),
        Condition("present_no_member", lambda c, e: set(e.form.present) <= set(c.members), True),
    ),
}
EFFECTS: dict[str, Any] = {
    "convened": lambda _case, event: {
        "place": event.form.place,
        "chair": event.form.chair,
        "members": tuple(dict.fromkeys(event.form.members)),
    },
    "arranged": lambda _case, event: {"order": tuple(event.form.order)},
    "opened": lambda _case, event: {
        "present": tuple(dict.fromkeys(event.form.present)),
        "minutes": event.form.minutes,
    },
}
MACHINE = Machine[Session](SessionState.planned, TABLE, CONDITIONS, EFFECTS)


def derive(on: date, events: Iterable[SessionEvent]) -> Session:
    """The session of a day as its events make it."""
    return MACHINE.derive(Session(state=SessionState.planned, on=on), events)
