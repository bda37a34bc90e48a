"""What central keeps, and what it answers to a greeting and to a push."""

from dataclasses import dataclass, field

from tests.protocol.wire import Change, Event, Receipt, Record


@dataclass(slots=True)
class Books:
    """All that central keeps in its database, and so all that a restore turns back."""

    receipts: dict[str, Receipt] = field(default_factory=dict)
    feed: list[Event] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    quarantine: dict[str, Change] = field(default_factory=dict)
    marks: dict[str, int] = field(default_factory=dict)
    wipes: set[str] = field(default_factory=set)
    codes: int = 0

    def copy(self) -> "Books":
        """A backup; the rows themselves never alter, so that the tables' copies are enough."""
        return Books(
            dict(self.receipts),
            list(self.feed),
            dict(self.records),
            dict(self.quarantine),
            dict(self.marks),
            set(self.wipes),
            self.codes,
        )


@dataclass(frozen=True, slots=True)
class Pushed:
    """The answer to a push: verdicts in order, shorter than the push when central stumbled;
    or another epoch."""

    epoch: str
    verdicts: tuple[tuple[str, Receipt], ...] = ()
    stumbled: str = ""


@dataclass(frozen=True, slots=True)
class Hello:
    """The answer to a greeting: epoch, a new code when asked for, the desk's quarantine, an order to wipe,
    and the feed number that central's backup covers."""

    epoch: str
    code: str
    mark: int
    receipts: tuple[tuple[str, Receipt], ...]
    quarantine: tuple[tuple[Change, Receipt], ...]
    wipe: bool
    covered: int
