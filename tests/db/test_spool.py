"""The spool: what it was told to keep it keeps, and nothing else."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest

from desk.crypto.sealing import STOCK
from desk.db import spool_file
from desk.db.spool import Recovered, Spool, read
from tests.db.spools import CENTRAL, INCARNATION, content, filled, noted, opened


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
