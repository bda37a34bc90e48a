"""An office without a line delivers in a file: exactly once, in order, and by nobody else's hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from central.delivery import Imported, import_changes, import_unsigned
from desk.crypto.parcels import ParcelError
from desk.crypto.sealing import RecoveryPrivateKey
from desk.db.log_tables import ChangeState
from desk.usecases.delivery import Receipted, export_changes, import_receipts
from tests.central.world import World
from tests.sync.house import House
from tests.sync.test_quarantine import letters, write
from tests.sync.test_round_trip import stored

A, P, R = ChangeState.acknowledged, ChangeState.pending, ChangeState.rejected
CENTRAL = RecoveryPrivateKey.generate()


@pytest.fixture
def house(world: World, enrolled: Callable[..., House]) -> House:
    """A desk of a central whose recovery key the test holds."""
    world.db.execute("update setting set value = %s where name = 'recovery_key'", (CENTRAL.public.text,))
    return enrolled()


def take(world: World, path: Path) -> Imported:
    imported = import_changes(world.db, path.read_bytes(), CENTRAL)
    path.with_suffix(".receipts").write_bytes(imported.receipts)
    return imported


def receive(house: House, path: Path) -> Receipted:
    return import_receipts(house.opened, path.with_suffix(".receipts"), path.parent / "spool")


def refusal(world: World, data: bytes) -> str:
    with pytest.raises(ParcelError) as caught:
        import_changes(world.db, data, CENTRAL)
    assert str(caught.value) != caught.value.code
    return caught.value.code


def feed_length(world: World) -> int:
    return world.count("select n from feed_head")


def test_a_round_trip_by_file_leaves_nothing_for_the_line(house: House, world: World, tmp_path: Path) -> None:
    printed = [house.register().number for _ in range(3)]
    bad = write(house, "session:1", good=False)
    path = tmp_path / "changes"
    exported = export_changes(house.opened, path)
    assert (exported.changes, exported.left) == (4, 0)
    assert printed[0].encode() not in path.read_bytes()
    imported = take(world, path)
    assert stored(world) == sorted(printed)
    assert (imported.known, imported.older, imported.whole) == (0, False, True)
    assert receive(house, path) == Receipted(applied=3, rejected=1, known=0)
    assert house.states() == [A, A, A, R]
    assert letters(world) == {bad.change_id: bad.body}
    before = feed_length(world), house.states()
    status = house.sync()
    assert (status.online, status.pending) == (True, 0)
    assert house.transport is not None
    assert not [path for path, _ in house.transport.seen if path.endswith("/push")]
    assert (feed_length(world), house.states()) == before
    assert set(house.visits()) == set(printed)
    assert world.alarms() == []


def test_doing_any_of_it_twice_changes_nothing(house: House, world: World, tmp_path: Path) -> None:
    house.register()
    path = tmp_path / "changes"
    export_changes(house.opened, path)
    export_changes(house.opened, path)
    first, again = take(world, path), take(world, path)
    assert again.results == first.results
    assert (first.known, again.known) == (0, 1)
    assert feed_length(world) == 3
    assert receive(house, path).applied == 1
    log = house.log()
    assert receive(house, path) == Receipted(0, 0, 1)
    assert house.log() == log
    assert export_changes(house.opened, path).changes == 0
    assert take(world, path).results == []
    assert world.alarms() == []


def test_what_went_by_file_and_over_the_line_at_once_is_applied_once(
    house: House, world: World, tmp_path: Path
) -> None:
    house.register()
    export_changes(house.opened, path := tmp_path / "changes")
    house.register()
    assert house.sync().online
    imported = take(world, path)
    assert (imported.known, imported.older) == (1, True)
    assert feed_length(world) == 4
    assert receive(house, path) == Receipted(0, 0, 1)
    assert house.states() == [A, A]
    assert world.alarms() == []


def test_every_altered_or_cut_byte_is_found_before_anything_is_taken(
    house: House, world: World, tmp_path: Path
) -> None:
    house.register()
    export_changes(house.opened, path := tmp_path / "changes")
    whole = path.read_bytes()
    codes = set()
    for place in range(0, len(whole), 31):
        altered = bytearray(whole)
        altered[place] ^= 1
        codes.add(refusal(world, bytes(altered)))
    assert codes <= {"parcel_altered", "parcel_cut", "parcel_foreign", "parcel_desk"}
    for length in (0, 7, 20, 400, len(whole) - 1):
        assert refusal(world, whole[:length]) in ("parcel_foreign", "parcel_cut")
    assert refusal(world, b"%PDF-1.7 something else") == "parcel_foreign"
    assert refusal(world, whole[:7] + b"9" + whole[8:]) == "parcel_newer"
    assert stored(world) == []


def test_a_file_for_another_central_and_of_another_desk_is_refused(
    house: House, world: World, enrolled: Callable[..., House], tmp_path: Path
) -> None:
    house.register()
    export_changes(house.opened, path := tmp_path / "changes")
    with pytest.raises(ParcelError, match="recovery key"):
        import_changes(world.db, path.read_bytes(), RecoveryPrivateKey.generate())
    world.db.execute("update desk set revoked = true")
    assert refusal(world, path.read_bytes()) == "parcel_revoked"
    world.db.execute("update desk set public_key = %s", (DeskKeys.other,))
    assert refusal(world, path.read_bytes()) == "parcel_altered"
    world.db.execute("truncate desk cascade")
    assert refusal(world, path.read_bytes()) == "parcel_desk"


class DeskKeys:
    other = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


def test_receipts_of_another_desk_or_altered_ones_change_nothing(
    house: House, world: World, enrolled: Callable[..., House], tmp_path: Path
) -> None:
    other = enrolled()
    house.register()
    export_changes(house.opened, path := tmp_path / "changes")
    take(world, path)
    receipts = path.with_suffix(".receipts")
    with pytest.raises(ParcelError) as caught:
        import_receipts(other.opened, receipts, tmp_path / "spool2")
    assert caught.value.code == "receipts_altered"
    whole = receipts.read_bytes()
    for place in range(8, len(whole), 17):
        altered = bytearray(whole)
        altered[place] ^= 1
        receipts.write_bytes(bytes(altered))
        with pytest.raises(ParcelError):
            receive(house, path)
    receipts.write_bytes(b"else")
    with pytest.raises(ParcelError):
        receive(house, path)
    assert house.states() == [P]


def test_receipts_from_before_central_was_restored_acknowledge_nothing(
    house: House, world: World, tmp_path: Path
) -> None:
    """They may speak of what the restored central does not have."""
    house.register()
    house.sync()
    house.register()
    export_changes(house.opened, path := tmp_path / "changes")
    take(world, path)
    world.db.execute("update feed_head set epoch = gen_random_uuid()")
    with house.opened.store.write() as connection:
        connection.exec_driver_sql("update fact set value = 'another' where name = 'epoch'")
    with pytest.raises(ParcelError) as caught:
        receive(house, path)
    assert caught.value.code == "receipts_epoch"
    assert house.states() == [A, P]


def test_older_receipts_do_not_reject_what_a_clerk_has_sent_again(
    house: House, world: World, tmp_path: Path
) -> None:
    write(house, "session:1", good=False)
    export_changes(house.opened, old := tmp_path / "old")
    take(world, old)
    export_changes(house.opened, tmp_path / "new")
    assert receive(house, old) == Receipted(0, 0, 1)
    assert house.states() == [P]


def test_a_file_has_a_limit_and_the_rest_goes_with_the_next(
    house: House, world: World, tmp_path: Path
) -> None:
    for _ in range(4):
        house.register()
    path = tmp_path / "changes"
    first = export_changes(house.opened, path, largest=3500)
    assert 0 < first.changes < 4
    assert (first.changes + first.left, first.size < 5000) == (4, True)
    rounds = 0
    while export_changes(house.opened, path, largest=3500).changes:
        take(world, path)
        receive(house, path)
        rounds += 1
    assert rounds > 1
    assert house.states() == [A, A, A, A]
    assert world.alarms() == []


def test_the_spool_itself_is_taken_by_who_holds_the_recovery_key_and_says_so(
    house: House, world: World, tmp_path: Path
) -> None:
    printed = sorted(house.register().number for _ in range(3))
    data = bytearray(house.spool.path.read_bytes())
    (imported,) = import_unsigned(world.db, bytes(data), CENTRAL)
    assert (imported.desk, imported.changes, imported.known) == (house.opened.identity.desk, 3, 0)
    assert stored(world) == printed
    assert world.alarms() == ["imported_unsigned"]
    assert import_unsigned(world.db, bytes(data), CENTRAL)[0].known == 3
    assert house.sync().pending == 0
    assert house.states() == [A, A, A]
    assert feed_length(world) == 5


def test_of_a_damaged_spool_every_whole_record_is_taken(house: House, world: World) -> None:
    printed = [house.register().number for _ in range(3)]
    data = bytearray(house.spool.path.read_bytes())
    data[300] ^= 1
    (imported,) = import_unsigned(world.db, bytes(data), CENTRAL)
    assert (imported.changes, imported.damaged) == (2, 1)
    assert stored(world) == sorted(printed[1:])


def test_a_file_that_is_something_else_is_not_written_over(house: House, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(FileExistsError):
        export_changes(house.opened, tmp_path / "letter.txt")
