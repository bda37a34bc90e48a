"""The demo with a terminal: the desk as a clerk sees it."""

from dataclasses import replace

from desk.config import save
from desk.demo.ground import Ground


def open_terminal(ground: Ground, language: str | None) -> int:
    """Prepare what is missing, then open the desk; the program's exit code."""
    from desk.app import DeskApp

    settings = ground.settings()
    if language is not None:
        settings = replace(settings, language=language)
        save(settings)
    if not settings.database.exists():
        print("Preparing the demo: sample data, one enrolled desk …")  # noqa: T201
        ground.central.load_sample()
        ground.enrol(settings)
    app = DeskApp(settings)
    app.run()
    return app.return_code or 0
