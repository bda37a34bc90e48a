"""The spool through kills, full and failing disks: what it was told to keep it keeps."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from desk.crypto.sealing import QUICK_OVERHEAD
from desk.db import spool_file
from desk.db.spool import Recovered, Spool, SpoolFailedError, SpoolFullError, SpoolReadOnlyError, read
from tests.db import spool_victim
from tests.db.spools import CENTRAL, ROOT, content, filled, noted, opened


def survived(folder: Path, lives: int) -> None:
    """Kill that many lives; everything told as kept and not told as trimmed is there, whole."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, spool_victim.__file__, str(folder), CENTRAL.public.raw.hex(), str(lives)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=600)
    told = json.loads(done.stdout)
    appended = {UUID(hex=text) for text in told["+"]}
    trimmed = {UUID(hex=text) for text in told["-"]}
    spool = Spool.open(folder, spool_victim.DESK, spool_victim.INCARNATION, CENTRAL.public.raw)
    found = [item for item in read(spool.path, CENTRAL) if isinstance(item, Recovered)]
    ids = [item.change_id for item in found]
    assert len(appended) > lives
    assert len(ids) == len(set(ids))
    assert appended - trimmed <= set(ids)
    assert all(item.payload == spool_victim.payload(item.change_id) for item in found)
    assert len(set(ids) - appended) <= lives


def test_kill_9_at_any_moment_loses_no_change_that_was_told_saved(tmp_path: Path) -> None:
    survived(tmp_path, 120)


@pytest.mark.slow
def test_two_thousand_kills_lose_no_change_that_was_told_saved(tmp_path: Path) -> None:
    survived(tmp_path, 2000)


FULL_DISK = """
import resource, sys
from pathlib import Path
from uuid import UUID
from desk.db.spool import Spool, SpoolFullError
spool = Spool.open(Path(sys.argv[1]), "GNC2", UUID(int=7), bytes.fromhex(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (300_100, resource.RLIM_INFINITY))
kept = 0
try:
    for n in range(1000):
        spool.append(UUID(int=n), bytes(1000))
        kept += 1
except SpoolFullError as error:
    print(error.code, error.errno)
spool.append(UUID(int=5000), b"")  # a short one still fits
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
spool.append(UUID(int=5001), bytes(1000))
print(kept, len(spool.ids()), spool.damage)
"""


def test_a_file_that_may_grow_no_more_is_told_by_type_and_works_again_later(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(tmp_path), CENTRAL.public.raw.hex()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    kept = 300_100 // (60 + QUICK_OVERHEAD + 1000 + 8)
    assert done.stdout.split("\n")[:2] == ["spool_full 27", f"{kept} {kept + 2} []"]
    found = list(read(tmp_path / f"GNC2-{UUID(int=7)}.spool", CENTRAL))
    assert all(isinstance(item, Recovered) for item in found)
    assert len(found) == kept + 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 512 KiB of its own; without the right to mount one the test is skipped."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True).returncode:
        pytest.skip("mounting needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_by_type_and_takes_changes_again_when_there_is_room(small_disk: Path) -> None:
    spool, changes = filled(small_disk, 3)
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    refused = None
    while refused is None:
        change_id, payload = uuid4(), os.urandom(2000)
        try:
            spool.append(change_id, payload)
            changes[change_id] = payload
        except SpoolFullError as error:
            refused = error
    assert refused.code == "spool_full"
    assert content(spool) == changes
    ballast.unlink()
    spool.append(change_id, payload)
    assert content(spool) == {**changes, change_id: payload}


def test_a_read_only_disk_is_told_by_type(small_disk: Path) -> None:
    spool, _ = filled(small_disk, 1)
    spool.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(SpoolReadOnlyError):
        opened(small_disk)


def test_a_file_written_anew_is_durable_before_it_takes_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool, _ = filled(tmp_path)
    steps = noted(monkeypatch, (os, "fsync"), (Path, "replace"))
    spool.compact()
    assert steps == ["fsync", "replace", "fsync"]


def failing(error: int) -> object:
    def fail(*_: object) -> int:
        raise OSError(error, os.strerror(error))

    return fail


def test_after_a_failed_sync_the_file_is_not_trusted_but_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool, changes = filled(tmp_path)
    before = spool.path.stat().st_ino
    monkeypatch.setattr(spool_file, "_sync", failing(5))
    with pytest.raises(SpoolFailedError) as caught:
        spool.append(failed := uuid4(), b"failed")
    assert (caught.value.code, caught.value.errno) == ("spool_failed", 5)
    monkeypatch.undo()
    assert failed not in spool.ids()
    spool.append(failed, b"again")
    assert spool.path.stat().st_ino != before
    assert content(spool) == {**changes, failed: b"again"}


@pytest.mark.parametrize("step", ["write", "fsync", "replace", "close"])
def test_an_error_while_writing_anew_loses_nothing_and_the_next_save_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    spool, changes = filled(tmp_path)
    owner: object = Path if step == "replace" else os
    monkeypatch.setattr(owner, step, failing(5))
    with pytest.raises(SpoolFailedError):
        spool.compact()
    monkeypatch.undo()
    spool.append(late := uuid4(), b"late")
    assert content(spool) == {**changes, late: b"late"}


def test_an_error_after_the_new_file_took_the_old_ones_place_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool, changes = filled(tmp_path)
    spool.trim([next(iter(changes))])
    changes.pop(next(iter(changes)))
    monkeypatch.setattr(spool_file, "sync_folder", failing(5))
    with pytest.raises(SpoolFailedError):
        spool.compact()
    monkeypatch.undo()
    spool.append(late := uuid4(), b"late")
    assert content(spool) == {**changes, late: b"late"}


def test_an_error_names_neither_path_nor_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool, _ = filled(tmp_path)
    monkeypatch.setattr(spool_file, "_sync", failing(5))
    with pytest.raises(SpoolFailedError) as caught:
        spool.append(uuid4(), b"secret")
    assert str(caught.value) == "spool_failed (EIO)"
