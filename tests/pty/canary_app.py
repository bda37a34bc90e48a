"""The real program whose save fails with all that was typed in reach.

Run as `python -m tests.pty.canary_app FOLDER [stock]`; `stock` leaves the report of the failure to Textual,
which prints local variables.
"""

import sys
from pathlib import Path
from typing import Any, NoReturn

from textual.app import App

from desk.__main__ import run
from desk.app import DeskApp
from desk.ui.form import FormScreen


def failing(screen: FormScreen[Any]) -> NoReturn:
    """A defect in the midst of a visitor's data."""
    typed = screen.raw()
    raise ValueError(f"cannot save {typed}")


if __name__ == "__main__":
    FormScreen.read = failing  # type: ignore[method-assign]
    if sys.argv[2:] == ["stock"]:
        DeskApp._handle_exception = App._handle_exception  # type: ignore[method-assign]
        DeskApp.panic = App.panic  # type: ignore[method-assign]
    sys.exit(run(Path(sys.argv[1])))
