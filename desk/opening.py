"""Opening the terminal program, the one command that somebody waits for: read without argparse.

Imports of the program stand inside the functions: the first frame waits for none of them.
"""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.config import Settings

SCREENS = {"run": "", "board": "board", "kiosk": "kiosk"}
"""The commands that open the program, with the screen that they open after the sign-in."""


def asked(arguments: list[str]) -> tuple[Path | None, str] | None:
    """The folder and the command of a plain opening; None: ask the parser, which costs 10 ms to build."""
    folder, rest = None, arguments
    if len(rest) > 1 and rest[0] == "--folder" and rest[1] and not rest[1].startswith("-"):
        folder, rest = Path(rest[1]), rest[2:]
    if len(rest) > 1 or (rest and rest[0] not in SCREENS):
        return None
    return folder, rest[0] if rest else "run"


def run(folder: Path | None, command: str) -> int:
    """Open the program for a folder; the exit code is returned."""
    os.environ.setdefault("TEXTUAL_FPS", "1000")
    os.umask(0o077)
    from desk.config import load

    settings = load(folder)
    if settings.keymap:
        _lay(settings)
    from desk.app import DeskApp
    from desk.ui.crash import quieten

    quieten()
    app = DeskApp(settings, SCREENS[command])
    app.run()
    return app.return_code or 0


def _lay(settings: "Settings") -> None:
    """Use the keys of the settings, before a screen takes its own from the table; say what is wrong."""
    from desk.keys import lay
    from desk.lang import use_language

    use_language(settings.language)
    for problem in lay(settings.keymap):
        sys.stderr.write(f"desk: {problem.text}\n")
