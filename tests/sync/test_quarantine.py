"""Rejected changes: seen at both ends, in nobody's way but their own stream's."""

import json
from collections.abc import Callable
from typing import Any

import zstandard

from desk.db import change_states, changes
from desk.db.log_tables import ChangeState
from desk.records.base import new_id, utc_now
from desk.records.kinds import SignIn
from tests.central.world import World
from tests.sync.faulty import reply
from tests.sync.house import House

Enrol = Callable[..., House]
A, B, P, R = ChangeState.acknowledged, ChangeState.blocked, ChangeState.pending, ChangeState.rejected


def write(house: House, stream: str, *, good: bool = True) -> Any:
    """A change of a stream; a bad one names a desk that this one is not."""
    desk = house.desk
    said = SignIn(
        id=new_id(),
        clerk=desk.clerk.id,
        clerk_name="Nümunə",
        office=house.office,
        desk=desk.identity.desk if good else "XYZ9",
        at=utc_now(),
    )
    with desk.store.write() as connection:
        return changes.append(connection, desk.author, "session.opened", stream, said)


def letters(world: World) -> dict[Any, str]:
    rows = world.db.execute(
        "select change_id, body from dead_letter where state = 'open' and code <> 'stream_blocked'"
    )
    return {row[0]: row[1] for row in rows}


def test_i5_a_rejected_change_is_seen_at_the_desk_and_at_central_with_its_body(
    house: House, world: World
) -> None:
    bad = write(house, "session:1", good=False)
    status = house.sync()
    assert (status.online, status.rejected, status.pending) == (True, 1, 0)
    assert house.states() == [R]
    assert json.loads(house.log()[0].result)["code"] == "not_permitted"
    assert house.log()[0].body == bad.body
    assert letters(world) == {bad.change_id: bad.body}


def test_i10_a_rejected_change_holds_up_its_own_stream_only(house: House) -> None:
    write(house, "session:1", good=False)
    write(house, "session:1")
    write(house, "session:2")
    status = house.sync()
    assert house.states() == [R, B, A]
    assert (status.rejected, status.blocked, status.pending) == (1, 1, 0)
    write(house, "session:1")
    write(house, "session:3")
    house.sync()
    assert house.states() == [R, B, A, B, A]


def test_a_change_sent_again_that_central_now_takes_lets_its_stream_go(house: House, world: World) -> None:
    house.sync()
    body = write(house, "session:1")
    write(house, "session:1")
    world.db.execute("update record set id = 'gone' where entity = 'clerk' and id = 'clerk-GNC'")
    house.sync()
    assert house.states() == [R, B]
    world.db.execute("update record set id = 'clerk-GNC' where id = 'gone'")
    house.sync()
    assert house.states() == [R, B]
    with house.opened.store.write() as connection:
        assert change_states.resend(connection, body.change_id)
    assert house.states() == [P, B] or house.states() == [P, P]
    house.sync()
    assert house.states() == [A, A]
    assert letters(world) == {}


def test_a_quarantine_that_central_lost_is_reported_again(house: House, world: World) -> None:
    bad = write(house, "session:1", good=False)
    house.sync()
    world.db.execute("delete from dead_letter")
    world.db.execute("delete from change_receipt")
    assert letters(world) == {}
    house.sync()
    assert letters(world) == {bad.change_id: bad.body}
    assert house.states() == [R]


def test_a_change_that_was_applied_while_its_answer_was_lost_leaves_the_quarantine(
    house: House, world: World
) -> None:
    bad = write(house, "session:1", good=False)
    house.sync()
    world.db.execute("update dead_letter set state = 'applied' where change_id = %s", (bad.change_id,))
    house.sync()
    assert house.states() == [A]


def test_a_quiet_desk_with_a_quarantine_sends_no_push(house: House) -> None:
    write(house, "session:1", good=False)
    house.sync()
    house.sync()
    assert house.transport is not None
    assert [path for path, _ in house.transport.seen if path.endswith("/push")] == []


def test_a_poisonous_message_is_singled_out_and_the_others_pass(house: House, world: World) -> None:
    """Something between desk and central refuses every push that carries the one change."""
    for _ in range(3):
        house.register()
    poison = house.register(surname="Zəhər")
    for _ in range(4):
        house.register()

    async def work(worker: Any) -> None:
        assert house.transport is not None
        inner = house.transport.handle_async_request

        async def guard(request: Any) -> Any:
            content = await request.aread()
            if request.headers.get("Content-Encoding") == "zstd":
                content = zstandard.ZstdDecompressor().decompressobj().decompress(content)
            if "Zəhər".encode() in content:
                return reply(413, b'{"code":"body_too_large"}')
            return await inner(request)

        house.transport.handle_async_request = guard  # type: ignore[method-assign]
        await worker.attempt()
        assert worker.status.online

    house.run(work)
    assert house.states() == [A, A, A, R, A, A, A, A]
    assert world.count("select count(*) from record where entity = 'visit'") == 7
    house.sync()
    assert house.states() == [A] * 8
    assert world.count("select count(*) from record where number = %s", poison.number) == 1


def test_a_push_that_is_refused_even_empty_quarantines_nothing(house: House) -> None:
    house.register()

    async def work(worker: Any) -> None:
        assert house.transport is not None
        inner = house.transport.handle_async_request

        async def guard(request: Any) -> Any:
            if request.url.path.endswith("/push"):
                return reply(422, b'{"code":"invalid"}')
            return await inner(request)

        house.transport.handle_async_request = guard  # type: ignore[method-assign]
        await worker.attempt()
        assert worker.status.reason == "message_refused"

    house.run(work)
    assert house.states() == [P]
