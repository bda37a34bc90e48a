"""Another language chosen while screens are open already: none of them goes on in the one before."""

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from desk.app import DeskApp
from desk.ui.confirm import ConfirmModal
from desk.ui.form import FormScreen
from tests.screens.driving import allow, picture, sign_in, type_form, until
from tests.screens.test_every_screen import english_sentences

OPENED = ("intake", "queue", "appeals", "lookup", "surveys", "lock")


async def _open(pilot: Pilot[None], app: DeskApp, name: str) -> str:
    """What a screen shows when it is opened."""
    allow(app, name)
    await app.push_screen(name)
    await pilot.pause(0.05)
    shown = "\n".join(picture(app))
    await app.pop_screen()
    return shown


async def test_screens_opened_before_speak_the_language_chosen_at_the_sign_in(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        for name in OPENED:
            await _open(pilot, app, name)
        await app.sign_out()
        await pilot.press("f6", "f6")
        await sign_in(pilot)
        await pilot.pause(0.1)
        shown = "\n".join(["\n".join(picture(app)), *[await _open(pilot, app, name) for name in OPENED]])
    assert [word for word in english_sentences("ru") if word in shown] == []


async def test_password_line_and_refusal_go_on_in_the_new_language(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter", "x", "enter")
        await until(pilot, lambda: "password" in str(app.screen.query_one("#refusal", Static).content))
        await pilot.press("f6", "f6")
        await pilot.pause()
        assert [word for word in english_sentences("ru") if word in "\n".join(picture(app))] == []
        assert "Пароль" in str(app.screen.query_one("#ask", Static).content)


async def test_a_half_typed_form_goes_on_in_the_new_language(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        await app.push_screen("intake")
        await pilot.pause()
        await type_form(pilot, surname="Əliyev", citizenship="Georgia")
        await app.sign_out()
        await pilot.press("f6", "f6")
        await sign_in(pilot)
        await app.push_screen("intake")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        form = app.screen
        assert isinstance(form, FormScreen)
        assert form.raw() == {"surname": "Əliyev", "citizenship": "GEO"}
        assert form.field("citizenship").value == "Грузия"
        await type_form(pilot, citizenship="Турц")
        assert form.raw()["citizenship"] == "TUR"


@pytest.mark.parametrize("below", ["home", "surveys"])
async def test_what_lies_below_is_written_anew_at_once(app: DeskApp, below: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        if below != "home":
            await app.push_screen(below)
        await app.push_screen("settings")
        await pilot.pause()
        app.screen.query_one(OptionList).highlighted = 1
        await pilot.press("enter", "escape")
        await pilot.pause(0.2)
        shown = "\n".join(picture(app))
        assert app.screen.focused is not None
    assert [word for word in english_sentences("ru") if word in shown] == []
