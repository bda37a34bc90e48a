"""The menu: nothing of it has to be scrolled to, whatever a person may do here."""

import pytest
from textual.widgets import OptionList

from desk.app import DeskApp
from desk.records.reference import Role
from desk.screens.home import ENTRIES, OF_DESK
from desk.ui.picker import PickerModal
from tests.screens.driving import picture, sign_in, until


async def test_menu_of_every_role_together_fits_the_screen_and_leads_everywhere(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        clerk = app.desk.clerk
        app._desk = app.desk.signed_in(clerk.model_copy(update={"roles": list(Role)}))
        await app.screen.reload()  # type: ignore[attr-defined]
        await pilot.pause(0.1)
        options = app.screen.query_one(OptionList)
        assert options.max_scroll_y == 0
        named = {option.id for option in options.options}
        assert named - {"desk"} | set(OF_DESK) == set(ENTRIES)
        options.highlighted = options.get_option_index("desk")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PickerModal))
        await pilot.press("down", "enter")
        await until(pilot, lambda: type(app.screen).__name__ == "SettingsScreen")


@pytest.mark.parametrize("counted", [False, True])
async def test_nothing_is_claimed_of_a_store_that_is_not_open_yet(app: DeskApp, counted: bool) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        if counted:
            await sign_in(pilot)
            await until(pilot, lambda: app.status.counted)
            await pilot.pause()
        assert ("unsent" in picture(app)[0]) is counted
