"""A desk comes back from its backup: nothing printed twice, nothing lost, nothing newer written over."""

import asyncio
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from central.delivery import import_changes, import_unsigned
from central.desks import invite
from desk.config import Settings
from desk.db.store import StoreRefused
from desk.sync.outcomes import ContactFailed
from desk.sync.renew import Renewed, renew
from desk.usecases import backup as backing_up
from desk.usecases import set_up
from desk.usecases.backup import Manifest, back_up, read_manifest, restore
from desk.usecases.delivery import export_changes
from tests.central.world import World
from tests.db.test_spool_faults import small_disk
from tests.desks import Made
from tests.sync.house import DATA_KEY
from tests.sync.office import CENTRAL, Office, open_office
from tests.sync.test_round_trip import stored

__all__ = ["small_disk"]


@pytest.fixture
def office(world: World, tmp_path: Path) -> Office:
    return open_office(world, tmp_path / "desk")


def backed_up(office: Office, target: Path) -> Manifest:
    target.parent.mkdir(exist_ok=True)
    opened = set_up.open_desk(office.settings.database, DATA_KEY)
    try:
        return back_up(opened, office.settings, DATA_KEY, target)
    finally:
        opened.store.close()


def refused(settings: Settings, backup: Path, key: bytes = DATA_KEY) -> str:
    before = {path: path.read_bytes() for path in settings.folder.rglob("*") if path.is_file()}
    with pytest.raises(StoreRefused) as caught:
        restore(settings, backup, key)
    after = {path: path.read_bytes() for path in settings.folder.rglob("*") if path.is_file()}
    changed = {path.name for path in before | after if before.get(path) != after.get(path)}
    assert {name for name in changed if not name.endswith((".lock", "-wal", ".db"))} == set()
    return caught.value.code


def renewed(office: Office, world: World) -> Renewed:
    return asyncio.run(renew(office.settings, DATA_KEY, invite(world.db, "GNC")))


def test_i4_a_desk_restored_to_another_computer_prints_no_number_again_and_delivers_what_was_unsent(
    office: Office, world: World, tmp_path: Path
) -> None:
    sent = office.register()
    assert office.sync().online
    unsent = office.register(2)
    manifest = backed_up(office, tmp_path / "stick" / "desk.backup")
    assert (manifest.desk, manifest.counts["visit"], manifest.unsent) == ("GNC1", 3, 3)
    lost = office.register(2)
    shutil.rmtree(office.settings.folder)

    other = Office(Settings(tmp_path / "other", central_url=world.url))
    assert restore(other.settings, tmp_path / "stick" / "desk.backup", DATA_KEY).aside == []
    with pytest.raises(StoreRefused, match="file_older"):
        other.register()
    told = renewed(other, world)
    assert (told.before, told.after, told.status.online, told.status.pending) == ("GNC1", "GNC2", True, 0)
    assert stored(world) == sorted(sent + unsent)
    new = other.register(2)
    assert not {*sent, *unsent, *lost} & set(new)
    assert other.sync().online
    assert stored(world) == sorted(sent + unsent + new)
    assert world.alarms() == []


def test_the_lost_part_of_a_restored_desk_arrives_later_by_its_safety_copy(
    office: Office, world: World, tmp_path: Path
) -> None:
    backed_up(office, backup := tmp_path / "desk.backup")
    lost = office.register(2)
    database = office.settings.database
    database.write_bytes(database.read_bytes()[:5000] + bytes(3000))
    told = restore(office.settings, backup, DATA_KEY)
    assert [name.split(".aside")[0] for name in told.aside] == ["desk.db"]
    renewed(office, world)
    new = office.register(2)
    assert office.sync().online
    assert not set(lost) & set(new)
    (spool,) = [path for path in office.settings.spool.iterdir() if path.name.startswith("GNC1-")]
    assert import_unsigned(world.db, spool.read_bytes(), CENTRAL)[0].known == 0
    assert stored(world) == sorted(lost + new)


def test_two_restores_of_one_backup_are_two_lives(office: Office, world: World, tmp_path: Path) -> None:
    backed_up(office, backup := tmp_path / "desk.backup")
    numbers = office.register()
    for place in ("one", "two"):
        other = Office(Settings(tmp_path / place, central_url=world.url))
        restore(other.settings, backup, DATA_KEY)
        renewed(other, world)
        numbers += other.register()
    assert len(set(numbers)) == 3


def test_a_renewal_that_was_cut_is_finished_by_another_try(
    office: Office, world: World, tmp_path: Path
) -> None:
    backed_up(office, backup := tmp_path / "desk.backup")
    other = Office(Settings(tmp_path / "other", central_url="http://127.0.0.1:9"))
    restore(other.settings, backup, DATA_KEY)
    with pytest.raises(ContactFailed):
        renewed(other, world)
    with pytest.raises(StoreRefused, match="file_older"):
        other.open()
    other = Office(Settings(tmp_path / "other", central_url=world.url))
    assert renewed(other, world).after == "GNC2"
    assert other.register()[0].startswith("Q-")


def test_a_restored_desk_without_a_line_delivers_by_file_before_it_has_a_code(
    office: Office, world: World, tmp_path: Path
) -> None:
    unsent = office.register()
    backed_up(office, backup := tmp_path / "desk.backup")
    other = Office(Settings(tmp_path / "other", central_url=world.url))
    restore(other.settings, backup, DATA_KEY)
    opened = set_up.open_desk(other.settings.database, DATA_KEY)
    export_changes(opened, parcel := tmp_path / "changes")
    opened.store.close()
    assert import_changes(world.db, parcel.read_bytes(), CENTRAL).changes == 2
    assert stored(world) == unsent


