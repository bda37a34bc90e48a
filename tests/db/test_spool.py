"""The spool: what it was told to keep it keeps, through kills, full disks and deleted files."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from uuid import UUID, uuid4

import pytest

from desk.crypto.sealing import QUICK_OVERHEAD, STOCK, RecoveryPrivateKey
from desk.db import spool_file
from desk.db.spool import (
    Damaged,
    Recovered,
    Spool,
    SpoolFailedError,
    SpoolFullError,
    SpoolReadOnlyError,
    read,
)
from tests.db import spool_victim

CENTRAL = RecoveryPrivateKey.generate()
INCARNATION = uuid4()
ROOT = Path(__file__).parents[2]


def opened(folder: Path) -> Spool:
    return Spool.open(folder, "GNC2", INCARNATION, CENTRAL.public.raw)


def content(spool: Spool) -> dict[UUID, bytes]:
    found = list(read(spool.path, CENTRAL))
    assert not [item for item in found if isinstance(item, Damaged)]
    return {item.change_id: item.payload for item in found if isinstance(item, Recovered)}


def filled(folder: Path, count: int = 5, size: int = 300) -> tuple[Spool, dict[UUID, bytes]]:
    spool = opened(folder)
    changes = {uuid4(): os.urandom(size) for _ in range(count)}
    for change_id, payload in changes.items():
        spool.append(change_id, payload)
    return spool, changes


def noted(monkeypatch: pytest.MonkeyPatch, *calls: tuple[object, str]) -> list[str]:
    """The names of these functions, in the order in which they are called from now on."""
    steps: list[str] = []

    def watched(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object) -> object:
            steps.append(name)
            return real(*given)

        return call

    for owner, name in calls:
        monkeypatch.setattr(owner, name, watched(name, getattr(owner, name)))
    return steps


def test_what_was_appended_is_read_by_central_in_order(tmp_path: Path) -> None:
    spool, changes = filled(tmp_path)
    assert list(content(spool).items()) == list(changes.items())
    assert spool.ids() == set(changes)
    assert spool.path.name == f"GNC2-{INCARNATION}.spool"


def test_a_spool_opened_again_goes_on_where_it_was(tmp_path: Path) -> None:
    spool, changes = filled(tmp_path)
    spool.close()
    again = opened(tmp_path)
    assert again.ids() == set(changes)
    again.append(late := uuid4(), b"late")
    assert content(again) == {**changes, late: b"late"}


def test_an_append_is_on_the_disk_before_it_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool, _ = filled(tmp_path, 1)
    steps = noted(monkeypatch, (os, "write"), (spool_file, "_sync"))
    spool.append(uuid4(), b"x")
    assert steps == ["write", "_sync"]


def test_changes_sealed_with_keys_made_ahead_and_on_the_spot_are_read_alike(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    spool.prepare()
    changes = {uuid4(): b"the same" for _ in range(STOCK + 3)}
    spool.refill(changes.items())
    assert content(spool) == changes


def test_the_same_change_again_is_kept_once(tmp_path: Path) -> None:
    spool, changes = filled(tmp_path)
    for change_id, payload in changes.items():
        spool.append(change_id, payload)
    assert spool.refill(changes.items()) == 0
    assert len(list(read(spool.path, CENTRAL))) == len(changes)


def test_refill_adds_what_is_missing_and_takes_nothing_away(tmp_path: Path) -> None:
    spool, changes = filled(tmp_path)
    missing = {uuid4(): os.urandom(300_100) for _ in range(8)}
    assert spool.refill(iter([*missing.items(), *missing.items()])) == 8
    assert content(spool) == {**changes, **missing}


def test_trimmed_changes_are_forgotten_and_gone_after_compacting(tmp_path: Path) -> None:
    spool, changes = filled(tmp_path)
    gone, kept = list(changes)[:3], list(changes)[3:]
    spool.trim({*gone, uuid4()})
    assert spool.ids() == set(kept)
    spool.compact()
    assert list(content(spool)) == kept
    spool.append(late := uuid4(), b"late")
    spool.close()
    assert opened(tmp_path).ids() == {*kept, late}


def test_the_file_does_not_grow_without_bound_when_everything_is_acknowledged(tmp_path: Path) -> None:
    spool = opened(tmp_path)
    for _ in range(300):
        spool.append(change_id := uuid4(), bytes(5000))
        spool.trim({change_id})
    assert spool.path.stat().st_size <= 3 * spool_file.ROOM


def test_a_long_delivery_copies_a_quarter_of_the_file_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = opened(tmp_path)
    changes = {uuid4(): bytes(50_000) for _ in range(200)}
    spool.refill(changes.items())
    whole, copied, real = spool.path.stat().st_size, list[int](), spool_file.SpoolFile.rewrite

    def counted(file: spool_file.SpoolFile, chunks: Iterable[bytes]) -> None:
        real(file, kept := list(chunks))
        copied.append(sum(map(len, kept)))

    monkeypatch.setattr(spool_file.SpoolFile, "rewrite", counted)
    ids = list(changes)
    for at in range(0, len(ids), 10):
        spool.trim(ids[at : at + 10])
        assert set(content(spool)) >= spool.ids() == set(ids[at + 10 :])
    assert 0 < sum(copied) <= whole / 4
    assert spool.path.stat().st_size <= 2 * spool_file.ROOM


def test_appending_and_trimming_from_two_threads_loses_nothing(tmp_path: Path) -> None:
    spool, changes = filled(tmp_path, 100, 4000)

    def trim_all() -> None:
        for change_id in changes:
            spool.trim({change_id})

    trimming = Thread(target=trim_all)
    trimming.start()
    late = {uuid4(): os.urandom(2000) for _ in range(150)}
    for change_id, payload in late.items():
        spool.append(change_id, payload)
    trimming.join()
    spool.compact()
    assert content(spool) == late


def test_another_desks_or_incarnations_records_in_the_file_are_not_taken_for_its_own(tmp_path: Path) -> None:
    spool, changes = filled(tmp_path)
    foreign = tmp_path / f"GNC2-{(other := uuid4())}.spool"
    foreign.write_bytes(spool.path.read_bytes())
    assert Spool.open(tmp_path, "GNC2", other, CENTRAL.public.raw).ids() == set()
    assert len(changes) == 5


def test_the_file_shows_no_content_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    spool = opened(tmp_path / "new" / "spool")
    canary = "Kanareyka Ququşquyruğu"
    spool.append(uuid4(), canary.encode())
    spool.append(uuid4(), canary.encode("utf-16-le"))
    data = spool.path.read_bytes()
    assert canary.encode() not in data
    assert canary.encode("utf-16-le") not in data
    assert stat.S_IMODE(spool.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(spool.path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("desk", ["", "..", "a/b", "GNC2\0", "Gəncə", "A" * 16])
def test_a_code_that_could_name_another_file_is_refused(tmp_path: Path, desk: str) -> None:
    with pytest.raises(ValueError):
        Spool.open(tmp_path, desk, INCARNATION, CENTRAL.public.raw)


def test_after_a_torn_append_the_next_start_says_so_and_new_changes_are_whole(tmp_path: Path) -> None:
    spool, changes = filled(tmp_path, 3)
    spool.close()
    whole = spool.path.read_bytes().rstrip(b"\0")
    last = len(whole) // 3
    for cut in range(1, last, 7):
        spool.path.write_bytes(whole[:-cut])
        again = opened(tmp_path)
        assert again.ids() == set(list(changes)[:2])
        assert again.damage
        again.append(late := uuid4(), b"late")
        assert again.refill(changes.items()) == 1
        found = [item for item in read(again.path, CENTRAL) if isinstance(item, Recovered)]
        assert {item.change_id: item.payload for item in found} == {**changes, late: b"late"}
        again.compact()
        assert content(again) == {**changes, late: b"late"}
        again.close()


def test_a_last_record_that_this_program_cannot_read_is_not_written_over(tmp_path: Path) -> None:
    spool, changes = filled(tmp_path, 3)
    spool.close()
    whole = bytearray(spool.path.read_bytes().rstrip(b"\0"))
    last = whole[2 * len(whole) // 3 :]
    last[4] = 2  # the version; the header's sum no longer fits either
    spool.path.write_bytes(bytes(whole[: -len(last)] + last))
    again = opened(tmp_path)
    again.append(uuid4(), b"late")
    assert bytes(last) in again.path.read_bytes()
    assert len(again.ids()) == len(changes)


def test_a_file_deleted_while_in_use_is_there_again_with_everything_after_the_next_save(
    tmp_path: Path,
) -> None:
    spool, changes = filled(tmp_path)
    spool.path.unlink()
    spool.append(late := uuid4(), b"late")
    assert content(spool) == {**changes, late: b"late"}


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
