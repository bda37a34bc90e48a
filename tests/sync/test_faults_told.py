"""Each fault of the machine or the line has a sentence for the clerk, and costs nothing that was saved."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk.db.file import StoreRefused
from desk.db.store import StoreFailed
from desk.lang import _
from desk.records.base import utc_now
from desk.sync.states import SENTENCES, reason_text
from desk.sync.status import SyncStatus
from desk.ui.clock_words import clock_text
from desk.usecases import refusals
from desk.usecases.desk import Desk
from desk.usecases.refusals import refusal_text
from desk.usecases.register_visit import register_visit
from tests.desks import Made, form, make
from tests.sync.faulty import Fault
from tests.sync.house import House

STOPPED = "The desk's file is damaged. Nothing more is written; call the administrator."


def told(error: StoreFailed | StoreRefused) -> str:
    """What the clerk reads; one that is only a code is none."""
    assert error.code in refusals.SENTENCES
    return refusal_text(error)


def numbers(desk: Desk) -> list[str]:
    with desk.store.read() as connection:
        return [row[0] for row in connection.exec_driver_sql("select number from visit order by number")]


@pytest.fixture
def on_small_disk(tmp_path: Path) -> Iterator[Callable[[int], Made]]:
    """A desk on a disk of its own of so many KiB."""
    folders: list[Path] = []

    def made(kib: int) -> Made:
        folder = tmp_path / "disk"
        folder.mkdir()
        options = ["-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(folder)]
        if subprocess.run(["mount", *options], capture_output=True).returncode:
            pytest.skip("mounting needs root")
        folders.append(folder)
        return make(folder / "desk")

    yield made
    for folder in folders:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_keeps_what_was_saved_and_saves_again_with_room(
    on_small_disk: Callable[[int], Made],
) -> None:
    made = on_small_disk(4096)
    desk = made.open()
    saved = [register_visit(desk, form()).number]
    ballast = made.settings.folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    refused = None
    while refused is None:
        try:
            saved.append(register_visit(desk, form()).number)
        except StoreFailed as failed:
            refused = failed
    assert told(refused) == "The disk is full: nothing was saved. Free some space, then save again."
    assert numbers(desk) == sorted(saved)
    ballast.unlink()
    saved.append(register_visit(desk, form()).number)
    assert numbers(desk) == sorted(saved)
    desk.close()


def test_a_read_only_file_is_told_and_nothing_is_half_written(made: Made) -> None:
    desk = made.open()
    saved = [register_visit(desk, form()).number]
    desk.store._raw.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreFailed) as caught:
        register_visit(desk, form())
    assert told(caught.value) == "The disk cannot be written: nothing was saved. Call the administrator."
    desk.store._raw.execute("PRAGMA query_only = OFF")
    assert numbers(desk) == saved
    desk.close()


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_torn_write_ahead_log_is_told_where_it_cost_a_save(made: Made, tmp_path: Path, part: float) -> None:
    desk = made.open()
    saved = [register_visit(desk, form()).number for _ in range(6)]
    settings = replace(made.settings, folder=tmp_path / "torn")
    shutil.copytree(made.settings.folder, settings.folder)
    desk.close()
    wal = Path(f"{settings.database}-wal")
    wal.write_bytes(wal.read_bytes()[: int(part * wal.stat().st_size)])
    with pytest.raises(StoreRefused) as caught:
        Made(settings, made.data_key, made.recovery).open()
    assert "saves that the sealed copy has" in told(caught.value)
    assert saved


def spoil(path: Path, first: int) -> None:
    """Flip a bit in every page of the file from a page on."""
    content = bytearray(path.read_bytes())
    for place in range(first * 4096, len(content), 4096):
        content[place + 100] ^= 1
    path.write_bytes(content)


def test_a_corrupt_page_is_told_at_the_start_and_not_taken_for_a_wrong_key(made: Made) -> None:
    desk = made.open()
    register_visit(desk, form())
    desk.close()
    spoil(made.settings.database, 3)
    with pytest.raises(StoreRefused) as caught:
        made.open()
    assert told(caught.value) == STOPPED


def test_a_page_that_goes_bad_while_the_desk_is_open_stops_all_writing(made: Made) -> None:
    desk = made.open()
    register_visit(desk, form())
    desk.store.checkpoint()
    whole = made.settings.database.read_bytes()
    with made.settings.database.open("r+b") as file:
        for place in range(4096, len(whole), 4096):
            file.seek(place + 100)
            file.write(bytes([whole[place + 100] ^ 1]))
    desk.store._raw.execute("PRAGMA shrink_memory")
    for _turn in range(2):
        with pytest.raises(StoreFailed) as caught:
            register_visit(desk, form())
        assert told(caught.value) == STOPPED
    assert desk.store.stopped == "store_damaged"
    made.settings.database.write_bytes(whole)
    desk.store._raw.close()


@pytest.mark.parametrize(
    ("jump", "words"),
    [(timedelta(hours=-5), "300 minutes slow"), (timedelta(hours=5), "300 minutes fast")],
    ids=["set back", "set forward"],
)
def test_a_clock_set_back_or_forward_is_told_and_delivers_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch, jump: timedelta, words: str
) -> None:
    house.register()
    for module in ("desk.sync.client", "desk.sync.session"):
        monkeypatch.setattr(f"{module}.utc_now", lambda: utc_now() + jump)
    house.sync()
    status = house.sync()
    assert (status.online, status.pending) == (True, 0)
    assert words in clock_text(status)


def test_a_clock_set_back_without_a_line_is_told_too_and_a_right_one_is_not() -> None:
    assert "was set back" in clock_text(SyncStatus(clock_behind=True))
    assert clock_text(SyncStatus(server_offset=90_000)) == ""


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            Fault.PORTAL,
            "The network shows a page of its own instead of central. Sign in to the network first.",
        ),
        (Fault.CUT, "The connection broke off. Work on: everything is kept and sent later."),
        (Fault.ERROR_500, "Central has a fault of its own. Work on: everything is kept and sent later."),
    ],
    ids=["captive portal", "cut", "500"],
)
def test_a_line_that_fails_is_told_in_a_sentence_and_keeps_the_outbox(
    house: House, fault: Fault, words: str
) -> None:
    house.register()
    status = house.sync(fault, path="/hello")
    assert (status.online, status.pending) == (False, 1)
    assert reason_text(status.reason) == words


def test_a_certificate_that_is_not_trusted_is_told_in_a_sentence() -> None:
    """tests/sync/test_tls.py shows which certificates are; this is what the clerk reads of the others."""
    assert reason_text("tls_failed") == _(SENTENCES["tls_failed"])
    assert "certificate of central is not trusted" in reason_text("tls_failed")
