"""Delivers what the change log has pending: push after push, each verdict noted before it counts.

While a push is on the line, what came of the one before is noted and the one behind it is read: central is
not kept waiting for this computer's disk, and the other way round.
"""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from desk.db.spool import SpoolError
from desk.db.store import Store
from desk.records.wire import PUSH_CHANGES, Push, PushReply
from desk.sync import blobs, ledger
from desk.sync.batch import Answered, Batch
from desk.sync.ledger import HeadSigner
from desk.sync.outcomes import Busy, ContactFailed, EpochChanged, Refused, Unreachable
from desk.usecases.desk import Identity

BARREN_PUSHES = 20
"""Pushes without a verdict in a row after which central is left in peace for a while."""
UNFIT = {400, 413, 422}
"""Statuses with which central refuses a message for what is in it."""


class Receiver(Protocol):
    """What takes a push."""

    async def push(self, message: bytes) -> PushReply:
        """Deliver changes: the JSON of a Push."""


class SafetyCopy(Protocol):
    """What the synchronisation needs of the spool."""

    def trim(self, acknowledged: Iterable[UUID]) -> None:
        """Forget what central holds."""

    def refill(self, unacknowledged: Iterable[tuple[UUID, bytes]]) -> int:
        """Keep what central does not hold any more."""


@dataclass(frozen=True)
class Ready:
    """A batch, and the push of it written out: that of 500 changes takes longer than a key may wait."""

    batch: Batch
    message: bytes


NOTHING = Ready(Batch([], 0, ""), b"")


@dataclass
class Outbox:
    """The way of pending changes to central; every database step runs in a worker thread."""

    store: Store
    identity: Identity
    client: Receiver
    key: HeadSigner
    spool: SafetyCopy | None = None
    limit: int = PUSH_CHANGES
    """Changes in the next push: halved when one fails, doubled when one succeeds."""
    stumbled: dict[str, None] = field(default_factory=dict)
    """Streams over which central seemed to stumble, the last one last: they go after all others and each in
    its turn, so that none waits for them."""
    had_turn: set[str] = field(default_factory=set)
    """Those of them that went alone in this delivery, and in vain."""
    barren: int = 0
    """Pushes in a row without a single verdict."""

    def begin_anew(self) -> None:
        """Central is another: what it stumbled over before says nothing now."""
        self.limit, self.stumbled = PUSH_CHANGES, {}

    async def deliver(self, on_progress: Callable[[], None]) -> None:
        """Push batch after batch until nothing is pending; what names a blob goes after the blob."""
        self.barren, self.had_turn = 0, set()
        while True:
            ready = await asyncio.to_thread(self._next)
            if ready.batch.changes:
                await self._run(ready, on_progress)
            elif not await blobs.send_next(self.store, self.client):
                return

    async def _run(self, ready: Ready, on_progress: Callable[[], None]) -> None:
        """Push a batch and those behind it for as long as central applies everything."""
        before: Answered | None = None
        while ready.batch.changes:
            reply, ahead = await self._both(before, ready)
            if reply is None:
                return
            answered, before = Answered(ready.batch, reply), None
            if ahead.batch.changes and answered.went_well:
                before = answered
            else:
                await asyncio.to_thread(self._take, answered)
            self._pace(answered)
            ready = ahead if before else NOTHING
            on_progress()
            await asyncio.sleep(0)  # who waits for this goes before the next look at the log

    async def _both(self, before: Answered | None, ready: Ready) -> tuple[PushReply | None, Ready]:
        """Push a batch; meanwhile note what came of the one before and make the one behind it ready."""
        if before is None and not ready.batch.is_full:
            return await self._push(ready), NOTHING
        aside = asyncio.create_task(asyncio.to_thread(self._aside, before, ready.batch))
        try:
            reply = await self._push(ready)
        finally:
            ahead = await aside
        return reply, ahead

    def _aside(self, before: Answered | None, batch: Batch) -> Ready:
        if before is not None:
            self._take(before)
        return self._next(batch)

    def _next(self, sent: Batch | None = None) -> Ready:
        """The next batch; with `sent`, the one behind that."""
        late = sorted(self.stumbled, key=self.had_turn.__contains__)
        batch = ledger.next_batch(self.store, self.limit, late, sent)
        return Ready(batch, self._message(batch)) if batch.changes else NOTHING

    def _take(self, answered: Answered) -> None:
        """Note what came of a push. Raises EpochChanged when central became another, and notes nothing.

        Everything then goes out again in the new life; receipts make that harmless.
        """
        applied = ledger.take_reply(self.store, self.identity, answered)
        if applied is None:
            raise EpochChanged("no_progress")
        if self.spool is not None and applied:
            with suppress(SpoolError):  # it is trimmed at the next start; central has what it holds
                self.spool.trim(applied)

    async def _push(self, ready: Ready) -> PushReply | None:
        """Central's answer, or None when what it could not receive was dealt with."""
        batch = ready.batch
        try:
            return await self.client.push(ready.message)
        except ContactFailed as failed:
            await asyncio.to_thread(ledger.attempted, self.store, batch)
            if isinstance(failed, Refused) and failed.detail == "epoch_changed":
                raise EpochChanged("no_progress") from failed
            if isinstance(failed, Refused) and failed.status in UNFIT:
                await self._single_out(batch)
                return None
            if isinstance(failed, Unreachable | Busy):
                self._slow_down(batch, failed)
            raise

    def _slow_down(self, batch: Batch, failed: ContactFailed) -> None:
        if self.limit == 1 and failed.code == "central_fault":
            self._put_last(batch.changes[0].stream)
        self.limit = max(1, min(self.limit, len(batch.changes)) // 2)

    def _message(self, batch: Batch) -> bytes:
        identity = self.identity
        signature = self.key.sign_head(identity.desk_id, identity.incarnation, batch.head_n, batch.head)
        around = Push(
            changes=[], head_n=batch.head_n, head=batch.head, head_signature=signature, epoch=batch.epoch
        )
        said = around.model_dump_json(exclude={"changes"}).encode()
        return b'{"changes":[' + b",".join([change.text for change in batch.changes]) + b"]," + said[1:]

    async def _single_out(self, batch: Batch) -> None:
        """Find the one change that central cannot receive, and put only that one aside."""
        if len(batch.changes) > 1:
            self.limit = len(batch.changes) // 2
            return
        # When even an empty push is refused, the fault is not the change's.
        await self.client.push(self._message(replace(batch, changes=[])))
        await asyncio.to_thread(ledger.set_aside, self.store, batch.changes[0])

    def _pace(self, answered: Answered) -> None:
        """Go on after an answer with fewer verdicts than changes; raise Busy when it leads nowhere.

        A batch without any is cut in halves down to the one change over which central stumbles; its stream
        then goes last, and once it is first again, all that are left had their turn.
        """
        told, changes = answered.told, answered.batch.changes
        for change in changes:
            if change.change_id in told:
                self.stumbled.pop(change.stream, None)
        self.barren = 0 if told else self.barren + 1
        left = [change.stream for change in answered.left]
        if told:
            self.limit = min(PUSH_CHANGES, self.limit * 2)
            if left:  # perhaps; a change behind it may be the one
                self._put_last(left[0])
        elif len(changes) > 1:
            self.limit = len(changes) // 2
        elif left[0] in self.had_turn or self.barren >= BARREN_PUSHES:
            raise Busy("no_progress")
        else:
            self.had_turn.add(left[0])
            self._put_last(left[0])

    def _put_last(self, stream: str) -> None:
        self.stumbled.pop(stream, None)
        self.stumbled[stream] = None
