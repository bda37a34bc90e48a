"""One file of a desk's folder comes to harm: damaged, cut, missing, foreign, older, unlinked at work.

Run as `python -m tests.crash.damage FOLDER CASES SEED [blind|careless]`; prints one JSON line. `blind` is a
desk that does not compare its log with its safety copy, `careless` a rescue that leaves the safety copy.
"""

import json
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desk.config import load
from desk.crypto.frames import Recovered, read
from desk.crypto.parcels import read_parcel
from desk.db.file import StoreRefused
from desk.db.store import StoreFailed
from desk.records.kinds import FACTS
from desk.records.visit import Visit
from desk.records.wire import Change
from desk.usecases import rescue as rescuing
from desk.usecases import set_up, sign_in
from desk.usecases.desk import Desk
from desk.usecases.people import DEMO_PASSWORD, nobody_known, read_staff
from desk.usecases.refusals import refusal_text
from desk.usecases.register_visit import register_visit
from tests.desks import CLERK, Made, form, make

FILES = (
    "desk.db",
    "desk.db-wal",
    "spool",
    "slots.json",
    "people.json",
    "settings.toml",
    "tries.json",
    "time.json",
)
WEIGHTS = (8, 5, 5, 2, 1, 1, 1, 1)
BEFORE_SIGN_IN = {"slots.json", "people.json", "tries.json", "time.json", "settings.toml"}


@dataclass(frozen=True)
class Source:
    """A folder as a power cut left it, the same folder earlier, and the folder of another desk."""

    made: Made
    told: list[str]
    folder: Path
    older: Path
    other: Path


def sources(folder: Path) -> Source:
    """Three days of a desk: two closed in the evening, the third ended by a power cut."""
    made, other = make(folder / "desk"), make(folder / "other", desk="GNC3")
    sign_in.unlock(other.settings, "GNC3", CLERK.id, DEMO_PASSWORD)
    neighbour = other.open()
    register_visit(neighbour, form(surname="Qonşu"))
    shutil.copytree(other.settings.folder, folder / "foreign")
    neighbour.close()
    told: list[str] = []
    for day in range(3):
        sign_in.unlock(made.settings, "GNC2", CLERK.id, DEMO_PASSWORD)
        desk = made.open()
        told += [register_visit(desk, form(surname=f"Nümunəvi{day}{n}")).number for n in range(4)]
        if day == 2:
            shutil.copytree(made.settings.folder, folder / "killed")
        desk.close()
        if day == 0:
            shutil.copytree(made.settings.folder, folder / "older")
    return Source(made, told, folder / "killed", folder / "older", folder / "foreign")


def _file(folder: Path, name: str) -> Path:
    return next((folder / "spool").glob("*.spool")) if name == "spool" else folder / name


def _flip(data: bytes, dice: random.Random, times: int) -> bytes:
    altered = bytearray(data)
    for _ in range(times if altered else 0):
        altered[dice.randrange(len(altered))] ^= 1 << dice.randrange(8)
    return bytes(altered)


def _zeros(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data)) // 4096 * 4096
    return data[:place] + bytes(len(data[place : place + 4096])) + data[place + 4096 :]


def _twice(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + data[place : place + 4096] + data[place:]


KINDS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "a flipped bit": lambda data, dice: _flip(data, dice, 1),
    "many flipped bits": lambda data, dice: _flip(data, dice, 200),
    "a flipped bit at the beginning": lambda data, dice: _flip(data[:100], dice, 1) + data[100:],
    "a zeroed page": _zeros,
    "a page twice": _twice,
    "cut": lambda data, dice: data[: dice.randrange(len(data))],
    "emptied": lambda data, dice: b"",
    "longer": lambda data, dice: data + dice.randbytes(dice.randrange(1, 9000)),
    "other bytes": lambda data, dice: dice.randbytes(len(data)),
}
PLACES = ("missing", "of another desk", "older", "unlinked at work")


def harm(source: Source, folder: Path, name: str, kind: str, dice: random.Random) -> None:
    """Do one kind of harm to one file."""
    file = _file(folder, name)
    if kind == "missing":
        file.unlink()
    elif kind in ("of another desk", "older"):
        origin = source.other if kind == "of another desk" else source.older
        found = origin / "spool" if name == "spool" else origin / name
        found = next(found.glob("*.spool")) if found.is_dir() else found
        file.write_bytes(found.read_bytes() if found.exists() else b"")
    elif kind in KINDS:
        file.write_bytes(KINDS[kind](file.read_bytes(), dice))


