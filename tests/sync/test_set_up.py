"""A computer becomes a desk: cut short anywhere, the same code sent again finishes it or nothing was done."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from central.desks import invite
from desk.db import facts
from desk.db.file import StoreRefused
from desk.db.lock import release
from desk.records.base import new_id
from desk.sync import enrol as enrolling
from desk.sync.client import CentralClient
from desk.sync.enrol import enrol_desk
from desk.sync.line import Line
from desk.sync.outcomes import ContactFailed, Refused, Unreachable
from desk.usecases import set_up
from desk.usecases.desk import Clock, Identity
from desk.usecases.set_up import OpenDesk, open_desk, open_spool
from tests.central.world import World
from tests.sync.faulty import Fault, FaultyTransport
from tests.sync.house import DATA_KEY, House


class Crash(BaseException):
    """The process ends here."""


def enrol(
    world: World, path: Path, code: str, *faults: Fault, key: bytes = DATA_KEY, **options: Any
) -> OpenDesk:
    async def run() -> OpenDesk:
        transport = FaultyTransport(httpx.AsyncHTTPTransport(verify=False), iter(faults))
        line = Line(world.url, transport=transport)
        try:
            return await enrol_desk(line, path, key, code, **options)
        finally:
            await line.close()

    return asyncio.run(run())


def test_an_enrolled_desk_opens_again_as_the_same_and_central_knows_its_key(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "new" / "desk.db"
    made = enrol(world, path, invite(world.db, "GNC"))
    assert (made.identity.desk, made.identity.office) == ("GNC1", "GNC")
    made.store.close()
    again = open_desk(path, DATA_KEY)
    assert again.identity == made.identity
    assert again.key.public == made.key.public
    assert path.stat().st_mode & 0o777 == 0o600

    async def token() -> None:
        line = Line(world.url)
        client = CentralClient(line, again.identity.desk_id, again.key, Clock())
        assert await client._fresh_token()
        await line.close()

    asyncio.run(token())
    again.store.close()


@pytest.mark.parametrize("fault", [Fault.DROP_REQUEST, Fault.LOSE_REPLY, Fault.CUT, Fault.PORTAL, Fault.LATE])
def test_a_set_up_cut_on_the_line_is_finished_by_the_same_code(
    world: World, tmp_path: Path, fault: Fault
) -> None:
    path, code = tmp_path / "desk.db", invite(world.db, "GNC")
    with pytest.raises(ContactFailed):
        enrol(world, path, code, fault)
    assert not path.exists()
    made = enrol(world, path, code)
    assert made.identity.desk == "GNC1"
    assert world.count("select count(*) from desk") == 1
    made.store.close()


@pytest.mark.parametrize(
    "place",
    ["create_file", "migrate", "_identity", "enrol", "_write_identity", "sync_folder", "open_desk"],
)
def test_a_set_up_that_dies_anywhere_is_finished_by_the_same_code(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    path, code = tmp_path / "desk.db", invite(world.db, "GNC")
    module: Any = enrolling if place == "enrol" else set_up
    real = getattr(module, place)

    async def dies_later(*given: Any) -> Any:
        await real(*given)
        raise Crash

    def dies(*given: Any) -> Any:
        result = real(*given)
        if place in ("create_file", "migrate"):
            (result if place == "create_file" else given[0]).close()
            release(path.with_suffix(".lock"))
        if place == "open_desk":
            result.store.close()
        raise Crash

    monkeypatch.setattr(module, place, dies_later if place == "enrol" else dies)
    with pytest.raises(Crash):
        enrol(world, path, code)
    monkeypatch.undo()
    # What the dead process held is free now.
    release(path.with_suffix(".lock"))
    made = open_desk(path, DATA_KEY) if path.exists() else enrol(world, path, code)
    assert made.identity.desk == "GNC1"
    assert world.count("select count(*) from desk") == 1
    assert sorted(file.name for file in tmp_path.iterdir() if "enrolling" in file.name) == []
    made.store.close()


def test_the_key_slots_are_there_before_the_file_can_be_found(world: World, tmp_path: Path) -> None:
    path, seen = tmp_path / "desk.db", list[tuple[str, bool]]()

    def keep_slots(identity: Identity) -> None:
        seen.append((identity.desk, path.exists()))

    enrol(world, path, invite(world.db, "GNC"), before_opening=keep_slots).store.close()
    assert seen == [("GNC1", False)]


def test_a_wrong_code_is_refused_in_words_and_leaves_no_desk(world: World, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with pytest.raises(Refused, match="code_refused"):
        enrol(world, path, "ABCD-2345")
    assert not path.exists()
    enrol(world, path, invite(world.db, "GNC")).store.close()


def test_a_code_is_good_for_one_desk(world: World, tmp_path: Path) -> None:
    code = invite(world.db, "GNC")
    enrol(world, tmp_path / "1.db", code).store.close()
    with pytest.raises(Refused, match="code_refused"):
        enrol(world, tmp_path / "2.db", code)


def test_a_computer_that_is_a_desk_is_not_set_up_again(world: World, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    enrol(world, path, invite(world.db, "GNC")).store.close()
    with pytest.raises(StoreRefused, match="store_exists"):
        enrol(world, path, invite(world.db, "GNC"))


def test_a_set_up_begun_under_a_lost_key_begins_anew(world: World, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with pytest.raises(Unreachable):
        enrol(world, path, invite(world.db, "GNC"), Fault.DROP_REQUEST, key=bytes(32))
    made = enrol(world, path, invite(world.db, "GNC"))
    assert made.identity.desk == "GNC1"
    made.store.close()


def test_a_half_set_up_desk_does_not_open(tmp_path: Path) -> None:
    beginning = set_up.begin(tmp_path / "desk.db", DATA_KEY)
    with beginning.store.read() as connection:
        assert facts.get(connection, "desk") == ""
    beginning.store.close()
    with pytest.raises(StoreRefused, match="store_missing"):
        open_desk(tmp_path / "desk.db", DATA_KEY)


def test_a_delivered_change_leaves_the_safety_copy_and_an_unsent_one_stays(
    house: House, tmp_path: Path
) -> None:
    first, second = house.register(), house.register()
    spool, lost, _ = open_spool(house.opened, tmp_path / "spool")
    assert lost == set()
    ids = [row.change_id for row in house.log()]
    assert spool.ids() == set(ids)
    house.spool = spool
    house.sync()
    assert spool.ids() == set()
    house.register()
    spool.close()
    spool, lost, _ = open_spool(house.opened, tmp_path / "spool")
    assert (len(spool.ids()), lost) == (1, set())
    assert first.number != second.number
    spool.close()


def test_a_save_that_the_file_lost_is_found_in_the_safety_copy(house: House, tmp_path: Path) -> None:
    spool, *_ = open_spool(house.opened, tmp_path / "spool")
    gone = new_id()
    spool.append(gone, b"{}")
    spool.close()
    spool, lost, _ = open_spool(house.opened, tmp_path / "spool")
    assert lost == {gone}
    spool.close()
