"""Keys that arrive together, as over a slow line, land in the field that they were typed for."""

from textual import events

from desk.app import DeskApp
from desk.ui.form import FormScreen
from tests.screens.driving import open_screen, until


async def test_what_is_typed_right_after_enter_is_the_next_fields(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "stay")
        screen = app.screen
        assert app._driver is not None
        assert isinstance(screen, FormScreen)
        for key, character in (("a", "a"), ("enter", "\r"), ("1", "1"), ("2", "2")):
            pressed = events.Key(key, character)
            pressed.set_sender(app)
            app._driver.send_message(pressed)
        await until(pilot, lambda: "2" in screen.field("citizenship").raw + screen.field("arrival").raw)
        assert (screen.field("citizenship").raw, screen.field("arrival").raw) == ("Azerbaijan", "12")
