"""The visitor's form beside the push of a one-label screen: `python -m benchmarks.form [STARTS] [AGAIN]`.

From F4 to the whole form in a terminal of 80x24: the first time after each of STARTS starts of both programs,
and AGAIN times in each of them. The form has the 13 fields of a visit, a head line and a key bar.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.drawn import drawn, press, sign_in
from benchmarks.pairs import ratios
from tests.desks import make
from tests.pty.terminal import Terminal

F4, ESCAPE = b"\x1bOS", b"\x1b"
WHOLE = (" New visitor ", "Procedure *", "Note", " Esc ")
"""The head line, the first field, the last one and the key bar."""


class Opener:
    """Opens a screen and leaves it again."""

    def __init__(self, terminal: Terminal, *texts: str) -> None:
        self._terminal, self._texts = terminal, texts

    def open(self) -> float:
        """Milliseconds from F4 to the drawn screen."""
        took = drawn(self._terminal, F4, lambda: all(text in self._terminal.screen for text in self._texts))
        press(self._terminal, ESCAPE)
        self._terminal.settle(0.3)
        return took


def main(starts: int, again: int) -> None:
    """Print the two ratios."""
    first: tuple[list[float], list[float]] = ([], [])
    later: tuple[list[float], list[float]] = ([], [])
    with TemporaryDirectory() as temporary:
        folder = make(Path(temporary) / "desk").settings.folder
        for _start in range(starts):
            with (
                Terminal("-m", "benchmarks.form.label") as small,
                Terminal("-m", "desk", "--folder", str(folder)) as program,
            ):
                small.wait_for("READY")
                sign_in(program)
                floor, form = Opener(small, "OPENED"), Opener(program, *WHOLE)
                first[0].append(floor.open())
                first[1].append(form.open())
                for _turn in range(again):
                    later[0].append(floor.open())
                    later[1].append(form.open())
    print(ratios(*first).line("form, first time", "ms"))
    print(ratios(*later).line("form, again", "ms"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, int(sys.argv[2]) if len(sys.argv) > 2 else 6)
