"""The list of restrictions at the desk: loaded whole from a signed file once, then kept by the feed.

The load runs beside the rounds of the synchronisation: a visit never waits for a list of a million rows.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

from desk.crypto.list_file import list_verified
from desk.db import parked
from desk.db.restrictions.arriving import Arriving
from desk.db.restrictions.convert import row_of
from desk.db.restrictions.errors import ListCorruptError, ListDiskError, ListError, ListOutdatedError
from desk.db.restrictions.held import ARRIVING, HeldList
from desk.db.restrictions.row import Manifest, RestrictionRow
from desk.db.store import Store, StoreFailed
from desk.records.wire import Event, ListManifest, Page
from desk.sync.merge import check_order
from desk.sync.outcomes import Busy, ContactFailed, Nonsense, Refused, Unreachable

SCOPE = "restrictions"
KIND = "restriction.set"
DOWNLOADED = 20
"""Percent of a load that the download takes."""
_RETRIES = 5
_BUFFER = 1 << 20

Sink = Callable[[bytes], Awaitable[None]]
Fetch = Callable[[str, UUID, int], Awaitable[Page]]


class Source(Protocol):
    """What is needed of desk.sync.client."""

    async def list_manifest(self) -> ListManifest:
        """What central signs of the newest file."""

    async def list_file(self, version: int, start: int, sink: Sink) -> None:
        """The bytes of a file from a place on."""


class _Stopped(Exception):
    """The desk is being closed."""


class ListKeeper:
    """Keeps one desk's list; `fault` says why there is no newer one, `progress` how far a load is."""

    def __init__(
        self,
        held: HeldList,
        public_key: str,
        source: Source,
        store: Store,
        on_changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.held, self._public_key, self._source, self._store = held, public_key, source, store
        self.on_changed = on_changed
        """Called in a worker thread whenever rows of the list are newer than before."""
        self.fault = ""
        self.progress: int | None = None
        self._loading: asyncio.Task[None] | None = None
        self._stopped = False
        self._unparked = False

    async def follow(self, epoch: UUID, fetch: Fetch) -> None:
        """Bring the list up to the feed's head, or begin to load it when there is none of this epoch."""
        if self._loading is not None and not self._loading.done():
            return
        state = self.held.state
        if state is None or state.epoch != epoch:
            self._loading = asyncio.create_task(self._load(epoch))
            return
        try:
            await self._pull(epoch, fetch)
        except ListDiskError:
            self.fault = "list_disk"

    async def settled(self) -> None:
        """Wait for a load that is under way."""
        if self._loading is not None:
            await asyncio.gather(self._loading, return_exceptions=True)

    async def close(self) -> None:
        """Stop a load; it goes on there at the next start."""
        self._stopped = True
        if self._loading is not None:
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)

    async def _load(self, epoch: UUID) -> None:
        self.progress = 0
        try:
            manifest = await self._source.list_manifest()
            if self.held.state is not None and manifest.epoch != epoch:
                await asyncio.to_thread(self.held.begin_epoch, epoch)
            else:
                await self._take(manifest)
                await asyncio.to_thread(self.on_changed)
            self.fault = ""
        except Refused as refused:
            self.fault = "list_missing" if refused.status == 404 else refused.code
        except ContactFailed as failed:
            self.fault = failed.code
        except ListOutdatedError:
            self.fault = "list_older"
        except (ListDiskError, OSError):
            self.fault = "list_disk"
        except ListError:
            self.fault = "list_corrupt"
        except _Stopped:
            pass
        finally:
            self.progress = None

    async def _take(self, manifest: ListManifest) -> None:
        """Check, fetch and build; raises ContactFailed, ListError and OSError, and the old list stays."""
        if not list_verified(self._public_key, manifest.said, manifest.signature):
            raise Refused("list_unsigned" if self._public_key else "list_no_key")
        self.held.check_newer(manifest.as_of)
        arriving = await asyncio.to_thread(
            Arriving, self.held.folder / ARRIVING, self.held.key, manifest.digest
        )
        try:
            await self._download(manifest, arriving)
            await asyncio.to_thread(self._build, manifest, arriving)
        except ListCorruptError:
            await asyncio.to_thread(arriving.discard)
            raise
        except BaseException:
            arriving.close()
            raise
        await asyncio.to_thread(arriving.discard)

    async def _download(self, manifest: ListManifest, arriving: Arriving) -> None:
        """Fetch what is missing; a cut goes on where it was, as long as each attempt brings something."""
        have = await asyncio.to_thread(lambda: arriving.have)
        for _turn in range(_RETRIES * (1 + manifest.size // _BUFFER)):
            before = have
            try:
                if have < manifest.size:
                    await self._receive(manifest, arriving, have)
            except (Unreachable, Busy):
                if await asyncio.to_thread(lambda: arriving.have) == before:
                    raise
            have = await asyncio.to_thread(lambda: arriving.have)
            if have >= manifest.size:
                return
        raise Unreachable("connection_cut")

    async def _receive(self, manifest: ListManifest, arriving: Arriving, start: int) -> None:
        buffer = bytearray()
        got = start

        async def sink(piece: bytes) -> None:
            nonlocal got
            buffer.extend(piece)
            got += len(piece)
            if got > manifest.size:
                raise Nonsense("oversized")
            if len(buffer) >= _BUFFER:
                await asyncio.to_thread(arriving.add, bytes(buffer))
                buffer.clear()
                self.progress = DOWNLOADED * got // manifest.size

        try:
            await self._source.list_file(manifest.version, start, sink)
        finally:
            if buffer:
                arriving.add(bytes(buffer))

    def _build(self, manifest: ListManifest, arriving: Arriving) -> None:
        if arriving.have != manifest.size or arriving.digest() != manifest.digest:
            raise ListCorruptError("the file is not the one that was signed")

        def tell(percent: int) -> None:
            self.progress = DOWNLOADED + (100 - DOWNLOADED) * percent // 100
            if self._stopped:
                raise _Stopped

        rows = (self._row(line) for line in arriving.lines())
        about = Manifest(manifest.version, manifest.as_of, manifest.count)
        name = f"{manifest.version}-{manifest.digest[:16]}"
        self.held.replace(rows, about, manifest.epoch, name, tell)

    def _row(self, line: bytes) -> RestrictionRow:
        if self._stopped:
            raise _Stopped
        return row_of(line)

    async def _pull(self, epoch: UUID, fetch: Fetch) -> None:
        if not self._unparked:
            self._unparked = await asyncio.to_thread(self._unpark)
        changed = False
        while (state := self.held.state) is not None:
            page = await fetch(SCOPE, epoch, state.version)
            check_order(page, state.version)
            changed = await asyncio.to_thread(self._apply, page) or changed
            if page.next >= page.head:
                break
        self.fault = ""
        if changed:
            await asyncio.to_thread(self.on_changed)

    def _apply(self, page: Page) -> bool:
        """Apply a page; what cannot be read is parked first, so that the cursor may pass it."""
        rows: dict[str, RestrictionRow] = {}
        unread: list[Event] = []
        for event in page.events:
            row = _readable(event)
            if row is None:
                unread.append(event)
            else:
                rows[row.id] = row
        if unread:
            with self._store.write() as connection:
                for event in unread:
                    parked.put(connection, event, "body_unreadable")
        state = self.held.state
        at_head = page.next >= page.head
        if state is not None and (rows or page.next != state.version or at_head):
            # Not yet at the head the list is no newer than it was, whatever the page says of itself.
            self.held.apply(list(rows.values()), page.next, page.as_of if at_head else state.as_of)
        return bool(rows)

    def _unpark(self) -> bool:
        """Apply what an older version of the program could not read."""
        try:
            with self._store.write() as connection:
                for event in parked.every(connection):
                    row = _readable(event) if event.scope == SCOPE else None
                    state = self.held.state
                    if row is not None and state is not None:
                        self.held.apply([row], state.version, state.as_of)
                        parked.drop(connection, event.n)
        except StoreFailed:
            return False
        return True


def _readable(event: Event) -> RestrictionRow | None:
    if event.kind != KIND:
        return None
    try:
        return row_of(event.body)
    except ListCorruptError:
        return None
