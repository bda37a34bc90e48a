import asyncio
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.db import changes
from desk.db.changes import Author
from desk.db.store import StoreFailed
from desk.records.base import utc_now
from desk.records.kinds import SignIn
from desk.records.wire import Hello, HelloReply, Page, PushReply, Snapshot
from desk.sync.outcomes import Busy, Nonsense, Refused, Unreachable
from desk.sync.pace import Pace
from desk.sync.session import Session
from desk.sync.status import SyncStatus
from desk.sync.worker import Worker
from desk.usecases.desk import Clock, Identity
from tests.sync.stores import blank_store

EPOCH = uuid4()
IDENTITY = Identity("GNC1", uuid4(), "GNC", uuid4(), "")


class Key:
    def sign_head(self, desk_id: UUID, incarnation: UUID, head_n: int, head: str) -> str:
        return ""


@dataclass
class Central:
    """Fails its hellos as told, one after the other, then answers."""

    failures: list[Exception] = field(default_factory=list)
    hellos: list[float] = field(default_factory=list)
    wish: int = 0

    async def hello(self, message: Hello) -> HelloReply:
        self.hellos.append(time.monotonic())
        if self.failures:
            raise self.failures.pop(0)
        return HelloReply(server_time=utc_now(), epoch=EPOCH, held_n=0, retry_after=self.wish)

    async def push(self, message: bytes) -> PushReply:
        return PushReply(results=[], server_time=utc_now(), epoch=EPOCH)

    async def pull(self, scope: str, epoch: UUID, after: int, limit: int) -> Page:
        return Page(epoch=EPOCH, events=[], next=after, head=after, as_of=utc_now())

    async def snapshot(self, scope: str, pin: int | None, after_key: str, limit: int) -> Snapshot:
        return Snapshot(epoch=EPOCH, pin=1, events=[], next_key="", as_of=utc_now())

    async def close(self) -> None:
        self.failures.clear()


def worker_of(path: Path, central: Central, pace: Pace) -> tuple[Worker, list[SyncStatus]]:
    statuses: list[SyncStatus] = []
    session = Session(blank_store(path), IDENTITY, central, Key(), Clock())
    return Worker(session, statuses.append, pace), statuses


FAILURES: list[Exception] = [
    Unreachable("unreachable"),
    Busy("central_busy", 1e9),
    Nonsense("portal"),
    Refused("desk_unknown", 401),
    StoreFailed("disk_full"),
    ZeroDivisionError(),
    RecursionError(),
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(FAILURES), max_size=12))
def test_no_attempt_is_ever_the_last(
    tmp_path_factory: pytest.TempPathFactory, failures: list[Exception]
) -> None:
    central = Central(list(failures))
    pace = Pace(cap=0.001, base=0.001, idle=60, spread=0, longest_wish=0.001, dice=random.Random(1))

    async def live() -> None:
        worker, _ = worker_of(tmp_path_factory.mktemp("desk") / "desk.db", central, pace)
        running = asyncio.create_task(worker.run())
        async with asyncio.timeout(5):
            await until(lambda: len(central.hellos) > len(failures))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        worker._session.store.close()

    asyncio.run(live())


def live(path: Path, central: Central, pace: Pace, meanwhile: Any) -> list[SyncStatus]:
    async def whole() -> list[SyncStatus]:
        worker, statuses = worker_of(path, central, pace)
        running = asyncio.create_task(worker.run())
        try:
            await asyncio.wait_for(meanwhile(worker), 5)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            worker._session.store.close()
        return statuses

    return asyncio.run(whole())


async def until(condition: Any) -> None:
    while not condition():  # noqa: ASYNC110 - what is waited for is another task's doing, without an event
        await asyncio.sleep(0.002)


def test_a_save_is_sent_at_once_while_the_line_is_up(tmp_path: Path) -> None:
    central = Central()

    async def meanwhile(worker: Worker) -> None:
        await until(lambda: worker.status.next_attempt is not None and worker.status.online)
        worker.wake()
        await until(lambda: len(central.hellos) == 2)

    live(tmp_path / "desk.db", central, Pace(idle=60, spread=0, greeting=0), meanwhile)


def test_a_save_soon_after_a_hello_needs_no_other(tmp_path: Path) -> None:
    central = Central()

    async def rounds() -> None:
        worker, _ = worker_of(tmp_path / "desk.db", central, Pace(greeting=60))
        for _turn in range(3):
            await worker.attempt()
        assert len(central.hellos) == 1
        worker.wake(urgent=True)
        await worker.attempt()
        assert len(central.hellos) == 2
        await worker.close()

    asyncio.run(rounds())