def _opened(source: Source, folder: Path, name: str) -> Desk:
    """The desk, by the person's password where the harm may stand in its way."""
    settings, key = load(folder), source.made.data_key
    if name in BEFORE_SIGN_IN:
        staff = read_staff(settings)
        if CLERK not in staff.people:
            raise StoreRefused(nobody_known(settings))
        key = sign_in.unlock(settings, staff.desk, CLERK.id, DEMO_PASSWORD)
    return sign_in.open_desk(settings, key)


def rescued(source: Source, folder: Path, target: Path) -> set[str]:
    """The printed numbers in everything that a rescue takes out."""
    rescuing.rescue(load(folder), source.made.data_key, target)
    changes: list[Change] = []
    if (parcel := target / rescuing.PARCEL).exists():
        changes += map(
            Change.model_validate_json, read_parcel(parcel.read_bytes()).open(source.made.recovery)[1]
        )
    for file in target.glob("*.spool"):
        frames = [one for one in read(file, source.made.recovery) if isinstance(one, Recovered)]
        changes += [Change.model_validate_json(one.payload) for one in frames]
    bodies = [FACTS[change.kind].model_validate_json(change.body) for change in changes]
    return {body.number for body in bodies if isinstance(body, Visit)}


def _kept(desk: Desk) -> set[str]:
    """The printed numbers of visits that the file still has whole, with their change."""
    with desk.store.read() as connection:
        rows = connection.exec_driver_sql(
            "select v.number, c.change_id, c.body from visit v join change c on c.n = v.change_n"
        ).fetchall()
    numbers = {number for number, _id, body in rows if Visit.model_validate_json(body).number == number}
    return numbers if len(desk.spool.ids()) >= len(rows) else set()


def play(source: Source, folder: Path, name: str, kind: str, dice: random.Random) -> tuple[str, str]:
    """What came of one harm: `opened`, or the code of the refusal; and what was lost, in words."""
    shutil.copytree(source.folder, folder)
    harm(source, folder, name, kind, dice)
    told, outcome = set(source.told), "opened"
    try:
        desk = _opened(source, folder, name)
        try:
            if kind == "unlinked at work":
                _file(folder, name).unlink()
                told |= {register_visit(desk, form()).number for _ in range(2)}
            lost = told - _kept(desk)
        finally:
            desk.close()
        if lost:
            return outcome, f"opened without a word, lacks {len(lost)}"
        if kind != "unlinked at work":
            return outcome, ""
    except (StoreRefused, StoreFailed) as refused:
        outcome = refused.code
        if not refusal_text(refused) or refusal_text(refused) == refused.code:
            return outcome, "refused without a sentence"
    lacking = told - rescued(source, folder, folder.with_name("out"))
    return outcome, f"rescue lacks {len(lacking)}" if lacking else ""


def main(ground: Path, cases: int, seed: int, fault: str = "") -> int:
    """Play the cases; 1 when a harm cost a visit, was passed over or ended in anything but a refusal."""
    if fault == "blind":
        whole = set_up.open_spool
        set_up.open_spool = lambda opened, folder: (whole(opened, folder)[0], set(), "")
    if fault == "careless":
        rescuing._take_spools = lambda folder, target: []
    dice, source = random.Random(seed), sources(ground)
    outcomes, faults = Counter[str](), list[str]()
    for number in range(cases):
        (name,), kind = dice.choices(FILES, WEIGHTS), dice.choice([*KINDS, *PLACES])
        folder = ground / "case"
        try:
            outcome, fault_found = play(source, folder / "desk", name, kind, dice)
        except Exception as error:
            outcome, fault_found = "crashed", f"{type(error).__name__}: {error}"[:200]
        outcomes[outcome] += 1
        if fault_found:
            faults.append(f"{number}: {name} {kind}: {outcome}: {fault_found}")
        shutil.rmtree(folder)
    print(json.dumps({"cases": cases, "outcomes": dict(outcomes), "faults": faults[:40]}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:5]))
