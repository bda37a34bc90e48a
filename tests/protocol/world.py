"""The verbs by which the driver moves a world of desks and one central, be it the model or the real code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from tests.protocol.wire import Change, Event, Flaw, Kind, Receipt, Record, Row


class Link(StrEnum):
    """What happens to one call of a synchronisation."""

    OK = "ok"
    LOST_REQUEST = "lost request"
    LOST_RESPONSE = "lost response"
    DUPLICATE = "delivered twice"
    LATE = "times out and arrives later"
    TRANSIENT = "central stumbles part of the way"
    CENTRAL_CRASH = "central dies before its commit"
    DESK_CRASH = "desk dies while it applies the answer"


@dataclass(frozen=True, slots=True)
class Plan:
    """Faults of one synchronisation: the fate of each call in turn, then all is well;
    `at` is where inside a call."""

    calls: tuple[Link, ...] = ()
    at: int = 0

    def __str__(self) -> str:
        return f"[{', '.join(self.calls)}; {self.at}]" if self.calls else "all well"


@dataclass(frozen=True, slots=True)
class Act:
    """What a clerk does; `pick` chooses among what the clerk sees,
    so that it means something in every world."""

    kind: Kind
    pick: int = 0
    field: str = "f0"
    value: str = ""
    flaw: Flaw = Flaw.NONE
    crash: bool = False

    def __str__(self) -> str:
        flaw = f" with {self.flaw}" if self.flaw is not Flaw.NONE else ""
        what = f" {self.field}={self.value}" if self.kind is not Kind.OPEN else ""
        return f"{self.kind} #{self.pick}{what}{flaw}{', crash' if self.crash else ''}"


class Rescue(StrEnum):
    """How a desk comes back from a backup, and where its new code comes from."""

    COMMAND = "desk restore, code from central"
    SPARE = "desk restore, spare code"
    FILE_COPY = "an old file copied back by hand"


@dataclass(frozen=True, slots=True)
class Directive:
    """What headquarters does; `key` names it for ever, so that a later restore cannot make it a second
    time."""

    what: str
    key: str = ""
    pick: int = 0
    field: str = "f0"
    value: str = ""
    office: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.key} #{self.pick} {self.field} {self.office}" if self.key else self.what


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the outside saw of a verb: a committed change, a printed number, a wipe, exported changes."""

    note: str = ""
    change: Change | None = None
    number: str = ""
    wiped: bool = False
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class DeskView:
    """What one desk's tables and header show."""

    device: str
    office: str
    code: str
    epoch: str
    cursor: int
    whole: bool
    rows: Mapping[str, Row]
    view: Mapping[str, Record]
    header: Mapping[str, int]
    resumed: int


@dataclass(frozen=True, slots=True)
class CentralView:
    """What central's tables show."""

    epoch: str
    feed: Sequence[Event]
    receipts: Mapping[str, Receipt]
    records: Mapping[str, Record]
    quarantine: Mapping[str, Change]
    alarms: int


@dataclass(frozen=True, slots=True)
class Observation:
    """All that invariants are checked on; `exported` are changes that lie sealed in files."""

    central: CentralView
    desks: Mapping[str, DeskView]
    exported: Mapping[str, Change] = field(default_factory=dict)


class World(Protocol):
    """Some desks, one central and the line between them. Verbs never raise for a fault that the plan asked
    for."""

    @property
    def devices(self) -> Sequence[str]:
        """Names of the desks, the same in every run."""

    def act(self, device: str, act: Act) -> Outcome:
        """A clerk writes one change; with `crash` the desk dies before the commit and nothing may be
        printed."""

    def correct(self, device: str, pick: int, *, good: bool) -> Outcome:
        """The clerk corrects one of the rejected changes: a new change that supersedes it."""

    def resend(self, device: str, pick: int) -> Outcome:
        """The clerk sends one of the rejected changes again as it is."""

    def forge(self, device: str, pick: int) -> Outcome:
        """A change that central holds arrives again under its id with another body;
        the note tells the verdict."""

    def sync(self, device: str, plan: Plan) -> Outcome:
        """One synchronisation: hello, push, snapshot or pull, with the plan's faults;
        ends at the first failure."""

    def deliver_late(self, pick: int) -> Outcome:
        """A request that had timed out reaches central now; notes "none under way" when there is none."""

    def back_up_desk(self, device: str) -> Outcome:
        """Take a backup of the desk's database; the newest replaces the one before."""

    def restore_desk(self, device: str, how: Rescue) -> Outcome:
        """Put the desk's newest backup in place of its database; may be repeated from the same backup."""

    def back_up_central(self) -> Outcome:
        """Take a backup of central."""

    def restore_central(self) -> Outcome:
        """Put central's newest backup in its place; may be repeated from the same backup."""

    def headquarters(self, directive: Directive) -> Outcome:
        """Edit, note, create or move a record, begin or commit a slow transaction, alter a rule,
        order a wipe."""

    def set_clock(self, device: str, seconds: int) -> Outcome:
        """Move the desk's wall clock."""

    def import_files(self) -> Outcome:
        """Central takes in the files that desks exported before a wipe."""

    def observe(self) -> Observation:
        """What all tables show now; not to be altered, and not altered by later verbs that replace a
        database."""
