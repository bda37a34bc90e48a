"""A visitor saved durably, beside one raw SQLite commit on the same disk.

`python -m benchmarks.save [ROUNDS] [FOLDER]`: in turn in one run a raw WAL+FULL commit, a save without the
spool's append, and a whole save. Give a folder on a real disk: a memory file system has no fsync to wait for.
"""

import gc
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.pairs import ratios
from desk.usecases.desk import Desk
from desk.usecases.register_visit import register_visit
from tests.desks import form, make

WARM = 20


class NoSpool:
    """Stands in for the spool where its share is to be left out."""

    def append(self, change_id: object, payload: bytes) -> None:
        """Nothing is written."""

    def prepare(self) -> None:
        """Nothing is prepared."""


def _raw(folder: Path) -> Callable[[], object]:
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
    body = "x" * 800

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO t (body) VALUES (?)", (body,))
        connection.execute("COMMIT")

    return commit


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main(rounds: int, where: str | None) -> None:
    """Print the two ratios; the collector is off, as it is in the program."""
    gc.disable()
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder, visitor = Path(name), form()
        made = make(folder / "whole")
        whole = made.open()
        plain = make(folder / "plain").open()
        plain = Desk(plain.store, plain.identity, plain.clerk, plain.key, NoSpool(), plain.clock)  # type: ignore[arg-type]
        raw = _raw(folder)
        floors: list[float] = []
        plains: list[float] = []
        wholes: list[float] = []
        for turn in range(rounds + WARM):
            whole.get_ready()
            measured = [
                _timed(raw),
                _timed(lambda: register_visit(plain, visitor)),
                _timed(lambda: register_visit(whole, visitor)),
            ]
            if turn >= WARM:
                for series, seconds in zip((floors, plains, wholes), measured, strict=True):
                    series.append(seconds * 1000)
        print(ratios(floors, plains).line("save without the spool", "ms"))
        print(ratios(floors, wholes).line("save with the spool", "ms"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300, sys.argv[2] if len(sys.argv) > 2 else None)
