"""The drill: a lost password, a lost keystore and a dead disk, by the real commands against a real central.

Run as `python -m tests.drill [FOLDER]` (`make drill`); prints what was done and what came of it, and ends
with 1 when anything that a visitor was told is not at central in the end. What is at central is told by a
second desk of the office that synchronises and lists its visits.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import select

from desk.config import Settings, save
from desk.db.reception_tables import visit
from desk.demo.ground import Ground, synchronise
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import sign_in
from tests.sync.house import form

NEW_PASSWORD = "yeddi gümüş açar itib tapıldı"
ROOT = Path(__file__).parents[1]


@dataclass
class Drill:
    """One accident: the steps as they were taken, what the visitors were told, and what does not fit."""

    name: str
    ground: Ground
    settings: Settings
    steps: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def step(self, text: str) -> None:
        """Note a step."""
        self.steps.append(text)

    def expect(self, holds: bool, text: str) -> None:
        """Note what must hold now."""
        self.steps.append(f"  {'ok' if holds else 'FAULT'}: {text}")
        if not holds:
            self.faults.append(text)

    def person(self, role: str) -> str:
        """Somebody of this desk with the role, and without more rights than needed."""
        people = [one for one in read_staff(self.settings).people if role in one.roles]
        return min(people, key=lambda one: len(one.roles)).id

    def work(self, visitors: int, person: str = "", password: str = DEMO_PASSWORD) -> None:
        """Somebody signs in, takes in visitors, and closes the desk."""
        desk = sign_in(self.settings, person or self.person("clerk"), password)
        try:
            self.told += [
                register_visit(desk, form(procedure="stay_registration")).number for _ in range(visitors)
            ]
        finally:
            desk.close()
        self.step(f"{visitors} visitors taken in")

    def deliver(self, person: str = "", password: str = DEMO_PASSWORD) -> None:
        """Somebody signs in, and the desk synchronises once."""
        desk = sign_in(self.settings, person or self.person("clerk"), password)
        try:
            status = asyncio.run(synchronise(desk, self.settings))
        finally:
            desk.close()
        self.expect(status.online and not status.unsent, "the desk delivered everything over the line")

    def desk(self, *words: str, typed: tuple[str, ...] = (DEMO_PASSWORD,), code: int = 0) -> str:
        """Run one of the desk's commands with these passwords; what it said."""
        command = [sys.executable, "-m", "desk", "--folder", str(self.settings.folder), *words]
        done = subprocess.run(
            command,
            input="\n".join(typed) + "\n",
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=120,
            check=False,
        )
        self.step(f"$ desk {' '.join(words)}".replace(str(self.ground.folder), "…"))
        self.steps += [f"    {line}" for line in (done.stdout + done.stderr).splitlines()]
        self.expect(done.returncode == code, f"it ended with {code}")
        return done.stdout + done.stderr

    def central(self, *words: str) -> list[dict[str, object]]:
        """Run one of central's commands; its rows."""
        self.step(f"$ central {' '.join(words)}".replace(str(self.ground.folder), "…"))
        rows = self.ground.central.command(*words)
        self.steps += [f"    {row}" for row in rows]
        return rows

    def finish(self) -> None:
        """A second desk of the office looks what central has."""
        other = replace(self.ground.settings(f"{self.name.replace(' ', '-')}-witness"), language="en")
        self.ground.enrol(other)
        desk = sign_in(other, read_staff(other).people[0].id, DEMO_PASSWORD)
        try:
            asyncio.run(synchronise(desk, other))
            with desk.store.read() as connection:
                found = set(connection.execute(select(visit.c.number)).scalars())
        finally:
            desk.close()
        self.expect(len(set(self.told)) == len(self.told), "no number was printed twice")
        lost = set(self.told) - found
        self.expect(not lost, f"{len(self.told) - len(lost)} of {len(self.told)} visits are at central")