def test_a_backup_is_put_only_where_no_newer_file_is(office: Office, world: World, tmp_path: Path) -> None:
    backed_up(office, old := tmp_path / "old.backup")
    assert refused(office.settings, old) == "restore_newer"
    office.register()
    assert refused(office.settings, old) == "restore_newer"
    backed_up(office, new := tmp_path / "new.backup")
    for path in office.settings.folder.glob("desk.db*"):
        path.unlink()
    shutil.rmtree(office.settings.spool)
    restore(office.settings, old, DATA_KEY)
    told = restore(office.settings, new, DATA_KEY)
    assert len(told.aside) >= 1
    renewed(office, world)
    assert refused(office.settings, new) == "restore_newer"


def test_an_open_desk_another_desks_folder_and_a_wrong_key_are_refused(
    office: Office, world: World, tmp_path: Path
) -> None:
    backed_up(office, backup := tmp_path / "desk.backup")
    desk = office.open()
    assert refused(office.settings, backup) == "store_in_use"
    desk.close()
    other = open_office(world, tmp_path / "neighbour")
    assert refused(other.settings, backup) == "restore_other_desk"
    empty = Settings(tmp_path / "empty")
    empty.folder.mkdir()
    assert refused(empty, backup, bytes(32)) == "store_key"


def test_a_cut_altered_or_foreign_backup_is_told_apart_and_changes_nothing(
    office: Office, tmp_path: Path
) -> None:
    office.register()
    backed_up(office, backup := tmp_path / "desk.backup")
    whole, empty = backup.read_bytes(), Settings(tmp_path / "empty")
    empty.folder.mkdir()
    with tarfile.open(backup) as tar:
        parts = [(part.offset_data, part.size) for part in tar.getmembers()[1:]]
    for offset, size in parts:
        for place in range(offset, offset + size, max(1, size // 5)):
            altered = bytearray(whole)
            altered[place] ^= 1
            backup.write_bytes(bytes(altered))
            assert refused(empty, backup) == "restore_cut"
    for lie in ((b'"head_n":2', b'"head_n":9'), (b'"visit":1', b'"visit":2'), (b'"GNC1"', b'"GNC2"')):
        backup.write_bytes(whole.replace(*lie, 1))
        assert refused(empty, backup) == "restore_cut"
    backup.write_bytes(whole[: len(whole) // 2])
    assert refused(empty, backup) == "restore_cut"
    backup.write_bytes(b"PK something")
    assert refused(empty, backup) == "restore_foreign"


def test_a_backup_shows_no_person_and_only_its_owner_reads_it(office: Office, tmp_path: Path) -> None:
    number = office.register()[0]
    backed_up(office, backup := tmp_path / "desk.backup")
    data = backup.read_bytes()
    for canary in (number, "Nümunəvi", "U12345678"):
        assert canary.encode() not in data
        assert canary.encode("utf-16-le") not in data
    assert DATA_KEY not in data
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["desk.backup"]
    assert read_manifest(backup).head_n == 2


def test_a_file_put_back_by_hand_is_found_by_its_safety_copy_before_it_prints(
    office: Office, world: World, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copyfile(office.settings.database, copy)
    office.register()
    shutil.copyfile(copy, office.settings.database)
    with pytest.raises(StoreRefused, match="saves_lost"):
        office.register()
    with pytest.raises(StoreRefused, match="file_older"):
        office.register()
    assert renewed(office, world).after == "GNC2"
    assert office.register()


def test_a_full_stick_is_told_and_the_older_backup_on_it_stands(office: Office, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
    backed_up(office, target := small_disk / "desk.backup")
    before = target.read_bytes()
    left = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(bytes(left.f_bavail * left.f_frsize - 20_000))
    with pytest.raises((StoreRefused, OSError)) as caught:
        backed_up(office, target)
    assert getattr(caught.value, "code", "") == "backup_unsound" or isinstance(caught.value, OSError)
    assert target.read_bytes() == before
    assert sorted(path.name for path in small_disk.iterdir()) == ["ballast", "desk.backup"]
    assert office.register()


HOLD = "import sys; from pathlib import Path; from desk.db.lock import hold; hold(Path(sys.argv[1]))"


def test_no_desk_opens_between_the_look_at_the_file_and_its_being_set_aside(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = set_up.open_desk(made.settings.database, made.data_key)
    back_up(opened, made.settings, made.data_key, backup := tmp_path / "desk.backup")
    opened.store.close()
    database, set_aside, tries = made.settings.database, backing_up._set_aside, []
    database.write_bytes(database.read_bytes()[:5000])

    def tried(path: Path) -> list[str]:
        command = [sys.executable, "-c", HOLD, str(path.with_suffix(".lock"))]
        tries.append(subprocess.run(command, capture_output=True, text=True).stderr.splitlines()[-1:])
        return set_aside(path)

    monkeypatch.setattr(backing_up, "_set_aside", tried)
    restore(made.settings, backup, made.data_key)
    assert tries == [[f"desk.db.lock.Held: {os.getpid()}"]]
    set_up.open_desk(database, made.data_key).store.close()
