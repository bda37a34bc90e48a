"""The feed and the snapshot: every desk ends with what central holds."""

from uuid import uuid4

import httpx
import pytest

from central.epoch import new_epoch
from desk.records.wire import Event
from tests.central.double import Double
from tests.central.world import World, add_clerks


def whole(desk: Double, scope: str, after: int = 0, limit: int = 7) -> list[Event]:
    """All events of a scope after a cursor, a page at a time."""
    events: list[Event] = []
    while True:
        page = desk.pull(scope, after, limit)
        events += page.events
        if page.next == after or not page.events:
            return events
        after = page.next


def cut(desk: Double, scope: str, limit: int) -> dict[str, Event]:
    """A scope's state by snapshot pages of `limit` and the pull from their pin."""
    state: dict[str, Event] = {}
    pin, key = None, ""
    while True:
        page = desk.snapshot(scope, pin, key, limit)
        pin, key = page.pin, page.next_key
        for event in page.events:
            state[event.stream] = event
        if not key:
            break
        if len(desk.log) < 10:
            desk.push(desk.register())
    for event in whole(desk, scope, pin):
        if event.stream not in state or state[event.stream].n < event.n:
            state[event.stream] = event
    return state


def test_a_desk_reads_its_office_the_references_and_nothing_else(world: World) -> None:
    desk, other = world.desk(), world.desk("BAK")
    mine = desk.register()
    desk.push(mine)
    other.push(other.register())
    assert [event.change_id for event in whole(desk, "office:GNC")] == [mine.change_id]
    assert [event.body for event in whole(desk, "office:GNC")] == [mine.body]
    assert {event.kind for event in whole(desk, "all")} == {"clerk.set"}
    assert desk.line.get("/pull", params={"scope": "office:BAK", "epoch": "x", "after": 0}).status_code == 403
    assert other.line.get(f"/records/visit/{mine.stream.removeprefix('visit:')}").status_code == 404


def test_a_cursor_goes_to_the_head_when_the_page_is_the_last(world: World) -> None:
    desk, other = world.desk(), world.desk("BAK")
    desk.push(*[desk.register() for _ in range(3)])
    other.push(*[other.register() for _ in range(4)])
    page = desk.pull(limit=3)
    assert (len(page.events), page.next, page.head) == (3, 5, 9)
    last = desk.pull(after=page.next, limit=3)
    assert (last.events, last.next, last.head) == ([], 9, 9)


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_i12_a_snapshot_cut_anywhere_equals_the_feed(world: World, limit: int) -> None:
    desk = world.desk()
    desk.push(*[desk.register() for _ in range(7)])
    found = cut(desk, "office:GNC", limit)
    assert found == {event.stream: event for event in whole(desk, "office:GNC")}


def test_a_snapshot_shows_an_edited_record_as_it_is_now(world: World) -> None:
    desk = world.desk()
    visit = desk.visit(note="one")
    desk.push(
        desk.write("visit.registered", visit, f"visit:{visit.id}"), desk.edit(visit.id, note=("one", "two"))
    )
    page = desk.snapshot("office:GNC", None, "", 10)
    assert [event.n for event in page.events] == [page.pin]
    assert '"note":"two"' in page.events[0].body


def test_an_unchanged_reference_is_not_told_again(world: World) -> None:
    desk = world.desk()
    head = desk.pull("all").head
    add_clerks(world.db, "GNC", "BAK")
    assert desk.pull("all").head == head


def test_a_new_epoch_refuses_old_cursors_and_tells_itself(world: World) -> None:
    desk = world.desk()
    epoch = new_epoch(world.db)
    desk.sign_in()
    wish = {"scope": "all", "epoch": str(desk.me.epoch), "after": "0"}
    reply = desk.line.get("/pull", params=wish)
    assert (reply.status_code, reply.json()) == (409, {"code": "epoch_changed", "epoch": str(epoch)})
    assert desk.hello().epoch == epoch
    assert desk.pull("all", epoch=epoch).epoch == epoch
    assert world.desk().me.desk == "GNC22", "a restored central skips codes that it may have issued"


def test_a_large_page_is_compressed_for_those_who_ask(world: World) -> None:
    desk = world.desk()
    desk.push(*[desk.register() for _ in range(10)])
    plain = desk.line.get(
        "/pull",
        params={"scope": "office:GNC", "epoch": str(desk.me.epoch), "after": 0},
        headers={"Accept-Encoding": "identity"},
    )
    assert "content-encoding" not in plain.headers
    for taken, coding in (("zstd, gzip", "zstd"), ("gzip", "gzip")):
        packed: httpx.Response = desk.line.get(
            "/pull",
            params={"scope": "office:GNC", "epoch": str(desk.me.epoch), "after": 0},
            headers={"Accept-Encoding": taken},
        )
        assert packed.headers["content-encoding"] == coding
        assert packed.json()["events"] == plain.json()["events"]


def test_a_record_that_does_not_exist_is_unknown(world: World) -> None:
    assert world.desk().line.get(f"/records/visit/{uuid4()}").json() == {"code": "unknown"}


def test_a_push_meant_for_the_epoch_before_a_restore_is_refused(world: World) -> None:
    desk = world.desk()
    late = desk.batch([desk.register()]).model_copy(update={"epoch": str(desk.me.epoch)})
    epoch = new_epoch(world.db)
    desk.sign_in()
    reply = desk.line.post("/push", content=late.model_dump_json())
    assert (reply.status_code, reply.json()) == (409, {"code": "epoch_changed", "epoch": str(epoch)})
    assert world.db.execute("select count(*) from change_receipt").fetchone() == (0,)
