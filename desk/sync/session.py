"""One synchronisation with central: hello, deliver until nothing is pending, fetch each scope to its head."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from desk.db.cursors import Cursor, SnapshotPlace
from desk.db.store import Store
from desk.records.base import utc_now
from desk.records.wire import (
    PULL_EVENTS,
    PUSH_CHANGES,
    Hello,
    HelloReply,
    Page,
    Push,
    PushReply,
    Snapshot,
)
from desk.sync import blobs, directives, ledger, merge, repair, returned, snapshot
from desk.sync.ledger import HeadSigner
from desk.sync.list_load import ListKeeper
from desk.sync.outcomes import Busy, ContactFailed, Nonsense, Refused, Unreachable
from desk.usecases.desk import Clock, Identity
from desk.usecases.log_check import note_fault
from desk.usecases.set_up import FENCED

BARREN_PUSHES = 20
"""Pushes without a verdict in a row after which central is left in peace for a while."""
FAR = 20_000
"""Events still ahead after a page from which on a scope's present state is fetched instead of its history."""
COMPARE_SECONDS = 6 * 3600.0
"""How often what the desk holds is compared with central; at its first contact in any case."""
UNFIT = {400, 413, 422}
"""Statuses with which central refuses a message for what is in it."""


class Client(Protocol):
    """What a session needs of desk.sync.client."""

    async def hello(self, message: Hello) -> HelloReply:
        """Say what this desk is and holds."""

    async def push(self, message: Push) -> PushReply:
        """Deliver changes."""

    async def pull(self, scope: str, epoch: UUID, after: int, limit: int) -> Page:
        """Fetch a page of a scope."""

    async def snapshot(self, scope: str, pin: int | None, after_key: str, limit: int) -> Snapshot:
        """Fetch a page of a scope's present state."""

    async def close(self) -> None:
        """Close the line."""


class SafetyCopy(Protocol):
    """What a session needs of the spool."""

    def trim(self, acknowledged: Iterable[UUID]) -> None:
        """Forget what central holds."""

    def refill(self, unacknowledged: Iterable[tuple[UUID, bytes]]) -> int:
        """Keep what central does not hold any more."""


class EpochChanged(ContactFailed):
    """Central became another in the middle: the session starts again with a hello."""