def test_a_save_in_an_outage_does_not_hammer_and_f5_does_try(tmp_path: Path) -> None:
    central = Central([Unreachable("unreachable"), Unreachable("unreachable")])

    async def meanwhile(worker: Worker) -> None:
        await until(lambda: worker.status.reason == "unreachable" and worker.status.next_attempt)
        for _ in range(20):
            worker.wake()
            await asyncio.sleep(0.002)
        assert len(central.hellos) == 1
        worker.wake(urgent=True)
        await until(lambda: len(central.hellos) == 2)

    pace = Pace(cap=500, base=500, idle=60, spread=0, dice=random.Random(3))
    live(tmp_path / "desk.db", central, pace, meanwhile)


def _write(worker: Worker) -> None:
    with worker._session.store.write() as connection:
        record = SignIn(id=uuid4(), clerk="c", clerk_name="x", office="GNC", desk="GNC1", at=utc_now())
        changes.append(connection, Author(uuid4(), "c", 0), "session.opened", "session:1", record)
    worker.wake()


class Hanging(Central):
    """Takes a hello and never answers."""

    async def hello(self, message: Hello) -> HelloReply:
        self.hellos.append(time.monotonic())
        await asyncio.Event().wait()
        raise AssertionError


def test_i18_what_is_written_while_central_does_not_answer_is_counted_at_once(tmp_path: Path) -> None:
    central = Hanging()

    async def meanwhile(worker: Worker) -> None:
        await until(lambda: central.hellos)
        before = worker.status.unsent
        _write(worker)
        _write(worker)
        await until(lambda: worker.status.unsent == before + 2)

    live(tmp_path / "desk.db", central, Pace(), meanwhile)


def test_i18_what_is_written_in_an_outage_is_counted_at_once(tmp_path: Path) -> None:
    central = Central([Unreachable("unreachable")])

    async def meanwhile(worker: Worker) -> None:
        await until(lambda: worker.status.reason == "unreachable" and worker.status.next_attempt)
        before = worker.status.unsent
        _write(worker)
        await until(lambda: worker.status.unsent == before + 1)
        assert len(central.hellos) == 1

    pace = Pace(cap=500, base=500, idle=60, spread=0, dice=random.Random(3))
    live(tmp_path / "desk.db", central, pace, meanwhile)


def test_f5_does_not_override_the_wait_that_central_asked_for(tmp_path: Path) -> None:
    central = Central([Busy("central_busy", 0.3)])

    async def meanwhile(worker: Worker) -> None:
        await until(lambda: worker.status.reason == "central_busy" and worker.status.next_attempt)
        worker.wake(urgent=True)
        await until(lambda: len(central.hellos) == 2)

    live(tmp_path / "desk.db", central, Pace(cap=500, base=500, idle=60, spread=0), meanwhile)
    assert central.hellos[1] - central.hellos[0] >= 0.3


def test_the_first_push_after_an_outage_waits_its_share(tmp_path: Path) -> None:
    class Recording(Pace):
        def first_contact(self) -> float:
            waited.append(1)
            return 0.0

    waited: list[int] = []
    central = Central([Unreachable("unreachable")])

    async def meanwhile(worker: Worker) -> None:
        await until(lambda: worker.status.online and not worker.status.working)

    live(tmp_path / "desk.db", central, Recording(cap=0, base=0, idle=60), meanwhile)
    assert waited == [1]


def test_the_header_tells_offline_with_its_reason_and_online_again(tmp_path: Path) -> None:
    central = Central([Nonsense("portal")])

    async def meanwhile(worker: Worker) -> None:
        await until(lambda: worker.status.online and not worker.status.working)

    statuses = live(tmp_path / "desk.db", central, Pace(cap=0, base=0, idle=60, spread=0), meanwhile)
    told = [(status.online, status.reason) for status in statuses]
    assert told[0] == (False, "")
    assert (False, "portal") in told
    assert told[-1] == (True, "")
    assert statuses[0].last_contact is None
    assert statuses[-1].last_contact is not None


def test_the_state_is_plain_data_without_the_network_library() -> None:
    code = (
        "import sys, desk.sync.status, desk.sync.states;"
        "print([name for name in ('httpx', 'sqlalchemy') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
