"""What a disk may hold after a power cut, made from a recording, and whether a desk opens on it whole.

Run as `python -m tests.crash.power_cut FOLDER IMAGES SEED [forgetful]`; prints one JSON line. Until a file is
synced, each write to it since its last sync may be there, be lost, or be torn between sectors. `forgetful`
plays a desk that never syncs: the faults that are then found show that the looking is not blind.
"""

import json
import random
import shutil
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from desk.db.file import StoreRefused, open_file
from desk.db.lock import release
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import open_desk
from tests.crash.recording import Cut, Op, Sync, Told, Write, record
from tests.crash.victim import log_faults
from tests.desks import Made, form, make

SECTOR = 512
SAVES = 90
"""So many that the write-ahead log is moved into the database in between."""
WHOLE_LOOK = 50
"""Every so many images the program itself is opened and saves once more."""


class Disk:
    """The files below a folder as they are in the writer's eyes and as they are durable."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.durable = {name: bytearray(content) for name, content in files.items()}
        self.sizes = {name: len(content) for name, content in files.items()}
        self.pending: dict[str, list[Write | Cut]] = defaultdict(list)
        self.told: list[str] = []

    def play(self, op: Op) -> None:
        """One operation."""
        if isinstance(op, Told):
            self.told.append(op.number)
        elif isinstance(op, Sync):
            held = self.durable.setdefault(op.file, bytearray())
            for one in self.pending.pop(op.file, []):
                apply(held, one)
        elif isinstance(op, Write):
            at = self.sizes.get(op.file, 0) if op.at is None else op.at
            self.pending[op.file].append(Write(op.file, at, op.data))
            self.sizes[op.file] = max(self.sizes.get(op.file, 0), at + len(op.data))
        else:
            self.pending[op.file].append(op)
            self.sizes[op.file] = op.size

    def after_the_cut(self, dice: random.Random) -> dict[str, bytes]:
        """One of the states in which the power may have left the files."""
        left = {name: bytearray(content) for name, content in self.durable.items()}
        for name, ops in self.pending.items():
            held = left.setdefault(name, bytearray())
            for op in ops:
                fate = dice.random()
                if fate < 0.5:
                    apply(held, op)
                elif fate < 0.75 and isinstance(op, Write):
                    kept = dice.randrange(1 + len(op.data) // SECTOR) * SECTOR
                    apply(held, Write(name, op.at, op.data[:kept]))
        return {name: bytes(content) for name, content in left.items()}


def apply(held: bytearray, op: Write | Cut) -> None:
    """Alter a file's content."""
    if isinstance(op, Cut):
        del held[op.size :]
        held.extend(bytes(op.size - len(held)))
        return
    at = op.at or 0
    held.extend(bytes(max(0, at - len(held))))
    held[at : at + len(op.data)] = op.data


def faults_of(made: Made, told: list[str], *, whole: bool) -> list[str]:
    """What is wrong with the desk on an image: looked at by SQL, or by the program itself."""
    if whole:
        desk = open_desk(made.settings, made.data_key)
        try:
            return log_faults(desk, [*told, register_visit(desk, form()).number])
        finally:
            desk.close()
    try:
        raw = open_file(made.settings.database, made.data_key)
    except StoreRefused as refused:
        return [refused.code]
    try:
        held = [row[0] for row in raw.execute("select number from visit order by number")]
        links = raw.execute("select n, prev_sha256, chain from change order by n").fetchall()
    finally:
        raw.close()
        release(made.settings.database.with_suffix(".lock"))
    faults = [f"lost {number}" for number in told if number not in held]
    if [link[0] for link in links] != list(range(1, len(held) + 1)):
        faults.append(f"{len(held)} visits, {len(links)} changes")
    if any(later[1] != earlier[2] for earlier, later in pairwise(links)):
        faults.append("chain broken")
    return faults


def main(folder: Path, images: int, seed: int, *, forgetful: bool) -> int:
    """Cut the power so often; 1 when anything told was lost or a desk does not open."""
    dice, made = random.Random(seed), make(folder)
    open_desk(made.settings, made.data_key).close()
    base = {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ops = record(made, SAVES, folder.parent / "strace.log")
    if forgetful:
        ops = [op for op in ops if not isinstance(op, Sync)]
    faults: list[str] = []
    moments = sorted(dice.randrange(1, len(ops) + 1) for _ in range(images))
    disk, played = Disk(base), 0
    for image, moment in enumerate(moments):
        for op in ops[played:moment]:
            disk.play(op)
        played = moment
        _put(folder, disk.after_the_cut(dice))
        faults = faults_of(made, disk.told, whole=not forgetful and image % WHOLE_LOOK == 0)
        if faults:
            break
    told = {"images": images, "operations": len(ops), "told": len(disk.told), "seed": seed, "faults": faults}
    print(json.dumps(told))
    return 1 if faults else 0


def _put(folder: Path, files: dict[str, bytes]) -> None:
    shutil.rmtree(folder)
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), forgetful="forgetful" in sys.argv))
