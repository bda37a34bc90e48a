"""The last registration date on the screen: answered while it is typed, refused at the field."""

import pytest
from textual.widgets import Static

from desk.app import DeskApp
from desk.screens.stay import StayScreen
from tests.screens.driving import open_screen, picture, type_form


async def test_answer_stands_on_the_screen_as_soon_as_both_are_typed(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "stay")
        await type_form(pilot, citizenship="kaz", arrival="01112026")
        shown = "\n".join(picture(app))
        assert "Register by: 30.11.2026 (safe)" in shown
        assert "Latest date: 01.12.2026" in shown
        assert "Kazakhstan, arrival 01.11.2026" in shown
        assert "stay.register.KAZ@2021-08-26" in shown
        await type_form(pilot, arrival="0111202")
        assert "30.11.2026" not in "\n".join(picture(app))


@pytest.mark.parametrize(
    ("citizenship", "arrival", "field", "told"),
    [
        (
            "aze",
            "01112026",
            "citizenship",
            "Citizens of Azerbaijan need no registration at the place of stay.",
        ),
        ("tur", "31.07.2013", "arrival", "The tables of law have no term for an arrival on 31.07.2013."),
        ("tur", "31.02.2026", "arrival", "There is no such date."),
        ("Atlantis", "01112026", "citizenship", "“Atlantis” is not in the list. F3 shows the list."),
        ("", "01112026", "citizenship", "Fill this in."),
    ],
)
async def test_mistake_is_told_at_its_field(
    app: DeskApp, citizenship: str, arrival: str, field: str, told: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "stay")
        await type_form(pilot, citizenship=citizenship, arrival=arrival)
        await pilot.press("f2")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, StayScreen)
        assert screen.focused is screen.field(field)
        assert told in str(screen.query_one("#messages", Static).render())


async def test_leaving_asks_nothing(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "stay")
        await type_form(pilot, citizenship="kaz")
        await pilot.press("escape")
        assert not isinstance(app.screen, StayScreen)
        assert len(app.screen_stack) == 3
