"""Seeded faults: each breaks exactly one rule of the protocol,
and the checks must catch every one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tests.protocol.model.central import Central, Hello
from tests.protocol.model.desk import Desk
from tests.protocol.model.world import ModelWorld
from tests.protocol.wire import Body, Change, Event, Receipt, Record, Row, State


class NoReceipt(Central):
    """Central does not remember that it judged a change."""

    def recall(self, change: Change) -> Receipt | None:
        return None


class ReceiptOutsideTransaction(Central):
    """Central commits the effect first and the receipt after it, and may die in between."""

    def die(self, changes: Sequence[Change]) -> None:
        receipts = dict(self.books.receipts)
        stopped: set[str] = set()
        for change in changes:
            self.judge(change, stopped)
        self.books.receipts = receipts


class SequenceFeed(Central):
    """A transaction takes its feed number when it begins, so that numbers become visible out of order."""

    taken = 0
    reserved = 0

    def begin(self) -> None:
        self.reserved = self.next_n()

    def commit(self, change: Change) -> None:
        mark = len(self.books.feed)
        self.apply(change)
        if self.reserved and self.books.feed[mark:]:
            event = self.books.feed.pop()
            late = replace(event, n=self.reserved)
            self.books.feed = sorted([*self.books.feed, late], key=lambda e: e.n)
        self.reserved = 0

    def next_n(self) -> int:
        self.taken = max(self.taken, super().next_n() - 1) + 1
        return self.taken

    def index(self, after: int) -> int:
        return next((i for i, e in enumerate(self.books.feed) if e.n > after), len(self.books.feed))


class LastWriteWins(Central):
    """Central sets what comes, whatever its writer saw."""

    def edit(self, change: Change) -> None:
        body = change.body
        now = self.books.records[body.stream].fields.get(body.field)
        self.append(change, "set", field=body.field, old=now, seen=body.seen, value=body.value)


class ConflictSwallowed(Central):
    """Central keeps its value and tells nobody of the other."""

    def meet_conflict(self, change: Change, now: str | None) -> None:
        """Leave no trace."""


class NoEpoch(Central):
    """A restored central goes on as if nothing had happened."""

    def restore(self, epoch: str) -> None:
        super().restore(self.epoch)


class NoEpochInPush(Central):
    """Central takes in a push that was written for its former life."""

    def is_stale(self, epoch: str) -> bool:
        return False


class NoTombstone(Central):
    """A superseded change leaves the quarantine, but the door stays open for a late copy of it."""

    def close(self, change_id: str, by: str, body: Body | None) -> None:
        self.books.quarantine.pop(change_id, None)


class CodesForgotten(Central):
    """Desk codes come from a counter that a restore turns back."""

    def issue_code(self) -> str:
        self.books.codes += 1
        return f"d{self.books.codes}"


class HashNotCompared(Central):
    """Central takes an id for the change that it knows, whatever its body."""

    def judge(self, change: Change, stopped: set[str]) -> Receipt:
        known = self.recall(change)
        if known is not None and known.body is not None:
            change = replace(change, body=known.body)
        return super().judge(change, stopped)


class DeleteOnSend(Desk):
    """A change leaves the table when it leaves the desk, and comes back with its verdict."""

    def take_sent(self, batch: Iterable[Change]) -> None:
        for change in batch:
            row = self.store.rows.pop(change.id)
            self.store.header[row.state] -= 1


class CursorBeforeApply(Desk):
    """The cursor is committed before the page is applied."""

    def take_page(self, events: Sequence[Event], cursor: int, *, dies_after: int | None = None) -> None:
        if dies_after is None:
            super().take_page(events, cursor)
        else:
            super().take_page(events[:dies_after], cursor)


class DropRejected(Desk):
    """A rejected change is thrown away."""

    def settle(self, row: Row, receipt: Receipt) -> None:
        super().settle(row, receipt)
        if self.store.rows[row.change.id].state is State.REJECTED:
            del self.store.rows[row.change.id]
            self.store.header[State.REJECTED] -= 1


class NoStreamBlock(Desk):
    """What stands behind a rejected change is sent all the same."""

    def block(self, stream: str) -> None:
        """Hold nothing back."""


class RequeueAtTail(Desk):
    """A change over which central stumbled goes to the end of the queue."""

    def take_stumble(self, change_id: str, stream: str) -> bool:
        row = self.store.rows[change_id]
        self.store.n += 1
        moved = replace(row.change, place=(self.store.generation, self.store.n))
        self.store.put(replace(row, change=moved))
        return super().take_stumble(change_id, stream)


class NumberIsMaxPlusOne(Desk):
    """The next number is one more than the largest that stands on a record in sight."""

    def mint(self) -> str:
        prefix = f"{self.store.code}-"
        mirrored = (r.number for r in self.store.view.values())
        own = (r.change.body.number for r in self.store.rows.values() if r.state is State.PENDING)
        used = [int(n.removeprefix(prefix)) for n in (*mirrored, *own) if n.startswith(prefix)]
        return f"{prefix}{max(used, default=0) + 1}"


class NoRestoreFence(Desk):
    """A restored desk goes on under its old code."""

    def fence(self) -> None:
        """Notice nothing."""


class IncarnationPlusOne(Desk):
    """A restored desk makes its new code itself, by counting up the one in its backup."""

    def fence(self) -> None:
        base, _, count = self.store.code.partition("+")
        self.recode(f"{base}+{int(count or 0) + 1}")


class NoQuarantineReconcile(Desk):
    """A restored desk believes its own quarantine."""

    def reconcile(self, hello: Hello) -> None:
        """Take nothing over."""


class NoReplay(Desk):
    """What the lost central had acknowledged is not sent again."""

    def replay(self) -> None:
        self.again((State.REJECTED, State.SUPERSEDED))


class QuarantineNotReported(Desk):
    """What the lost central had rejected is not sent again."""

    def replay(self) -> None:
        self.again((State.ACKNOWLEDGED, State.SUPERSEDED))


class FoundBlocksItsCorrection(Desk):
    """A rejected change that turns up again is rejected here too, though its correction stands in the table."""

    def state_of_found(self, change: Change) -> State:
        return State.REJECTED


class OrphansNotReplayed(Desk):
    """What was superseded by a correction that this desk has lost is not sent again."""

    def replay(self) -> None:
        self.again((State.ACKNOWLEDGED, State.REJECTED))


class CorrectionAtTail(Desk):
    """A correction stands where it was written, behind what was built on the change that it corrects."""

    def place(self, supersedes: str) -> tuple[int, int]:
        return self.store.generation, self.store.n


class HeadOfLine(Desk):
    """A change over which central stumbles stays at the head of the queue."""

    def take_stumble(self, change_id: str, stream: str) -> bool:
        return False


class NoAnchor(Desk):
    """Nothing outside of the database tells how far it once went."""

    def is_behind(self, anchor: tuple[str, int]) -> bool:
        return False


class PullFromHead(Desk):
    """After a snapshot the feed is taken up at the head of its last page."""

    def cursor_after(self, head: int) -> int:
        return head


class WipeAtOnce(Desk):
    """A wipe does not wait for delivery and exports nothing."""

    def may_wipe(self) -> bool:
        return True

    def wipe(self, code: str) -> list[Change]:
        super().wipe(code)
        return []


class WipeBeforeBackup(Desk):
    """A wipe waits for delivery, but not for a backup of central."""

    def may_wipe(self) -> bool:
        return not self.store.header[State.PENDING]


class HeaderNotRefreshed(Desk):
    """The counters in the header forget to count a correction."""

    def write(self, change_id: str, body: Body, supersedes: str = "") -> Change:
        change = super().write(change_id, body, supersedes)
        if supersedes:
            self.store.header[State.SUPERSEDED] -= 1
        return change


class SnapshotFromStart(Desk):
    """A resumed snapshot keeps its first page's head but begins with empty hands in the middle."""

    def take_snapshot(self, page: Sequence[tuple[str, Record]], head: int, *, last: bool) -> None:
        if self.store.staging is not None and self.resumed:
            self.store.staging = {}
        super().take_snapshot(page, head, last=last)


