"""What crosses the line between desk and central, reduced to what the protocol depends on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a clerk's act does to a record: opens it, appends a fact, edits a field, settles a conflict."""

    OPEN = "open"
    FACT = "fact"
    EDIT = "edit"
    SETTLE = "settle"


class Flaw(StrEnum):
    """What is wrong with a body: nothing, central's rules reject it,
    central stumbles over it (a transient error)."""

    NONE = "none"
    BROKEN_RULE = "broken rule"
    STUMBLE = "stumble"


class State(StrEnum):
    """The states of a change at the desk, and none else."""

    PENDING = "pending"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    ACKNOWLEDGED = "acknowledged"
    SUPERSEDED = "superseded"


class Verdict(StrEnum):
    """What central answers for one change of a push."""

    APPLIED = "applied"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    BLOCKED = "blocked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Body:
    """The content of a change; `seen` is the value that the clerk had before them, the witness of an edit."""

    stream: str
    kind: Kind
    office: str
    field: str = ""
    seen: str | None = None
    value: str = ""
    number: str = ""
    settles: str = ""
    flaw: Flaw = Flaw.NONE


@dataclass(frozen=True, slots=True)
class Change:
    """One act of a clerk; `place` is its position in the stream's order, which a correction inherits,
    and `supersedes` are the corrected change and all that it had corrected before, oldest first."""

    id: str
    device: str
    code: str
    n: int
    place: tuple[int, int]
    body: Body
    supersedes: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[tuple[int, int], str, int]:
        """Where the change stands in its desk's order, changes of other incarnations of that desk
        included."""
        return self.place, self.code, self.n


@dataclass(frozen=True, slots=True)
class Record:
    """A case as central keeps it and desks mirror it: `facts` are (change, text), `conflicts`
    change -> field, `n` the feed position that last touched it."""

    office: str
    number: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    facts: tuple[tuple[str, str], ...] = ()
    conflicts: Mapping[str, str] = field(default_factory=dict)
    n: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One row of central's feed, visible to the desks of `office`."""

    n: int
    office: str
    stream: str
    change_id: str
    code: str
    place: tuple[int, int]
    what: str
    field: str = ""
    old: str | None = None
    seen: str | None = None
    value: str = ""
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """Central's stored verdict on one change; `by` is the correction that closed it."""

    body: Body | None
    verdict: Verdict
    reason: str = ""
    n: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One change in the desk's table with the little that may alter: state and result."""

    change: Change
    state: State = State.PENDING
    reason: str = ""
    n: int = 0
