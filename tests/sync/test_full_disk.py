"""A full disk keeps no desk shut: it opens, says in words what it lacks, and its delivery makes room."""

import errno
import shutil
from pathlib import Path

import pytest

from desk.app import DeskApp
from desk.config import load
from desk.crypto import files
from desk.db.file import StoreRefused
from desk.db.spool_file import SpoolFile
from desk.db.store import StoreFailed
from desk.usecases import sign_in as signing_in
from desk.usecases.desk import Desk
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.refusals import spool_text
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import enter, open_desk
from tests.central.world import World
from tests.desks import CLERK, Made, form, make
from tests.screens.driving import picture, sign_in, until
from tests.sync.office import open_office
from tests.sync.test_round_trip import stored


def no_room(*given: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full(made: Made, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A desk with a save that its sealed copy had no room for."""
    monkeypatch.setattr(SpoolFile, "append", no_room)
    desk = made.open()
    assert register_visit(desk, form()).warning == "spool_full"
    desk.close()
    return made


def test_desk_opens_on_a_full_disk_and_each_sign_in_tells_until_the_copy_is_whole(
    full: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = full.open()
    assert (desk.warning, len(desk.spool.ids())) == ("spool_full", 0)
    monkeypatch.undo()
    again = enter(desk, CLERK)
    assert (again.warning, len(again.spool.ids())) == ("", 4)
    again.close()


async def test_sign_in_on_a_full_disk_says_that_the_safety_copy_is_lacking(full: Made) -> None:
    app = DeskApp(load(full.settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        await until(pilot, lambda: bool(app._notifications))
        assert [note.message for note in app._notifications] == [spool_text("spool_full")]


def test_desk_that_opened_on_a_full_disk_delivers(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(world, tmp_path / "desk")
    monkeypatch.setattr(SpoolFile, "append", no_room)
    numbers = office.register(2)
    status = office.sync()
    assert (status.online, status.pending) == (True, 0)
    assert stored(world) == numbers


def test_safety_copy_that_cannot_be_opened_is_a_refusal_in_words(made: Made) -> None:
    shutil.rmtree(made.settings.spool, ignore_errors=True)
    made.settings.spool.write_text("a file where the folder has to be")
    for _ in range(2):  # the first try leaves nothing open
        with pytest.raises(StoreRefused, match="disk_error"):
            open_desk(made.settings, made.data_key)


def test_right_password_opens_the_desk_where_the_moment_of_it_cannot_be_kept(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing_in, "save_stored", no_room)
    signing_in.sign_in(made.settings, CLERK.id, DEMO_PASSWORD).close()


@pytest.mark.parametrize("step", ["enter", "note_refused"])
def test_sign_in_that_the_disk_refused_leaves_open_only_what_was_open(
    made: Made, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refused(*given: object) -> None:
        raise StoreFailed("disk_full")

    def fails(desk: Desk | None) -> None:
        monkeypatch.setattr(signing_in, step, refused)
        with pytest.raises(StoreFailed, match="disk_full"):
            signing_in.sign_in(made.settings, CLERK.id, DEMO_PASSWORD, desk)
        monkeypatch.undo()

    fails(None)
    desk = signing_in.sign_in(made.settings, CLERK.id, DEMO_PASSWORD)
    fails(desk)
    assert register_visit(desk, form()).number
    desk.close()


def test_desk_whose_list_can_have_no_folder_opens_and_has_no_list(made: Made) -> None:
    made.settings.restrictions.write_text("a file where the folder has to be")
    desk = made.open()
    assert desk.restrictions is not None
    assert desk.restrictions.state is None
    desk.close()


def test_desk_opens_where_the_name_of_who_holds_it_finds_no_room(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.ftruncate", no_room)
    open_desk(made.settings, made.data_key).close()


async def test_sign_in_that_a_file_refuses_is_told_and_the_program_goes_on(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*given: object) -> None:
        raise OSError(errno.EACCES, "Permission denied", "desk.lock")

    monkeypatch.setattr(signing_in, "open_desk", refused)
    app = DeskApp(load(made.settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter", "enter")
        await until(
            pilot, lambda: any("this user may not do that: desk.lock" in line for line in picture(app))
        )


async def test_settings_that_cannot_be_kept_hold_and_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make(tmp_path / "desk", language="ru")
    app = DeskApp(load(made.settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(files, "replace_file", no_room)
        await pilot.press("f6")
        await until(pilot, lambda: bool(app._notifications))
        assert "could not be kept: the disk is full" in next(iter(app._notifications)).message
        assert app.settings.language == "en"
    assert load(made.settings.folder).language == "ru"
