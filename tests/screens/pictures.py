"""The pictures of the documentation, drawn by the program itself: `python -m tests.screens.pictures`."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import time_machine

from desk.app import DeskApp
from desk.config import load
from desk.demo.specimens import SPECIMENS
from desk.ui.receipt import ReceiptModal
from desk.ui.scanner import Scanned
from tests.desks import make
from tests.screens.conftest import MOMENT
from tests.screens.driving import VISITOR, open_screen, type_form, until

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"


async def _draw(language: str, folder: Path) -> None:
    app = DeskApp(load(make(folder / language, language).settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        app.screen.post_message(Scanned(SPECIMENS[0][1]))
        await pilot.pause()
        await type_form(pilot, fin="12", phone="+994 50 123 45 67")
        await pilot.press("f2")
        await pilot.pause()
        app.save_screenshot(f"intake-{language}.svg", str(FOLDER))
        app.screen.clear()  # type: ignore[attr-defined]
        await type_form(pilot, **VISITOR | {"procedure": "", "document_kind": ""})
        for name, code in (("procedure", "stay"), ("document_kind", "passport")):
            app.screen.field(name).put(code)  # type: ignore[attr-defined]
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        app.save_screenshot(f"receipt-{language}.svg", str(FOLDER))


def main() -> None:
    """Draw every picture in every language."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, time_machine.travel(MOMENT, tick=True):
        for language in ("az", "ru", "en"):
            asyncio.run(_draw(language, Path(folder)))


if __name__ == "__main__":
    main()
