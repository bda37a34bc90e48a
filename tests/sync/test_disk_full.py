"""A disk that is full while the line is up: told in words, and nothing that is not its business stops."""

import errno
from pathlib import Path

import pytest

from desk.db import spool as sealed
from desk.db.restrictions import store
from desk.db.spool_file import SpoolFile
from desk.records.wire import ListManifest
from tests.central.world import World
from tests.sync.house import House
from tests.sync.list_house import data, here, manifest, put, restriction

__all__ = ["data", "here", "manifest"]
PAGES = 3
"""As many as a list's file may have: SQLite itself then says that the disk is full."""


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of a list may grow."""
    connect = store.connect

    def connected(path: Path, key: bytes) -> store.Connection:
        connection = connect(path, key)
        connection.execute(f"PRAGMA max_page_count = {PAGES}")
        return connection

    monkeypatch.setattr(store, "connect", connected)


@pytest.mark.usefixtures("full")
def test_a_list_that_the_disk_does_not_take_is_told(here: House, manifest: ListManifest) -> None:
    status = here.sync()
    assert status.online
    assert here.keeper is not None
    assert here.keeper.fault == "list_disk"


def test_changes_of_the_list_that_the_disk_does_not_take_are_told_and_the_rest_is_synchronised(
    here: House, world: World, manifest: ListManifest, request: pytest.FixtureRequest
) -> None:
    here.sync()
    put(world, *(restriction(surname=f"Yeni{n}") for n in range(300)))
    request.getfixturevalue("full")
    status = here.sync()
    assert (status.online, status.reason) == (True, "")
    assert here.keeper is not None
    assert here.keeper.fault == "list_disk"


def test_a_safety_copy_that_cannot_be_trimmed_is_no_fault_of_the_contact(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(file: SpoolFile, chunks: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(sealed, "_WASTE", 0)
    monkeypatch.setattr(SpoolFile, "rewrite", refused)
    house.register()
    status = house.sync()
    assert (status.online, status.reason, status.pending) == (True, "", 0)