@dataclass
class Session:
    """The desk's side of the protocol; every database step runs in a worker thread."""

    store: Store
    identity: Identity
    client: Client
    key: HeadSigner
    clock: Clock
    spool: SafetyCopy | None = None
    restrictions: ListKeeper | None = None
    on_progress: Callable[[], None] = lambda: None
    limit: int = PUSH_CHANGES
    """Changes in the next push: halved when one fails, doubled when one succeeds."""
    stumbled: set[str] = field(default_factory=set)
    """Streams over which central stumbled: they go after all others, so that none waits for them."""

    directives: list[str] = field(default_factory=list)
    """What headquarters asked for at the last hello."""
    compared: float | None = None
    """When the desk last compared what it holds with central, by the monotonic clock."""
    repaired: int = 0
    """Rows that differed from central's and were replaced."""
    looked: bool = False
    """Whether the desk's own log was looked at since the program began."""
    barren: int = 0
    """Pushes in a row without a single verdict."""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The parts of the feed that go into the desk's own file; the list of restrictions has another."""
        office = self.identity.office
        queue = f"queue:{office}"
        if self.identity.is_board:
            return ("all", queue)
        return ("all", f"office:{office}", queue, "cases", ledger.REGISTERS)

    async def greet(self) -> HelloReply:
        """Say hello and follow the answer. Raises Refused `file_older` when the file is an old copy."""
        if not self.looked:
            await asyncio.to_thread(note_fault, self.store)
            self.looked = True
        sent = await asyncio.to_thread(ledger.greeting, self.store, self.identity, self.key)
        began = utc_now()
        reply = await self.client.hello(sent)
        self.clock.offset = _offset(began, utc_now(), reply.server_time)
        self.clock.trusted.seen(reply.server_time)
        taken = await asyncio.to_thread(ledger.take_hello, self.store, sent, reply, self.clock.offset)
        if taken.older_file:
            # New numbers under this desk's code may have been printed before: nothing more is written.
            self.store.stopped = FENCED
            raise Refused(FENCED)
        if taken.new_epoch:
            self.limit, self.stumbled = PUSH_CHANGES, set()
            await asyncio.to_thread(self._refill)
        if taken.lacking:
            await returned.take_back(self.store, self.client)
            await asyncio.to_thread(self._refill)
        self.directives = reply.directives
        await directives.obey(self, self.directives, delivered=False)
        self.on_progress()
        return reply

    def _refill(self) -> None:
        if self.spool is not None:
            self.spool.refill(ledger.payloads(self.store))

    async def deliver(self) -> None:
        """Push batch after batch until nothing is pending; what names a blob goes after the blob."""
        self.barren = 0
        while True:
            batch = await asyncio.to_thread(ledger.next_batch, self.store, self.limit, self.stumbled)
            if not batch.changes:
                if await blobs.send_next(self.store, self.client):
                    continue
                return
            reply = await self._push(batch)
            if reply is not None:
                await self._take(batch, reply)
            self.on_progress()

    async def _push(self, batch: ledger.Batch) -> PushReply | None:
        try:
            return await self.client.push(self._message(batch))
        except Refused as refused:
            if refused.detail == "epoch_changed":
                raise EpochChanged("no_progress") from refused
            if refused.status not in UNFIT:
                raise
            await self._single_out(batch, refused)
            return None
        except (Unreachable, Busy) as failed:
            if self.limit == 1 and failed.code == "central_fault":
                self.stumbled.add(batch.changes[0].stream)
            self.limit = max(1, min(self.limit, len(batch.changes)) // 2)
            raise

    def _message(self, batch: ledger.Batch) -> Push:
        identity = self.identity
        signature = self.key.sign_head(identity.desk_id, identity.incarnation, batch.head_n, batch.head)
        return Push(
            changes=batch.changes,
            head_n=batch.head_n,
            head=batch.head,
            head_signature=signature,
            epoch=batch.epoch,
        )

    async def _single_out(self, batch: ledger.Batch, refused: Refused) -> None:
        """Find the one change that central cannot receive, and put only that one aside."""
        if len(batch.changes) > 1:
            self.limit = len(batch.changes) // 2
            return
        # When even an empty push is refused, the fault is not the change's.
        await self.client.push(self._message(replace(batch, changes=[])))
        await asyncio.to_thread(ledger.set_aside, self.store, batch.changes[0])

    async def _take(self, batch: ledger.Batch, reply: PushReply) -> None:
        epoch = await asyncio.to_thread(ledger.epoch_of, self.store)
        if reply.epoch != epoch:
            # Nothing is settled: everything goes out again in the new life, receipts make that harmless.
            raise EpochChanged("no_progress")
        results = ledger.answered(batch, reply.results)
        applied = await asyncio.to_thread(ledger.take_results, self.store, results)
        if reply.countersigned is not None:
            await asyncio.to_thread(ledger.keep_head, self.store, self.identity, reply.countersigned)
        if self.spool is not None and applied:
            await asyncio.to_thread(self.spool.trim, applied)
        self._pace(batch, {result.change_id for result in results})

    def _pace(self, batch: ledger.Batch, told: set[UUID]) -> None:
        """Go on after an answer with fewer verdicts than changes; raise Busy when it leads nowhere.

        A batch without any is cut in halves down to the one change over which central stumbles; its stream
        then goes last, and once it is first all the same, only such streams are left.
        """
        self.stumbled -= {change.stream for change in batch.changes if change.change_id in told}
        self.barren = 0 if told else self.barren + 1
        left = [change.stream for change in batch.changes if change.change_id not in told]
        if told:
            self.limit = min(PUSH_CHANGES, self.limit * 2)
            self.stumbled.update(left[:1])
        elif len(batch.changes) > 1:
            self.limit = len(batch.changes) // 2
        elif left[0] in self.stumbled or self.barren >= BARREN_PUSHES:
            raise Busy("no_progress")
        else:
            self.stumbled.add(left[0])

    async def fetch(self) -> None:
        """Pull every scope up to the feed's head."""
        epoch = await asyncio.to_thread(ledger.epoch_of, self.store)
        if epoch is None:
            raise EpochChanged("no_progress")
        for scope in self.scopes:
            if await asyncio.to_thread(ledger.reads, self.store, scope, self.identity.office):
                await self._follow(scope, epoch)
        await asyncio.to_thread(merge.end_of_feed, self.store)
        await self._compare(epoch)
        await blobs.fetch_wanted(self.store, self.client)
        await directives.obey(self, self.directives, delivered=True)
        if self.restrictions is not None:
            await self.restrictions.follow(epoch, self._page)

    async def _compare(self, epoch: UUID) -> None:
        """See now and then that the desk holds what central does, and repair what differs."""
        if self.compared is not None and time.monotonic() - self.compared < COMPARE_SECONDS:
            return
        for scope in self.scopes:
            self.repaired += await repair.compare(self.store, self.client, scope, epoch)
        self.compared = time.monotonic()

    async def _follow(self, scope: str, epoch: UUID) -> None:
        """Bring a scope to its head: by the feed, or by its present state when much of the feed is ahead."""
        place = await asyncio.to_thread(merge.place_of, self.store, scope, epoch)
        cut = await asyncio.to_thread(snapshot.place_of, self.store, scope, epoch)
        if cut is not None or not place.after:
            place = await self._load(scope, epoch, cut)
        loaded, at_head = False, False
        while not at_head:
            page = await self._page(scope, epoch, place.after)
            if page.head - page.next > FAR and not loaded:
                place, loaded = await self._load(scope, epoch, None), True
                continue
            merged = await asyncio.to_thread(merge.apply_page, self.store, page, place)
            place, at_head = merged.cursor, merged.at_head
            self.on_progress()

    async def _load(self, scope: str, epoch: UUID, place: SnapshotPlace | None) -> Cursor:
        """Fetch a scope's present state from where it was cut; the cursor is then at its pin."""
        while True:
            pin, key = (place.pin, place.after_key) if place else (None, "")
            page = await self.client.snapshot(scope, pin, key, PULL_EVENTS)
            if page.epoch != epoch:
                raise EpochChanged("no_progress")
            place = await asyncio.to_thread(snapshot.apply_page, self.store, scope, page, place)
            self.on_progress()
            if place is None:
                return await asyncio.to_thread(merge.place_of, self.store, scope, epoch)

    async def _page(self, scope: str, epoch: UUID, after: int) -> Page:
        try:
            page = await self.client.pull(scope, epoch, after, PULL_EVENTS)
        except Refused as refused:
            if refused.detail == "epoch_changed":
                raise EpochChanged("no_progress") from refused
            raise
        if page.epoch != epoch:
            raise EpochChanged("no_progress")
        return page


def _offset(began: datetime, ended: datetime, there: datetime) -> int:
    """Milliseconds that central's clock is ahead: its time against the middle of the exchange."""
    middle = began + (ended - began) / 2
    return round((there - middle).total_seconds() * 1000)


__all__ = ["Client", "EpochChanged", "HeadSigner", "Nonsense", "SafetyCopy", "Session"]
