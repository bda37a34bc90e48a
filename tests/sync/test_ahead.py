"""What a contact does ahead: never out of turn, one step at each stage, and nothing that outlives it."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desk.db import change_states, changes, facts
from desk.db.changes import Author
from desk.db.store import Store
from desk.records.base import new_id, utc_now
from desk.records.kinds import SignIn
from desk.records.wire import Outcome, Push, PushReply, Result
from desk.sync import ledger
from desk.sync.ahead import one_ahead
from desk.sync.outcomes import Unreachable
from desk.sync.pushing import Outbox
from desk.usecases.desk import Identity
from tests.sync.stores import blank_store
from tests.sync.test_worker import EPOCH, IDENTITY, Key


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = blank_store(tmp_path / "desk.db")
    with opened.write() as connection:
        facts.put(connection, epoch=str(EPOCH))
    yield opened
    opened.close()


def write(store: Store, *streams: str) -> list[UUID]:
    with store.write() as connection:
        author = Author(uuid4(), "clerk-1", 0)
        made = []
        for stream in streams:
            record = SignIn(id=new_id(), clerk="c", clerk_name="x", office="GNC", desk="GNC1", at=utc_now())
            made.append(changes.append(connection, author, "session.opened", stream, record).change_id)
    return made


@dataclass
class Central:
    """Applies what it gets, but what it was told to reject, and breaks off at a push when told."""

    rejects: set[UUID] = field(default_factory=set)
    breaks_at: int = 0
    pushes: list[list[UUID]] = field(default_factory=list)

    async def push(self, message: bytes) -> PushReply:
        sent = [change.change_id for change in Push.model_validate_json(message).changes]
        self.pushes.append(sent)
        if len(self.pushes) == self.breaks_at:
            raise Unreachable("connection_cut")
        await asyncio.sleep(0.01)
        results = [Result(change_id=one, outcome=self._outcome(one), feed_n=n) for n, one in enumerate(sent)]
        return PushReply(results=results, server_time=utc_now(), epoch=EPOCH)

    def _outcome(self, one: UUID) -> Outcome:
        return Outcome.rejected if one in self.rejects else Outcome.applied


def outbox(store: Store, central: Central, identity: Identity = IDENTITY) -> Outbox:
    return Outbox(store, identity, central, Key(), limit=2)


async def test_batches_go_out_in_the_order_written_each_change_once(store: Store) -> None:
    made, central = write(store, *(f"s{at}" for at in range(7))), Central()
    await outbox(store, central).deliver(lambda: None)
    assert [one for sent in central.pushes for one in sent] == made
    assert ledger.counts(store).pending == 0


async def test_what_stands_behind_a_rejected_change_is_not_sent_though_it_was_read_ahead(
    store: Store,
) -> None:
    made = write(store, "a", "b", "a", "c")
    central = Central(rejects={made[0]})
    await outbox(store, central).deliver(lambda: None)
    assert [one for sent in central.pushes for one in sent] == [made[0], made[1], made[3]]
    assert (ledger.counts(store).rejected, ledger.counts(store).blocked) == (1, 1)


async def test_an_answer_that_came_is_noted_though_the_next_push_breaks(store: Store) -> None:
    write(store, *(f"s{at}" for at in range(6)))
    central = Central(breaks_at=2)
    with pytest.raises(Unreachable):
        await outbox(store, central).deliver(lambda: None)
    assert ledger.counts(store).pending == 4
    with store.read() as connection:
        tries = [changes.one(connection, n).attempts for n in range(1, 7)]
    sent = 2 + len(central.pushes[1])
    assert tries == [1] * sent + [0] * (6 - sent)


def test_nothing_is_read_ahead_past_a_change_that_must_go_before(store: Store) -> None:
    made = write(store, "a", "b", "c", "d")
    with store.write() as connection:
        rejected = Result(change_id=made[0], outcome=Outcome.rejected, code="why")
        change_states.settle(connection, [rejected])
    sent = ledger.next_batch(store, 2)
    assert [one.change_id for one in sent.changes] == made[1:3]
    assert [one.change_id for one in ledger.next_batch(store, 2, (), sent).changes] == made[3:]
    with store.write() as connection:
        change_states.resend(connection, made[0])
    assert ledger.next_batch(store, 2, (), sent).changes == []


async def pages(seen: list[str], fails_at: int = 99) -> AsyncGenerator[int, None]:
    for number in range(5):
        if number == fails_at:
            raise Unreachable("connection_cut")
        seen.append(f"fetched {number}")
        yield number


async def test_the_next_page_is_fetched_while_one_is_applied_and_no_further() -> None:
    seen: list[str] = []
    async for number in one_ahead(pages(seen)):
        await asyncio.sleep(0.01)
        seen.append(f"applied {number}")
    assert seen.index("fetched 1") < seen.index("applied 0") < seen.index("fetched 2")
    assert [one for one in seen if one.startswith("applied")] == [f"applied {n}" for n in range(5)]


async def test_a_failure_comes_after_the_pages_before_it_were_applied() -> None:
    applied: list[int] = []

    async def apply_all() -> None:
        async for number in one_ahead(pages([], fails_at=2)):
            applied.append(number)

    with pytest.raises(Unreachable):
        await apply_all()
    assert applied == [0, 1]


async def test_two_stages_are_each_one_page_ahead_and_end_with_the_contact() -> None:
    seen, stages = list[str](), pages([])

    async def read() -> AsyncGenerator[int, None]:
        async with aclosing(one_ahead(stages)) as fetched:
            async for number in fetched:
                seen.append(f"read {number}")
                yield number

    async with aclosing(one_ahead(read())) as ready:
        async for number in ready:
            await asyncio.sleep(0.01)
            assert seen[-1] == f"read {number + 1}"
            if number == 1:
                break
    running = {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}
    assert not running
    assert await anext(stages, None) is None
