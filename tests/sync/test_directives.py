"""Headquarters asks, the desk obeys at its next contact, and nothing is lost by it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from central.delivery import import_changes
from central.directives import direct, heartbeat, logs, stuck
from desk.crypto.sealing import RecoveryPrivateKey
from desk.db.store import StoreFailed, StoreRefused
from desk.sync.directives import HANDLERS, Directive, read
from desk.usecases.wipe import UNDELIVERED
from tests.central.world import World
from tests.sync.faulty import Fault
from tests.sync.house import House
from tests.sync.office import open_office
from tests.sync.test_quarantine import letters, write
from tests.sync.test_round_trip import stored

CENTRAL = RecoveryPrivateKey.generate()


@pytest.fixture
def sealed_house(world: World, enrolled: Callable[..., House]) -> House:
    """A desk of a central whose recovery key the test holds."""
    world.db.execute("update setting set value = %s where name = 'recovery_key'", (CENTRAL.public.text,))
    return enrolled()


def code_of(house: House) -> str:
    return house.opened.identity.desk


def test_a_frozen_desk_takes_in_nobody_delivers_and_is_thawed(world: World, tmp_path: Path) -> None:
    office = open_office(world, tmp_path / "desk")
    before = office.register()
    direct(world.db, "GNC1", "freeze")
    assert office.sync().pending == 0
    assert stored(world) == before
    with pytest.raises(StoreFailed, match="frozen"):
        office.register()
    assert office.sync().online
    direct(world.db, "GNC1", "thaw")
    assert office.sync().online
    assert office.register()


def test_a_scope_is_read_anew_once_for_each_asking(house: House, world: World) -> None:
    house.register()
    house.sync()
    direct(world.db, code_of(house), "resync", "office:GNC")
    read = []
    for _ in range(2):
        with house.opened.store.write() as connection:
            connection.exec_driver_sql("update visit set feed_n = null")
        house.sync()
        assert set(house.visits().values()) != {None}
        read.append(loads(house))
    assert read == [1, 0]
    direct(world.db, code_of(house), "resync", "office:GNC")
    house.sync()
    assert loads(house) == 1


def loads(house: House) -> int:
    """How many pages of a scope's present state the last contact fetched."""
    assert house.transport is not None
    return [path for path, _ in house.transport.seen].count("/v1/snapshot")


def test_a_desk_sends_its_log_without_a_persons_data(house: House, world: World) -> None:
    receipt = house.register()
    write(house, "session:1", good=False)
    with pytest.raises(ValueError, match="no log"):
        logs(world.db, code_of(house))
    direct(world.db, code_of(house), "send_logs")
    assert house.sync().online
    told = json.loads(logs(world.db, code_of(house)))
    assert told["open"] == {"pending": 0, "blocked": 0, "rejected": 1}
    assert [row["code"] for row in told["changes"]] == ["not_permitted", ""]
    text = json.dumps(told, ensure_ascii=False)
    for secret in ("Nümunəvi", "U12345678", receipt.number, str(receipt.visit.person_id)):
        assert secret not in text


def test_i17_a_wipe_waits_for_delivery_and_leaves_nothing_readable(world: World, tmp_path: Path) -> None:
    office = open_office(world, tmp_path / "desk")
    direct(world.db, "GNC1", "wipe")
    printed = office.register(2)
    folder = office.settings.folder
    (folder / "slots.json.before.new").write_text("what a crash left")
    status = office.sync()
    assert (status.online, status.reason) == (False, "wiped")
    assert stored(world) == sorted(printed)
    left = {path.name for path in folder.rglob("*") if path.is_file()}
    assert left == {"settings.toml"}
    with pytest.raises(StoreRefused, match="store_missing"):
        office.open()


def test_i17_what_central_would_not_take_is_exported_sealed_before_a_wipe(
    sealed_house: House, world: World
) -> None:
    house = sealed_house
    number = house.register().number
    bad = write(house, "session:1", good=False)
    house.sync()
    held = write(house, "session:1")
    direct(world.db, code_of(house), "wipe")
    assert house.sync().reason == "wiped"
    folder = house.opened.store.path.parent
    parcel = (folder / UNDELIVERED).read_bytes()
    assert not list(folder.glob("desk.*"))
    assert number.encode() not in parcel
    assert import_changes(world.db, parcel, CENTRAL).changes == 2
    assert letters(world) == {bad.change_id: bad.body}
    assert world.count("select count(*) from dead_letter where change_id = %s", held.change_id) == 1


def test_i17_a_wipe_without_a_line_to_deliver_over_does_not_happen(house: House, world: World) -> None:
    house.sync()
    direct(world.db, code_of(house), "wipe")
    house.register()
    assert house.sync(Fault.DROP_REQUEST, path="/push").reason != "wiped"
    assert house.opened.store.path.exists()
    assert house.sync().reason == "wiped"
    assert len(stored(world)) == 1


def test_an_unknown_directive_is_passed_over(house: House, world: World) -> None:
    world.db.execute("update desk set directives = '{dance:all#1,wipe_all}'")
    assert house.sync().online
    assert read("resync:office:GNC#ab12") == Directive("resync", "office:GNC", "ab12")
    assert set(HANDLERS) == {"resync", "send_logs", "wipe"}


def test_what_is_no_directive_or_no_desk_is_refused_in_words(house: House, world: World) -> None:
    for code, wish, scope in (
        (code_of(house), "dance", ""),
        (code_of(house), "resync", ""),
        ("XYZ1", "wipe", ""),
    ):
        with pytest.raises(ValueError, match=r"directive|no desk"):
            direct(world.db, code, wish, scope)
    with pytest.raises(ValueError, match="scope"):
        direct(world.db, code_of(house), "resync", "office:BAK")


def test_the_heartbeat_and_the_stuck_summary_tell_how_each_desk_is(
    enrolled: Callable[..., House], world: World
) -> None:
    well, silent = enrolled(), enrolled()
    write(well, "session:1", good=False)
    well.sync()
    silent.register()
    silent.sync()
    beats = {beat["desk"]: beat for beat in heartbeat(world.db)}
    assert beats[code_of(well)]["rejected"] == 0  # as of its last hello
    well.sync()
    beats = {beat["desk"]: beat for beat in heartbeat(world.db)}
    assert (beats[code_of(well)]["rejected"], beats[code_of(well)]["app_version"] != "") == (1, True)
    assert stuck(world.db) == []
    world.db.execute(
        "update desk set seen_at = now() - interval '30 hours', unsent = 4, clock_ms = -400000 where id = %s",
        (silent.opened.identity.desk_id,),
    )
    world.db.execute("update dead_letter set at = now() - interval '50 hours'")
    told = {row["desk"]: row["reasons"] for row in stuck(world.db)}
    assert told == {
        code_of(well): ["rejected changes wait for 50 h"],
        code_of(silent): ["silent for 30 h with 4 changes unsent", "its clock is 400 s off"],
    }
