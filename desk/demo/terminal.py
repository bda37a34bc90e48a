"""The demo with a terminal: the desk as a clerk sees it."""

import sys
from dataclasses import replace

from desk.config import save
from desk.demo.ground import OFFICE, Ground
from desk.lang import _, use_language


def open_terminal(ground: Ground, language: str | None, office: str | None = None) -> int:
    """Prepare what is missing, then open the desk; the program's exit code, 2 where there is no such office.

    Each office has a desk of its own in the demo's folder: who works at another one is met there.
    """
    from desk.app import DeskApp

    office = office or OFFICE
    settings = ground.settings("desk" if office == OFFICE else f"desk-{office.lower()}")
    if language is not None:
        settings = replace(settings, language=language)
        save(settings)
    use_language(settings.language)
    if not settings.database.exists():
        print(_("Preparing the demo: sample data, one enrolled desk …"))  # noqa: T201
        ground.central.load_sample()
        try:
            ground.enrol(settings, office)
        except RuntimeError as error:
            sys.stderr.write(f"desk demo: {error}\n")
            return 2
    app = DeskApp(settings)
    app.run()
    return app.return_code or 0
