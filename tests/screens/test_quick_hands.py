"""Keys that come faster than a busy computer takes them: each goes where the clerk meant it."""

import pytest
from textual import events

from desk.app import DeskApp
from desk.screens.intake import IntakeScreen
from desk.ui.confirm import ConfirmModal
from tests.screens.driving import open_screen, sign_in


@pytest.mark.parametrize("mover", ["enter", "down", "tab"])
async def test_what_is_typed_right_after_leaving_a_field_stands_in_the_next_one(
    app: DeskApp, mover: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        form = app.screen
        assert isinstance(form, IntakeScreen)
        form.field("surname").focus()
        await pilot.pause()
        for key in ("a", mover, "b", mover, "c"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause(0.3)
        assert [form.field(name).value for name in ("surname", "given_name", "patronymic")] == ["a", "b", "c"]


async def test_an_esc_too_many_signs_nobody_out(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        await pilot.press("escape")
        assert isinstance(app.screen, ConfirmModal)
        await pilot.press("escape")
        assert app.is_person_at_work
        await pilot.press("escape", "up", "enter")
        await pilot.pause()
        assert not app.is_person_at_work
