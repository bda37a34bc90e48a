"""Desks that break one rule of the protocol each."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.protocol.model.books import Hello
from tests.protocol.model.desk import Desk
from tests.protocol.wire import Body, Change, Event, Receipt, Record, Row, State


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
    """A rejected change that turns up again is rejected here too, beside its correction."""

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
