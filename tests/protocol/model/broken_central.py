"""Centrals that break one rule of the protocol each."""

from collections.abc import Sequence
from dataclasses import replace

from tests.protocol.model.central import Central
from tests.protocol.wire import Body, Change, Receipt


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
