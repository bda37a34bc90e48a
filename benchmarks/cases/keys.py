"""From a key to the settled list, over 100,000 appeals: `python -m benchmarks.cases.keys [n] [pairs]`.

Both programs run in a pseudo-terminal of 80x24 each; a key is settled with the last byte before QUIET seconds
without any. The floor is the echo of a Textual Input, key by key in turn.
"""

import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cases.fill import filled
from benchmarks.pairs import in_turn
from desk.screens.home import ENTRIES
from tests.pty.terminal import Terminal

QUIET = 0.15
WORDS = ("mamm", "qeyd", "Мамед", "rüsum", "aliy")
DOWN, F6 = b"\x1b[B", b"\x1b[17~"


class Typist:
    """Types into one program, key after key, and takes what was typed back at the end of a word."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._keys = [key.encode() for word in WORDS for key in [*word, *"\x7f" * len(word)]]
        self._place = 0

    def key(self) -> float:
        """Milliseconds from the next key to the settled screen."""
        key = self._keys[self._place % len(self._keys)]
        self._place += 1
        return settled(self._terminal, key)


def settled(terminal: Terminal, key: bytes) -> float:
    """Milliseconds from a key to the last byte that it caused."""
    began = last = time.perf_counter()
    os.write(terminal._master, key)
    while True:
        seen = len(terminal.output)
        terminal._read(QUIET, only_once=True)
        now = time.perf_counter()
        if len(terminal.output) == seen:
            return (last - began) * 1000
        last = now


def open_list(terminal: Terminal) -> None:
    """Sign in with the demo's password and go to the appeals by the menu."""
    terminal.wait_for("Aysel")
    terminal.settle()
    for key in (b"\r", b"\r"):
        os.write(terminal._master, key)
        terminal.settle(0.5)
    terminal.wait_for("Today's visitors")
    for _step in range(list(ENTRIES).index("appeals")):
        os.write(terminal._master, DOWN)
        terminal.settle(0.2)
    os.write(terminal._master, b"\r")
    terminal.wait_for("A-2")
    terminal.settle(1.0)


def main(count: int, pairs: int) -> None:
    """Print the ratios for typing and for the saved filters."""
    with TemporaryDirectory() as folder:
        made = filled(Path(folder) / "desk", count)
        with (
            Terminal("-m", "benchmarks.cases.echo") as echo,
            Terminal("-m", "desk", "--folder", str(made.settings.folder)) as desk,
        ):
            echo.wait_for("READY")
            open_list(desk)
            floor = Typist(echo)
            filters = in_turn(floor.key, lambda: settled(desk, F6), pairs)
            os.write(desk._master, b"\x1bOR")
            desk.settle(0.5)
            typist = Typist(desk)
            for _warm in range(10):
                floor.key(), typist.key()
            print(in_turn(floor.key, typist.key, pairs).line("live search, key to settled rows", "ms"))
            print(filters.line("saved filter, key to settled rows", "ms"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 60)
