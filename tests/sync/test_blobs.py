"""Files go to central before the changes that name them, whatever the line does, and come back when asked."""

from collections.abc import Callable

import pytest
from pydantic_core import PydanticCustomError

from desk.db import blobs
from desk.db.log_tables import BlobState, ChangeState
from desk.records.blob import BLOB_BYTES, BLOB_PART, blob_name, media_type_of
from tests.central.world import World
from tests.sync.faulty import Fault
from tests.sync.house import House
from tests.sync.test_quarantine import write

SCAN = b"%PDF-1.7\n" + bytes(range(256)) * (BLOB_PART // 256) * 2 + b"end"
"""A file of three parts."""
NAME = blob_name(SCAN)
CUTS = [Fault.DROP_REQUEST, Fault.LOSE_REPLY, Fault.CUT]


def attach(house: House, stream: str = "session:1", content: bytes = SCAN) -> str:
    """Keep a file and write a change that stands for naming it."""
    with house.opened.store.write() as connection:
        name = blobs.keep_blob(connection, content, stream)
    write(house, stream)
    return name


def state(house: House, name: str = NAME) -> BlobState | None:
    with house.opened.store.read() as connection:
        found = blobs.one(connection, name)
    return found.state if found else None


def held(world: World, name: str = NAME) -> bytes:
    row = world.db.execute(
        "select string_agg(content, null order by start) from blob_part where sha256 = %s", (name,)
    ).fetchone()
    return bytes(row[0] or b"") if row else b""


def requests(house: House) -> list[str]:
    assert house.transport is not None
    return [path for path, _ in house.transport.seen if path.startswith(("/v1/blob", "/v1/push"))]


def test_a_file_is_at_central_before_the_change_that_names_it_and_others_do_not_wait(
    house: House, world: World
) -> None:
    attach(house)
    write(house, "session:2")
    assert house.sync().pending == 0
    asked = requests(house)
    assert asked == ["/v1/push", *[f"/v1/blob/{NAME}"] * 4, "/v1/push"]
    assert held(world) == SCAN
    first, second = house.log()
    assert second.feed_n < first.feed_n
    assert state(house) is BlobState.sent


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("fault", CUTS, ids=lambda fault: fault.name)
def test_a_cut_upload_goes_on_where_central_stands(
    house: House, world: World, fault: Fault, place: int
) -> None:
    attach(house)
    house.sync(*[Fault.NONE] * place, fault, path=NAME)
    assert house.states() == [ChangeState.pending] or fault is Fault.DUPLICATE
    before = len(held(world))
    house.sync()
    assert held(world) == SCAN
    assert house.states() == [ChangeState.acknowledged]
    if before < len(SCAN):
        left = -(-(len(SCAN) - before) // BLOB_PART)
        assert requests(house).count(f"/v1/blob/{NAME}") == 1 + left


def test_the_same_file_twice_is_kept_and_sent_once(enrolled: Callable[..., House], world: World) -> None:
    first, second = enrolled(), enrolled()
    for house in (first, second):
        attach(house, "session:1")
        attach(house, "session:2")
        assert house.sync().pending == 0
    assert world.count("select count(*) from blob") == 1
    assert requests(second) == [f"/v1/blob/{NAME}", "/v1/push"]


def test_a_file_that_central_refuses_holds_up_nothing(house: House, world: World) -> None:
    attach(house)
    world.db.execute(
        "insert into blob (sha256, size, complete, desk_id) select %s, 1, false, id from desk", (NAME,)
    )
    world.db.execute("insert into blob_part values (%s, 0, 'x')", (NAME,))
    assert house.sync().pending == 0
    assert held(world) == SCAN
    assert world.alarms() == ["blob_size"]


def test_another_desk_fetches_a_file_when_somebody_asks_and_a_cut_goes_on(
    enrolled: Callable[..., House], world: World
) -> None:
    first, second = enrolled(), enrolled("BAK")
    with second.opened.store.write() as connection:
        assert blobs.want_blob(connection, NAME) is BlobState.wanted
    assert second.sync().online
    assert state(second) is BlobState.wanted
    attach(first)
    first.sync()
    second.sync(Fault.CUT, path="/content")
    with second.opened.store.read() as connection:
        assert blobs.read_blob(connection, NAME) is None
        assert len(blobs.content_of(connection, NAME)) == len(SCAN) // 2
    assert second.sync().online
    with second.opened.store.read() as connection:
        assert blobs.read_blob(connection, NAME) == SCAN
        found = blobs.one(connection, NAME)
    assert found == blobs.Kept(NAME, "application/pdf", len(SCAN), len(SCAN), BlobState.sent)


def test_a_central_that_lost_its_files_gets_them_again(house: House, world: World) -> None:
    attach(house)
    house.sync()
    world.db.execute("delete from blob")
    world.db.execute("update feed_head set epoch = gen_random_uuid()")
    house.sync()
    assert held(world) == SCAN


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "blob_empty"), (b"%PDF-" + bytes(BLOB_BYTES), "blob_large"), (b"MZ\x90", "blob_type")],
)
def test_a_file_that_may_not_be_attached_is_not_kept(house: House, content: bytes, code: str) -> None:
    with pytest.raises(PydanticCustomError, match=code), house.opened.store.write() as connection:
        blobs.keep_blob(connection, content, "session:1")
    assert media_type_of(b"\xff\xd8\xff\xe0") == "image/jpeg"
