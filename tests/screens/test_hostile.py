"""Data from a visitor, a document or central never acts on the screen: it shows as it was written."""

from pathlib import Path

import pytest

from desk.app import DeskApp
from desk.config import load
from desk.usecases.register_visit import register_visit
from tests.desks import form, make
from tests.screens.driving import SCREENS, open_screen, picture

HOSTILE = ("[/bold]x", "[@click=app.quit]x", "[red]x[/red]", "x[/foo]", "[true,false]")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", [name for name in SCREENS if name != "settings"])
async def test_markup_in_data_crashes_and_styles_nothing(tmp_path: Path, name: str, text: str) -> None:
    made = make(tmp_path / "desk")
    desk = made.open()
    register_visit(desk, form(surname=text, given_name=text, note=text))
    desk.close()
    app = DeskApp(load(made.settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, name)
        assert app.is_running
        if name == "day":
            assert text in "\n".join(picture(app))
