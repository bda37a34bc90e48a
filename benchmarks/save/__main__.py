"""A visitor saved durably, beside raw SQLite commits on the same disk.

`python -m benchmarks.save [ROUNDS] [FOLDER] [HELD]`: in turn in one run two floors, a save without the
spool's append, and a whole save. Give a folder on a real disk: a memory file system has no fsync to wait for.

A virtual disk may acknowledge a sync that no medium has seen. `append and sync` says what the disk takes for
one block (the research had 0.31 ms at rest, 1.4 to 1.8 ms busy), and `HELD` lets every sync of floors and
saves alike take so many microseconds longer (by strace; Linux), as on a medium that is waited for.

Both floors are printed. The budget was researched beside `researched`: an intake row under three indexes and
an outbox row with its JSON, keyed by UUIDv7, in one transaction of about eight pages; so were the figures of
its peers (an insert by the ORM alone 2.0 to 3.3x). `bare`, one row in one table without an index, is less
than any save has to write, and says what a durable commit costs at all.

The pages of a save are the frames that its commit adds to the write-ahead log, splits of full pages included:
the same on every machine. Processor time is this thread's, and grows where others share the caches.
"""

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.pairs import ratios
from benchmarks.save.floors import appended, bare, researched
from desk.usecases.desk import Desk
from desk.usecases.register_visit import register_visit
from tests.desks import form, make

WARM = 60
"""Rounds whose pages are counted and whose times are not: SQLite's own checkpoint comes after them."""
_FRAME = 24 + 4096


class NoSpool:
    """Stands in for the spool where its share is to be left out."""

    def append(self, change_id: object, payload: bytes) -> None:
        """Nothing is written."""

    def prepare(self) -> None:
        """Nothing is prepared."""


@dataclass
class Series:
    """One of the things done in turn: its database, and what it cost (ms) each time."""

    database: Path
    act: Callable[[], object]
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Do it once, timed."""
        began, worked = time.perf_counter(), time.thread_time()
        self.act()
        self.processor.append((time.thread_time() - worked) * 1000)
        self.wall.append((time.perf_counter() - began) * 1000)

    def logged(self) -> int:
        """How long the write-ahead log is (bytes); 0 for what has none."""
        log = Path(f"{self.database}-wal")
        return log.stat().st_size if log.exists() else 0


def _series(folder: Path) -> tuple[dict[str, Series], Desk]:
    visitor, made, left = form(), make(folder / "whole"), make(folder / "plain")
    whole, plain = made.open(), left.open()
    plain = replace(plain, spool=NoSpool())  # type: ignore[arg-type]
    one = register_visit(whole, visitor).visit
    return {
        "append and sync": Series(folder / "appended", appended(folder / "appended")),
        "bare row": Series(folder / "bare.db", bare(folder / "bare.db")),
        "researched": Series(folder / "researched.db", researched(folder / "researched.db", one)),
        "save without the spool": Series(left.settings.database, lambda: register_visit(plain, visitor)),
        "save with the spool": Series(made.settings.database, lambda: register_visit(whole, visitor)),
    }, whole


def main(rounds: int, where: str | None) -> None:
    """Print what each costs, and the ratios; the collector is off, as it is in the program."""
    gc.disable()
    with tempfile.TemporaryDirectory(dir=where) as name:
        series, desk = _series(Path(name))
        order, chance = list(series.values()), Random(0)
        before = {what: each.logged() for what, each in series.items()}
        for turn in range(WARM + rounds):
            if turn == WARM:
                pages = {
                    what: (each.logged() - before[what]) / _FRAME / WARM for what, each in series.items()
                }
            desk.get_ready()
            chance.shuffle(order)
            for each in order:
                each.run()
        for what, each in series.items():
            spent, waited = median(each.processor[WARM:]), median(each.wall[WARM:])
            print(f"{what}: {pages[what]:.1f} pages, processor {spent:.3f} ms, {waited:.3f} ms in all")
        for what in ("save without the spool", "save with the spool"):
            for floor in ("researched", "bare row"):
                ratio = ratios(series[floor].wall[WARM:], series[what].wall[WARM:])
                print(ratio.line(f"{what}, beside {floor}", "ms"))


def held(rounds: str, where: str, microseconds: str) -> int:
    """The same in a process whose every sync takes so much longer."""
    syncs = "fsync,fdatasync"
    slow = ["-e", f"trace={syncs}", "-e", f"inject={syncs}:delay_exit={microseconds}"]
    command = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull, *slow]
    return subprocess.call([*command, sys.executable, "-m", "benchmarks.save", rounds, where])


if __name__ == "__main__":
    if len(sys.argv) > 3:
        sys.exit(held(*sys.argv[1:4]))
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, sys.argv[2] if len(sys.argv) > 2 else None)
