"""From a key to the new rows, over 100,000 appeals: `python -m benchmarks.cases.keys [n] [pairs] [folder]`.

Both programs run in a pseudo-terminal of 80x24 each. A key is settled with the last change that it makes to
the screen, on which the very rows must stand that the store gives for the text so far: a key that leaves the
rows as they are is typed and not measured. The floor is the echo of a Textual Input, key by key in turn. A
folder that is there already is used again.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cases.fill import filled
from benchmarks.drawn import drawn, enter, press
from benchmarks.pairs import in_turn
from desk.config import load
from desk.screens.appeals import AppealsScreen
from desk.usecases.case_list import cases_of
from desk.usecases.desk import Desk
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.sign_in import sign_in
from tests.desks import CLERK
from tests.pty.terminal import Terminal

WORDS = ("mamm", "qeyd", "Мамед", "rüsum", "aliy")
F3, F6, DELETE = b"\x1bOR", b"\x1b[17~", b"\x7f"
FIRST_ROW, ROWS, CELLS = 4, 18, 19
"""Where the numbers of the appeals stand on the screen."""
Rows = list[str]


class Echo:
    """The floor: what is typed appears in an Input."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal, self._typed = terminal, ""

    def key(self) -> float:
        """Milliseconds from one more letter to its echo."""
        if len(self._typed) == 40:
            press(self._terminal, *[DELETE] * 40)
            self._typed = ""
        letter = "abcdefghij"[len(self._typed) % 10]
        self._typed += letter
        return drawn(self._terminal, letter.encode(), lambda: self._shown == self._typed)

    @property
    def _shown(self) -> str:
        return self._terminal.screen.partition("\n")[0].strip()


class Typist:
    """Types words into the search and takes them back, key by key."""

    def __init__(self, terminal: Terminal, found: dict[str, Rows]) -> None:
        self._terminal, self._found, self._place = terminal, found, 0
        texts = [text for word in WORDS for text in texts_of(word)]
        self._steps = list(zip([*texts[-1:], *texts[:-1]], texts, strict=True))

    def key(self) -> float:
        """Milliseconds from the next key that changes the rows to these rows."""
        while True:
            before, after = self._steps[self._place % len(self._steps)]
            self._place += 1
            key = after[-1].encode() if len(after) > len(before) else DELETE
            rows = self._found[after]
            if rows != self._found[before]:
                return drawn(self._terminal, key, lambda rows=rows: rows_of(self._terminal) == rows)  # type: ignore[misc]
            press(self._terminal, key)


def texts_of(word: str) -> list[str]:
    """The text after each key: the word letter by letter, then taken back."""
    grown = [word[:n] for n in range(1, len(word) + 1)]
    return [*grown, *[word[:n] for n in range(len(word) - 1, -1, -1)]]


def rows_of(terminal: Terminal) -> Rows:
    """The numbers of the appeals on the screen."""
    lines = terminal.screen.split("\n")[FIRST_ROW : FIRST_ROW + ROWS]
    return [line[:CELLS].strip() for line in lines if line[:CELLS].strip()]


def expected(desk: Desk, chosen: str, text: str) -> Rows:
    """The numbers that the store gives for a filter and a text, as many as a screen shows."""
    return [line.number for line in cases_of(desk, "appeal", chosen, text.strip())][:ROWS]


class Filters:
    """Goes through the saved filters of which each shows other rows than the one before."""

    def __init__(self, terminal: Terminal, found: dict[str, Rows]) -> None:
        self._terminal, self._found, self._place = terminal, found, 0

    @property
    def is_whole(self) -> bool:
        """Whether the filter is the one that shows all."""
        return self._place % len(AppealsScreen.CHOICES) == 0

    def key(self) -> float:
        """Milliseconds from F6 to the rows of another filter."""
        names = AppealsScreen.CHOICES
        while True:
            before, after = names[self._place % len(names)], names[(self._place + 1) % len(names)]
            self._place += 1
            rows = self._found[after]
            if rows != self._found[before]:
                return drawn(self._terminal, F6, lambda rows=rows: rows_of(self._terminal) == rows)  # type: ignore[misc]
            press(self._terminal, F6)


def main(count: int, pairs: int, kept: Path | None) -> None:
    """Print the ratios for typing and for the saved filters."""
    with TemporaryDirectory() as temporary:
        folder = kept or Path(temporary) / "desk"
        settings = load(folder) if folder.exists() else filled(folder, count).settings
        desk = sign_in(settings, CLERK.id, DEMO_PASSWORD)
        searched = {text: expected(desk, "all", text) for word in WORDS for text in texts_of(word)}
        filtered = {name: expected(desk, name, "") for name in AppealsScreen.CHOICES}
        roles = tuple(desk.clerk.roles)
        desk.close()
        with (
            Terminal("-m", "benchmarks.cases.echo") as echo,
            Terminal("-m", "desk", "--folder", str(folder)) as program,
        ):
            echo.wait_for("READY")
            enter(program, "appeals", roles, "Appeals")
            floor, chosen, typist = Echo(echo), Filters(program, filtered), Typist(program, searched)
            shown = in_turn(floor.key, chosen.key, pairs)
            while not chosen.is_whole:
                chosen.key()
            press(program, F3)
            for _warm in range(10):
                floor.key(), typist.key()
            print(in_turn(floor.key, typist.key, pairs).line("live search, key to settled rows", "ms"))
            print(shown.line("saved filter, key to settled rows", "ms"))


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 100_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 60,
        Path(sys.argv[3]) if len(sys.argv) > 3 else None,
    )