@dataclass(frozen=True, slots=True)
class Fault:
    """The class that is broken; `named` tells the faults that the design names from those that the model
    added."""

    desk: type[Desk] = Desk
    central: type[Central] = Central
    named: bool = True

    def __call__(self) -> ModelWorld:
        """A world with this fault."""
        return ModelWorld(self.desk, self.central)


FAULTS = {
    "no receipt": Fault(central=NoReceipt),
    "receipt outside the transaction": Fault(central=ReceiptOutsideTransaction),
    "delete on send": Fault(desk=DeleteOnSend),
    "cursor before apply": Fault(desk=CursorBeforeApply),
    "sequence feed": Fault(central=SequenceFeed),
    "drop rejected": Fault(desk=DropRejected),
    "no stream block": Fault(desk=NoStreamBlock),
    "requeue at tail": Fault(desk=RequeueAtTail),
    "number = max+1": Fault(desk=NumberIsMaxPlusOne),
    "last write wins": Fault(central=LastWriteWins),
    "no restore fence": Fault(desk=NoRestoreFence),
    "incarnation+1": Fault(desk=IncarnationPlusOne),
    "no quarantine reconcile": Fault(desk=NoQuarantineReconcile),
    "no epoch": Fault(central=NoEpoch),
    "no replay": Fault(desk=NoReplay),
    "quarantine not re-reported": Fault(desk=QuarantineNotReported),
    "conflict swallowed": Fault(central=ConflictSwallowed, named=False),
    "epoch not asked in push": Fault(central=NoEpochInPush, named=False),
    "no tombstone for the superseded": Fault(central=NoTombstone, named=False),
    "desk codes forgotten by a restore": Fault(central=CodesForgotten, named=False),
    "hash not compared": Fault(central=HashNotCompared, named=False),
    "found change blocks its correction": Fault(desk=FoundBlocksItsCorrection, named=False),
    "orphans not replayed": Fault(desk=OrphansNotReplayed, named=False),
    "correction at the tail": Fault(desk=CorrectionAtTail, named=False),
    "head of line": Fault(desk=HeadOfLine, named=False),
    "no anchor outside the database": Fault(desk=NoAnchor, named=False),
    "pull from the head after a snapshot": Fault(desk=PullFromHead, named=False),
    "resumed snapshot loses its pages": Fault(desk=SnapshotFromStart, named=False),
    "wipe at once": Fault(desk=WipeAtOnce, named=False),
    "wipe before a backup": Fault(desk=WipeBeforeBackup, named=False),
    "header not refreshed": Fault(desk=HeaderNotRefreshed, named=False),
}
"""The sixteen faults of the design, then those that guard rules which the model showed to be needed."""
