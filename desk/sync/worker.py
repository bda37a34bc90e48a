"""The one task that keeps the desk in step with central for as long as the desk is open."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from desk.db.store import StoreFailed
from desk.records.base import utc_now
from desk.sync import ledger, merge
from desk.sync.outcomes import Busy, ContactFailed, Refused
from desk.sync.pace import Pace
from desk.sync.session import EpochChanged, Session
from desk.sync.status import SyncStatus

log = logging.getLogger("desk.sync")

EPOCH_TURNS = 3
"""How often in one round central may become another before the round counts as failed."""


class HeldUp(Exception):
    """The line is up and the feed was read, but central does not take the next change now."""

    def __init__(self, cause: ContactFailed) -> None:
        super().__init__(cause.code)
        self.cause = cause


def _wish(failed: ContactFailed) -> float:
    return failed.retry_after if isinstance(failed, Busy) else 0.0


class Worker:
    """Synchronises, waits, and synchronises again; no failure ends it."""

    def __init__(
        self,
        session: Session,
        on_status: Callable[[SyncStatus], None],
        pace: Pace | None = None,
    ) -> None:
        self._session = session
        self._on_status = on_status
        self._pace = pace or Pace()
        self._woken = asyncio.Event()
        self._urgent = False
        self._not_before = 0.0
        self._failures = 0
        self._greeted: float | None = None
        """When the hello was said that still serves, by the monotonic clock."""
        self._wish = 0.0
        self.status = SyncStatus()
        session.on_progress = self._progressed
        self._publishing: asyncio.Task[None] | None = None
        self._to_count = False
        self.after_round: Callable[[], None] = lambda: None
        """Called in a thread after each whole round: central was heard and its feed was read to the end."""

    def wake(self, *, urgent: bool = False) -> None:
        """Something was written: count it, and synchronise now when the line is up.

        `urgent` (a clerk pressed F5) cuts short the wait after a failure too, but not what central asked for.
        """
        self._urgent = self._urgent or urgent
        self._woken.set()
        self._progressed()

    async def run(self) -> None:
        """Work until cancelled; the line is closed at the end."""
        try:
            await self._begin()
            while True:
                wait = await self.attempt()
                await self._rest(wait)
        finally:
            await self.close()

    async def close(self) -> None:
        """Stop loading the list and close the line; `run` does so by itself."""
        if self._session.restrictions is not None:
            await self._session.restrictions.close()
        await self._session.client.close()

    async def list_settled(self) -> None:
        """Wait for a load of the list that is under way."""
        if self._session.restrictions is not None:
            await self._session.restrictions.settled()
            await self._publish()

    async def _begin(self) -> None:
        try:
            await asyncio.to_thread(merge.read_parked, self._session.store)
            contact = await asyncio.to_thread(ledger.last_contact, self._session.store)
        except Exception as error:  # the first attempt says what is wrong with the store
            log.error("reading what the last contact left failed: %s", type(error).__name__)
        else:
            self.status = replace(self.status, last_contact=contact)
        await self._publish()

    async def attempt(self) -> float:
        """Synchronise once and return the seconds until the next attempt; raises nothing but cancellation."""
        self.status = replace(self.status, working=True, next_attempt=None)
        wish = 0.0
        try:
            wish = await self._round()
        except HeldUp as held_up:
            return await self._failed(held_up.cause.code, _wish(held_up.cause), online=True)
        except ContactFailed as failed:
            log.info("no synchronisation: %s", failed)
            return await self._failed(failed.code, _wish(failed))
        except StoreFailed as failed:
            return await self._failed(failed.code, 0.0)
        except (
            Exception
        ) as error:  # the loop outlives every fault of the program: nothing may strand the outbox
            log.error("synchronisation stumbled: %s", type(error).__name__)
            return await self._failed("internal_fault", 0.0)
        await self._follow()
        self._failures = 0
        self._not_before = time.monotonic() + min(wish, self._pace.longest_wish)
        wait = self._pace.between(wish)
        self.status = replace(self.status, online=True, reason="")
        await self._settle(wait)
        return wait

    async def _follow(self) -> None:
        """Do what follows from the register that was just read; a failure of it is no failure of the line."""
        try:
            await asyncio.to_thread(self.after_round)
        except Exception as error:  # the next contact tries again
            log.error("following the register failed: %s", type(error).__name__)

    async def _round(self) -> float:
        for _turn in range(EPOCH_TURNS):
            await self._greet()
            self._urgent = False
            self.status = replace(self.status, online=True, reason="")
            try:
                held_up = await self._deliver()
                await self._session.fetch()
            except EpochChanged:
                self._greeted = None
                continue
            if held_up is not None:
                raise HeldUp(held_up)
            return self._wish
        raise Busy("no_progress")

    async def _greet(self) -> None:
        """Say hello, unless a moment ago one went well and nothing has failed since."""
        now = time.monotonic()
        if self._greeted is not None and now - self._greeted < self._pace.greeting and not self._urgent:
            self._session.directives = []  # obeyed when they came
            return
        reply = await self._session.greet()
        self._greeted, self._wish = now, float(reply.retry_after)
        self.status = replace(self.status, last_contact=self._session.clock.now())
        if self._failures and not self._urgent:
            await asyncio.sleep(self._pace.first_contact())

    async def _deliver(self) -> Busy | Refused | None:
        """Push what is pending; what central cannot take now must not keep the feed from the desk."""
        try:
            await self._session.deliver()
        except (Busy, Refused) as failed:
            if failed.code == "central_busy":
                raise
            return failed
        return None

    async def _failed(self, code: str, wish: float, *, online: bool = False) -> float:
        self._failures += 1
        self._greeted = None
        self._urgent = False
        self._not_before = time.monotonic() + min(wish, self._pace.longest_wish)
        wait = self._pace.retry(self._failures, wish)
        self.status = replace(self.status, online=online, reason=code)
        await self._settle(wait)
        return wait

    async def _settle(self, wait: float) -> None:
        await asyncio.to_thread(self._session.clock.keep)
        self.status = replace(self.status, working=False, next_attempt=utc_now() + timedelta(seconds=wait))
        await self._publish()

    async def _rest(self, wait: float) -> None:
        """Wait, at most so long; a wake ends the wait when the line is up, an urgent one in any case."""
        until = time.monotonic() + wait
        while (left := until - time.monotonic()) > 0:
            if self._woken.is_set():
                self._woken.clear()
                if self._urgent or not self._failures:
                    until = min(until, self._not_before)
                continue
            try:
                async with asyncio.timeout(left):
                    await self._woken.wait()
            except TimeoutError:
                return

    def _progressed(self) -> None:
        """Show the counters while the work goes on; one count at a time, the last one after the last call."""
        self._to_count = True
        if self._publishing is None or self._publishing.done():
            self._publishing = asyncio.create_task(self._count())

    async def _count(self) -> None:
        while self._to_count:
            self._to_count = False
            await self._publish()

    async def _publish(self) -> None:
        keeper = self._session.restrictions
        try:
            counts = await asyncio.to_thread(ledger.counts, self._session.store)
        except Exception as error:  # a store that fails is told by the round that needs it
            log.error("counting failed: %s", type(error).__name__)
        else:
            self.status = replace(
                self.status,
                counted=True,
                pending=counts.pending,
                blocked=counts.blocked,
                rejected=counts.rejected,
                conflicts=counts.conflicts,
                server_offset=self._session.clock.offset,
                clock_behind=self._session.clock.trusted.read().clock_suspect,
                list_fault=keeper.fault if keeper else "",
                list_progress=keeper.progress if keeper else None,
            )
        self._on_status(self.status)