def lost_password(drill: Drill) -> None:
    """A clerk forgot the password with work unsent; a supervisor gives a new one. Then nobody knows one."""
    clerk, supervisor = drill.person("clerk"), drill.person("supervisor")
    drill.work(3, clerk)
    drill.step(f"{clerk} has forgotten the password; {supervisor} gives a new one")
    drill.desk("admit", clerk, "--person", supervisor, typed=(DEMO_PASSWORD, NEW_PASSWORD, NEW_PASSWORD))
    drill.desk("check", "--person", clerk, typed=(DEMO_PASSWORD,), code=1)
    drill.work(1, clerk, NEW_PASSWORD)
    drill.deliver(clerk, NEW_PASSWORD)
    drill.work(2, clerk, NEW_PASSWORD)
    drill.step("nobody knows a password any more: headquarters opens the recovery slot")
    _let_in(drill, supervisor, drill.settings.slots)
    drill.work(1, supervisor, NEW_PASSWORD)
    drill.desk("check", "--person", supervisor, typed=(NEW_PASSWORD,))
    drill.deliver(supervisor, NEW_PASSWORD)


def _let_in(drill: Drill, person: str, slots: Path) -> None:
    """The desk's file of keys goes to headquarters, and another one comes back with a one-time password."""
    back = drill.settings.folder.with_name(f"{drill.settings.folder.name}-slots.json")
    (told,) = drill.central("let-in", str(slots), "--person", person, "--to", str(back))
    once = str(told["password"])
    drill.desk(
        "admit", person, "--slots", str(back), typed=(DEMO_PASSWORD, NEW_PASSWORD, NEW_PASSWORD), code=1
    )
    drill.desk("admit", person, "--slots", str(back), typed=(once, NEW_PASSWORD, NEW_PASSWORD))


def _by_spool(drill: Drill) -> None:
    """Without any key: the sealed copy goes to headquarters, which alone can read it."""
    stick = drill.settings.folder.with_name(f"{drill.settings.folder.name}-stick")
    drill.desk("rescue", "--without-key", str(stick))
    for spool in sorted(stick.glob("*.spool")):
        drill.central("import-changes", "--unsigned", str(spool))


def lost_keystore(drill: Drill) -> None:
    """`slots.json` is gone with work unsent: nobody can open the file, and the work is delivered."""
    drill.work(2)
    drill.deliver()
    drill.work(4)
    drill.settings.slots.unlink()
    drill.step("slots.json is gone")
    drill.expect("--without-key" in drill.desk("check", code=1), "the refusal names the command that helps")
    _by_spool(drill)
    drill.step("the computer is enrolled anew, under a code of its own")
    drill.settings = replace(drill.ground.settings("lost-keystore-anew"), language="en")
    save(drill.settings)
    drill.ground.enrol(drill.settings)
    drill.work(1)
    drill.deliver()


def dead_disk(drill: Drill) -> None:
    """The file is unreadable, the backup older than the last work: backup, sealed copy and a new code."""
    drill.work(2)
    backup = drill.settings.folder.with_name("dead-disk.backup")
    drill.desk("backup", str(backup))
    drill.work(3)
    data = drill.settings.database.read_bytes()
    drill.settings.database.write_bytes(bytes(len(data)))
    drill.step("the disk gives back nothing but zeros for desk.db")
    drill.desk("check", code=1)
    _by_spool(drill)
    (invited,) = drill.central("desk", "add", "--office", "GNC")
    drill.desk("restore", str(backup), "--code", str(invited["code"]))
    drill.work(2)
    drill.deliver()


ACCIDENTS: dict[str, Callable[[Drill], None]] = {
    "lost password": lost_password,
    "lost keystore": lost_keystore,
    "dead disk": dead_disk,
}


def play(ground: Ground, name: str) -> Drill:
    """Play one accident on a desk of its own."""
    settings = replace(ground.settings(name.replace(" ", "-")), language="en")
    save(settings)
    ground.enrol(settings)
    drill = Drill(name, ground, settings)
    ACCIDENTS[name](drill)
    drill.finish()
    return drill


def main(folder: Path) -> int:
    """Play all accidents and print the report."""
    faults = 0
    with Ground(folder) as ground:
        ground.central.load_sample()
        for name in ACCIDENTS:
            done = play(ground, name)
            faults += len(done.faults)
            print(f"\n{name.upper()}: {'NO WORK LOST' if not done.faults else f'{len(done.faults)} FAULTS'}")
            print(*(f"  {step}" for step in done.steps), sep="\n", flush=True)
    print(f"\n{len(ACCIDENTS)} accidents, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(main(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory(prefix="drill-") as place:
        sys.exit(main(Path(place)))
