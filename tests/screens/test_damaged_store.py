"""A file that stops reading under the clerk: said in words, and the form stays."""

from textual.widgets import Input

from desk.app import DeskApp
from tests.screens.driving import VISITOR, open_screen, picture, type_form, until
from tests.spoiled import spoil


async def test_f2_over_a_file_that_does_not_read_is_told_and_the_form_stays(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **VISITOR)
        spoil(app.desk.store)
        await pilot.press("f2")
        await until(pilot, lambda: "is damaged" in " ".join(picture(app)))
        assert app.screen.query_one("#surname Input, Input#surname", Input).value == VISITOR["surname"]
        assert app.is_running


async def test_a_screen_that_cannot_be_read_is_opened_and_says_so(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "home")
        spoil(app.desk.store)
        app.push_screen("day")
        await until(pilot, lambda: "is damaged" in " ".join(picture(app)))
        assert app.is_running
