"""Each way in which the line fails: its word in the header, the outbox kept, and the effect only once."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from desk.db.log_tables import ChangeState
from desk.records.base import utc_now
from desk.sync.worker import Worker
from desk.usecases.register_visit import Receipt
from tests.central.world import World
from tests.sync.faulty import Fault
from tests.sync.house import House

Enrol = Callable[..., House]

WORDS = {
    Fault.DROP_REQUEST: "unreachable",
    Fault.LOSE_REPLY: "unreachable",
    Fault.LATE: "too_slow",
    Fault.CUT: "connection_cut",
    Fault.ERROR_500: "central_fault",
    Fault.PORTAL: "portal",
    Fault.WRONG_JSON: "nonsense",
    Fault.REDIRECT: "redirected",
    Fault.OVERSIZED: "oversized",
    Fault.BUSY: "central_busy",
}


def numbers(world: World) -> list[str]:
    rows = world.db.execute("select number from record where entity = 'visit' order by number")
    return [row[0] for row in rows]


@pytest.mark.parametrize("path", ["/token", "/hello", "/push", "/pull"])
def test_i2_a_failing_line_is_named_and_nothing_is_lost_or_doubled(
    house: House, world: World, path: str
) -> None:
    receipts: list[Receipt] = []
    for fault, word in WORDS.items():
        receipts += [house.register(), house.register()]
        status = house.sync(fault, path=path)
        # A central that stumbles over a push alone is still read from.
        still_online = path == "/push" and fault is Fault.ERROR_500
        assert (status.online, status.reason) == (still_online, word)
        assert status.next_attempt is not None
        if path != "/pull":
            assert status.pending == 2
        assert house.sync().pending == 0
        assert numbers(world) == [receipt.number for receipt in receipts]
    assert world.count("select count(*) from feed where kind = 'visit.registered'") == len(receipts)
    assert set(house.visits().values()) == {row.feed_n for row in house.log()}


@pytest.mark.parametrize("path", ["/hello", "/push", "/pull"])
@pytest.mark.parametrize("fault", [Fault.DUPLICATE, Fault.SLOW])
def test_a_doubled_or_slow_exchange_is_none_the_wiser(
    house: House, world: World, fault: Fault, path: str
) -> None:
    receipt = house.register()
    assert house.sync(fault, path=path).online
    assert numbers(world) == [receipt.number]
    assert house.states() == [ChangeState.acknowledged]


def test_i1_a_lost_response_and_a_resend_apply_once(house: House, world: World) -> None:
    receipt = house.register()
    house.sync(Fault.LOSE_REPLY, path="/push")
    assert numbers(world) == [receipt.number]
    assert house.states() == [ChangeState.pending]
    house.sync()
    assert house.states() == [ChangeState.acknowledged]
    assert world.count("select count(*) from feed where kind = 'visit.registered'") == 1
    assert house.log()[0].attempts == 2


def test_a_push_that_arrives_after_its_resend_changes_nothing(house: House, world: World) -> None:
    house.register()

    async def late(worker: Worker) -> None:
        await worker.attempt()
        await worker.attempt()
        assert house.transport is not None
        await house.transport.deliver_late()

    house.run(late, Fault.LATE, path="/push")
    before = world.count("select n from feed_head")
    house.sync()
    assert world.count("select n from feed_head") == before
    assert world.alarms() == []


def test_central_switched_off_and_on_again(house: House, world: World) -> None:
    house.register()
    url, house.url = house.url, "http://127.0.0.1:9"
    assert house.sync().reason == "unreachable"
    house.url = url
    assert house.sync().pending == 0


def test_an_expired_token_is_renewed_in_silence(house: House, world: World) -> None:
    async def twice(worker: Worker) -> None:
        await worker.attempt()
        world.db.execute("delete from token")
        house.register()
        await worker.attempt()
        assert worker.status.online

    house.run(twice)
    assert house.states() == [ChangeState.acknowledged]


def test_a_desk_that_was_revoked_is_told_so_and_keeps_its_work(house: House, world: World) -> None:
    house.register()
    world.db.execute("update desk set revoked = true")
    status = house.sync()
    assert (status.reason, status.pending) == ("desk_unknown", 1)


def test_a_desk_with_a_wrong_clock_still_delivers(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.register()
    for module in ("desk.sync.client", "desk.sync.session"):
        monkeypatch.setattr(f"{module}.utc_now", lambda: utc_now() - timedelta(days=400))
    assert house.sync().pending == 0
    assert house.clock.offset == pytest.approx(400 * 86_400_000, abs=5000)


def test_a_slow_line_gets_smaller_batches_until_one_passes(house: House) -> None:
    for _ in range(8):
        house.register()

    async def work(worker: Worker) -> list[int]:
        assert house.session is not None
        sizes = []
        for _ in range(4):
            await worker.attempt()
            sizes.append(house.session.outbox.limit)
        return sizes

    sizes = house.run(work, Fault.CUT, Fault.CUT, Fault.CUT, path="/push")
    assert sizes[:3] == [4, 2, 1]
    assert house.states() == [ChangeState.acknowledged] * 8


def test_i18_the_header_shows_the_tables_counts_throughout(house: House) -> None:
    for _ in range(3):
        house.register()
    house.sync(Fault.CUT, path="/push")
    house.sync()

    async def settle() -> None:
        await asyncio.sleep(0)

    asyncio.run(settle())
    last = house.statuses[-1]
    assert (last.pending, last.blocked, last.rejected, last.conflicts) == (0, 0, 0, 0)
    assert {status.pending for status in house.statuses} >= {3, 0}
