"""A desk moves to another computer only with nothing undelivered, and leaves nothing behind."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from central.desks import invite
from desk.config import Settings, save
from desk.sync.renew import renew
from desk.sync.transfer import Undelivered, transfer
from desk.usecases.backup import restore
from desk.usecases.people import Person
from desk.usecases.sign_in import enter
from tests.central.world import World
from tests.sync.house import DATA_KEY
from tests.sync.office import open_office
from tests.sync.test_round_trip import stored

BOSS = Person("clerk-GNC", "Nümunə", ("supervisor",))


def move(settings: Settings, office: object, target: Path) -> None:
    desk = enter(office.open(), BOSS)  # type: ignore[attr-defined]
    try:
        asyncio.run(transfer(desk, settings, DATA_KEY, target))
    finally:
        if not desk.store.stopped:
            desk.close()


def test_a_transfer_without_a_line_leaves_the_desk_as_it_was(world: World, tmp_path: Path) -> None:
    office = open_office(world, tmp_path / "desk")
    office.sync()
    office.register(2)
    cut = replace(office.settings, central_url="http://127.0.0.1:9")
    with pytest.raises(Undelivered):
        move(cut, office, tmp_path / "moved.backup")
    assert not (tmp_path / "moved.backup").exists()
    assert office.register()


def test_a_transfer_delivers_all_leaves_nothing_and_goes_on_elsewhere_with_a_new_code(
    world: World, tmp_path: Path
) -> None:
    office = open_office(world, tmp_path / "desk")
    office.sync()
    printed = office.register(2)
    move(office.settings, office, tmp_path / "moved.backup")
    assert stored(world) == sorted(printed)
    assert world.count("select count(*) from feed where kind = 'desk.transferred'") == 1
    left = {path.name for path in office.settings.folder.rglob("*") if path.is_file()}
    assert left <= {"settings.toml"}
    elsewhere = replace(office.settings, folder=tmp_path / "elsewhere")
    save(elsewhere)
    restore(elsewhere, tmp_path / "moved.backup", DATA_KEY)
    renewed = asyncio.run(renew(elsewhere, DATA_KEY, invite(world.db, "GNC")))
    assert (renewed.before, renewed.after) == ("GNC1", "GNC2")
    assert world.alarms() == []
