"""One synchronisation with central: hello, deliver until nothing is pending, fetch each scope to its head."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from desk.config import Settings
from desk.db.cursors import Cursor, SnapshotPlace
from desk.db.spool import SpoolError
from desk.db.store import Store
from desk.records.base import utc_now
from desk.records.roles import for_scope
from desk.records.wire import (
    PULL_EVENTS,
    Hello,
    HelloReply,
    Page,
    PushReply,
    Snapshot,
)
from desk.sync import blobs, directives, ledger, merge, repair, returned, snapshot
from desk.sync.ahead import one_ahead
from desk.sync.ledger import HeadSigner
from desk.sync.list_load import ListKeeper
from desk.sync.outcomes import EpochChanged, Nonsense, Refused
from desk.sync.pushing import Outbox, SafetyCopy
from desk.usecases.desk import Clock, Identity
from desk.usecases.erased_files import forget_files
from desk.usecases.log_check import note_fault
from desk.usecases.set_up import FENCED

FAR = 20_000
"""Events still ahead after a page from which on a scope's present state is fetched instead of its history."""
COMPARE_SECONDS = 6 * 3600.0
"""How often what the desk holds is compared with central; at its first contact in any case."""


class Client(Protocol):
    """What a session needs of desk.sync.client."""

    async def hello(self, message: Hello) -> HelloReply:
        """Say what this desk is and holds."""

    async def push(self, message: bytes) -> PushReply:
        """Deliver changes: the JSON of a Push."""

    async def pull(self, scope: str, epoch: UUID, after: int, limit: int) -> Page:
        """Fetch a page of a scope."""

    async def snapshot(self, scope: str, pin: int | None, after_key: str, limit: int) -> Snapshot:
        """Fetch a page of a scope's present state."""

    async def close(self) -> None:
        """Close the line."""


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
    directives: list[str] = field(default_factory=list)
    """What headquarters asked for at the last hello."""
    compared: float | None = None
    """When the desk last compared what it holds with central, by the monotonic clock."""
    repaired: int = 0
    """Rows that differed from central's and were replaced."""
    looked: bool = False
    """Whether the desk's own log was looked at since the program began."""
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        self.outbox = Outbox(self.store, self.identity, self.client, self.key, self.spool)

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
            self.outbox.begin_anew()
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
            with suppress(SpoolError):  # the store has it all; the next start fills it up
                self.spool.refill(ledger.payloads(self.store))

    async def deliver(self) -> None:
        """Push batch after batch until nothing is pending."""
        await self.outbox.deliver(self.on_progress)

    async def fetch(self) -> None:
        """Pull every scope up to the feed's head."""
        epoch = await asyncio.to_thread(ledger.epoch_of, self.store)
        if epoch is None:
            raise EpochChanged("no_progress")
        # One page is fetched while the one before it is applied; to read it in a third thread gains nothing.
        async with aclosing(one_ahead(self._pages(epoch))) as pages:
            async for page, before in pages:
                await asyncio.to_thread(merge.apply_page, self.store, page, before)
                self.on_progress()
        await asyncio.to_thread(merge.end_of_feed, self.store)
        await asyncio.to_thread(forget_files, self.store, Settings(self.store.path.parent))
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

    async def _pages(self, epoch: UUID) -> AsyncGenerator[tuple[Page, Cursor], None]:
        """All that is ahead in every scope, page by page, each with the cursor that it was asked after."""
        for scope in self.scopes:
            if not await asyncio.to_thread(ledger.reads, self.store, scope, self.identity.office):
                continue
            try:
                place, page = await self._begin(scope, epoch)
            except Refused as refused:
                if refused.detail != "not_permitted" or not for_scope(scope):
                    raise
                continue  # central's clerks are others than the desk's, which this contact brings up to date
            while True:
                yield page, place
                place = merge.moved_to(place, page)
                if page.next >= page.head:
                    break
                page = await self._page(scope, epoch, place.after)

    async def _begin(self, scope: str, epoch: UUID) -> tuple[Cursor, Page]:
        """Where to follow a scope from, and the first page.

        By the feed, or by its present state when much of the feed is ahead.
        """
        place, cut = await asyncio.to_thread(snapshot.places_of, self.store, scope, epoch)
        if cut is None and place.after:
            page = await self._page(scope, epoch, place.after)
            if page.head - page.next <= FAR:
                return place, page
        place = await self._load(scope, epoch, cut)
        return place, await self._page(scope, epoch, place.after)

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
                return (await asyncio.to_thread(snapshot.places_of, self.store, scope, epoch))[0]

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
