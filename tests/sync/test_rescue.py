"""After damage nothing that was told saved is lost: what the file lost the safety copy has, and back."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from central.delivery import import_changes, import_unsigned
from desk.config import Settings
from desk.crypto.frames import Recovered, read
from desk.crypto.parcels import read_parcel
from desk.db.file import StoreRefused
from desk.records.kinds import FACTS
from desk.records.visit import Visit
from desk.records.wire import Change
from desk.usecases.rescue import PARCEL, check, rescue
from desk.usecases.sign_in import open_desk
from tests.central.world import World
from tests.desks import Made, form, make
from tests.sync.house import DATA_KEY
from tests.sync.office import CENTRAL, open_office
from tests.sync.test_desk_backup import renewed
from tests.sync.test_round_trip import stored


def told_and_killed(made: Made, folder: Path, visits: int) -> tuple[Settings, list[str]]:
    """A copy of a desk's folder as a power cut leaves it, and every number that was printed."""
    from desk.usecases.register_visit import register_visit

    desk = made.open()
    numbers = [register_visit(desk, form(surname=f"Nümunəvi{n}")).number for n in range(visits)]
    shutil.copytree(made.settings.folder, folder)
    desk.close()
    return Settings(folder), numbers


def rescued(made: Made, target: Path) -> set[str]:
    """The numbers in everything that came out."""
    changes: list[Change] = []
    if (target / PARCEL).exists():
        _secret, payloads = read_parcel((target / PARCEL).read_bytes()).open(made.recovery)
        changes += [Change.model_validate_json(payload) for payload in payloads]
    for file in target.glob("*.spool"):
        found = [one for one in read(file, made.recovery) if isinstance(one, Recovered)]
        changes += [Change.model_validate_json(one.payload) for one in found]
    bodies = [FACTS[change.kind].model_validate_json(change.body) for change in changes]
    return {body.number for body in bodies if isinstance(body, Visit)}


def flip(path: Path, dice: random.Random, n: int = 1) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(n):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spool_of(settings: Settings) -> Path:
    (file,) = settings.spool.glob("*.spool")
    return file


DAMAGES: dict[str, Callable[[Settings, random.Random], object]] = {
    "one flipped bit in the file": lambda s, dice: flip(s.database, dice),
    "many flipped bits in the file": lambda s, dice: flip(s.database, dice, 200),
    "a flipped bit in the write-ahead log": lambda s, dice: flip(Path(f"{s.database}-wal"), dice),
    "no write-ahead log": lambda s, dice: Path(f"{s.database}-wal").unlink(),
    "half a write-ahead log": lambda s, dice: cut(Path(f"{s.database}-wal")),
    "no file": lambda s, dice: s.database.unlink(),
    "an empty file": lambda s, dice: s.database.write_bytes(b""),
    "half the file": lambda s, dice: cut(s.database),
    "a zeroed header": lambda s, dice: s.database.write_bytes(bytes(4096) + s.database.read_bytes()[4096:]),
    "another file in its place": lambda s, dice: s.database.write_bytes(dice.randbytes(40_000)),
    "a flipped bit in the safety copy": lambda s, dice: flip(spool_of(s), dice),
    "half the safety copy": lambda s, dice: cut(spool_of(s)),
    "no safety copy": lambda s, dice: spool_of(s).unlink(),
}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Settings, list[str]]:
    folder = tmp_path_factory.mktemp("killed")
    made = make(folder / "desk")
    return made, *told_and_killed(made, folder / "copy", 12)


@pytest.mark.parametrize("damage", DAMAGES)
def test_r4_one_damaged_missing_or_foreign_file_loses_nothing_told_saved(
    killed: tuple[Made, Settings, list[str]], tmp_path: Path, damage: str
) -> None:
    made, source, numbers = killed
    dice = random.Random(damage)
    for round_ in range(3):
        folder = tmp_path / str(round_)
        shutil.copytree(source.folder, folder)
        settings = Settings(folder)
        DAMAGES[damage](settings, dice)
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        rescue(settings, made.data_key, target := tmp_path / f"out{round_}")
        assert rescued(made, target) == set(numbers)
        after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        changed = {path.name for path in before | after if before.get(path) != after.get(path)}
        assert changed <= {"desk.lock"}
        assert not list(target.glob("tmp*"))


@pytest.mark.parametrize("damage", list(DAMAGES)[:10])
def test_a_damaged_desk_does_not_open_to_print_again(
    killed: tuple[Made, Settings, list[str]], tmp_path: Path, damage: str
) -> None:
    """Where the damage cost a save, or may have, the start is refused with a reason."""
    made, source, numbers = killed
    shutil.copytree(source.folder, tmp_path / "desk")
    settings = Settings(tmp_path / "desk")
    DAMAGES[damage](settings, random.Random(damage))
    reason = ""
    try:
        desk = open_desk(settings, made.data_key)
    except StoreRefused as refused:
        reason = refused.code
    if reason:
        assert reason in {"store_missing", "store_empty", "store_key", "store_damaged", "saves_lost"}
        return
    with desk.store.read() as connection:
        kept = {row[0] for row in connection.exec_driver_sql("select number from visit")}
    desk.close()
    assert kept == set(numbers)


def test_a_rescue_without_the_key_takes_the_safety_copy(
    killed: tuple[Made, Settings, list[str]], tmp_path: Path
) -> None:
    made, source, numbers = killed
    told = rescue(source, None, tmp_path / "out")
    assert (told.is_signed, len(told.spools)) == (False, 1)
    assert rescued(made, tmp_path / "out") == set(numbers)


def test_the_check_finds_one_damaged_page(killed: tuple[Made, Settings, list[str]], tmp_path: Path) -> None:
    made, source, _numbers = killed
    shutil.copytree(source.folder, tmp_path / "desk")
    settings = Settings(tmp_path / "desk")
    assert check(settings, made.data_key) == []
    data = bytearray(settings.database.read_bytes())
    data[-300] ^= 1
    settings.database.write_bytes(data)
    assert check(settings, made.data_key)


def test_what_was_rescued_reaches_central_and_the_desk_goes_on_under_a_new_code(
    world: World, tmp_path: Path
) -> None:
    office = open_office(world, tmp_path / "desk")
    sent = office.register()
    assert office.sync().online
    copy = tmp_path / "copy.db"
    shutil.copyfile(office.settings.database, copy)
    unsent = office.register(3)
    shutil.copyfile(copy, office.settings.database)
    with pytest.raises(StoreRefused, match="saves_lost"):
        office.register()
    told = rescue(office.settings, DATA_KEY, target := tmp_path / "stick")
    assert import_changes(world.db, (target / PARCEL).read_bytes(), CENTRAL).changes == told.readable == 0
    for name in told.spools:
        import_unsigned(world.db, (target / name).read_bytes(), CENTRAL)
    assert stored(world) == sorted(sent + unsent)
    renewed(office, world)
    desk = office.open()
    assert desk.lost == 4  # the sign-in too
    desk.close()
    rescue(office.settings, DATA_KEY, target)
    desk = office.open()
    assert desk.lost == 0
    desk.close()
    assert not set(office.register()) & {*sent, *unsent}


def test_an_open_desk_is_not_rescued_behind_its_back(world: World, tmp_path: Path) -> None:
    office = open_office(world, tmp_path / "desk")
    desk = office.open()
    with pytest.raises(StoreRefused, match="store_in_use"):
        rescue(office.settings, DATA_KEY, tmp_path / "out")
    desk.close()
