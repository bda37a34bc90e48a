"""The real program whose save fails with all that was typed in reach.

Run as `python -m tests.pty.canary_app FOLDER [stock]`; `stock` leaves the report of the failure to Textual,
which prints local variables.
"""

import sys
from typing import Any, NoReturn

from textual.app import App

from desk.__main__ import main
from desk.app import DeskApp
from desk.ui.form import FormScreen


def failing(screen: FormScreen[Any]) -> NoReturn:
    """A defect in the midst of a visitor's data."""
    typed = screen.raw()
    raise ValueError(f"cannot save {typed}")


if __name__ == "__main__":
    FormScreen.read = failing  # type: ignore[method-assign, assignment]
    folder, *options = sys.argv[1:]
    if options == ["stock"]:
        DeskApp._handle_exception = App._handle_exception  # type: ignore[method-assign]
        DeskApp.panic = App.panic  # type: ignore[method-assign]
    sys.argv = ["desk", "--folder", folder]
    sys.exit(main())
