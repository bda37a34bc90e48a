"""What the world outside remembers: acts that were confirmed, numbers that were printed,
databases that were lost."""

from dataclasses import dataclass, field

from tests.protocol.wire import Change, State
from tests.protocol.world import Observation, Outcome


@dataclass(slots=True)
class Ledger:
    """Grows by what the verbs told; `held` are the changes that each desk must still have."""

    committed: dict[str, Change] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    held: dict[str, set[str]] = field(default_factory=dict)
    erased: dict[str, str] = field(default_factory=dict)
    wiped: set[str] = field(default_factory=set)
    forged: list[tuple[str, str]] = field(default_factory=list)
    synced: str = ""
    told: dict[str, str] = field(default_factory=dict)
    """How the last synchronisation of each desk ended."""

    def note(self, verb: str, args: tuple[object, ...], outcome: Outcome, before: Observation) -> None:
        """Take in one verb's outcome; `before` is what stood in the tables before it."""
        device = str(args[0]) if args else ""
        self.synced = device if verb == "sync" else ""
        if verb == "sync":
            self.told[device] = outcome.note
        change = outcome.change
        if verb == "forge" and change is not None:
            self.forged.append((change.id, outcome.note))
        elif change is not None:
            self.committed[change.id] = change
            self.places[change.id] = self.place(change)
            self.held.setdefault(device, set()).add(change.id)
            self.print(change.body.number, change.body.stream)
        if outcome.wiped or outcome.replaced:
            self.lose(device, before, wiped=outcome.wiped)

    def place(self, change: Change) -> tuple[int, int]:
        """Where the change must be applied: a correction in the place of what it corrects,
        in one incarnation."""
        old = change.supersedes[-1] if change.supersedes else ""
        if old and self.committed[old].code == change.code:
            return self.places[old]
        return change.place

    def print(self, number: str, stream: str) -> None:
        """A citizen carries this number away for this case."""
        if number and self.numbers.setdefault(number, stream) != stream:
            self.clashes.append(f"{number} is on {self.numbers[number]} and {stream}")

    def lose(self, device: str, before: Observation, *, wiped: bool) -> None:
        """A database is gone: what it alone held may be missing, what central had acknowledged may not."""
        desk = before.desks[device]
        for change_id, row in desk.rows.items():
            if row.state is State.ACKNOWLEDGED:
                self.erased[change_id] = desk.epoch
        if wiped:
            self.wiped |= self.held.get(device, set())
        self.held[device] = set()

    def meet(self, now: Observation) -> None:
        """From now on every desk must keep what it holds, be it written there or come back to it."""
        for device, desk in now.desks.items():
            self.held[device] = set(desk.rows)
