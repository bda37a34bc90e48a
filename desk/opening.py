"""Opening the terminal program, the one command that somebody waits for: read without argparse.

Imports of the program stand inside the functions: the first frame waits for none of them.
"""

import os
from pathlib import Path

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
    from desk.app import DeskApp
    from desk.config import load
    from desk.ui.crash import quieten

    quieten()
    app = DeskApp(load(folder), SCREENS[command])
    app.run()
    return app.return_code or 0
