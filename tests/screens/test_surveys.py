"""Surveys on the screen: opened, answered, tallied; and the kiosk that only the clerk leaves."""

import pytest
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.lang import today
from desk.screens.kiosk import KioskScreen
from desk.screens.surveys import SurveysScreen
from desk.ui.form import FormScreen
from desk.ui.surveys import AnswerModal, TallyScreen
from desk.ui.unlock import UnlockModal
from desk.usecases import surveys
from desk.usecases.people import DEMO_PASSWORD
from tests.screens.driving import open_screen, picture, sign_in, type_form, until
from tests.usecases.test_surveys import form


def _text(app: DeskApp) -> str:
    return "\n".join(picture(app))


def _counts(app: DeskApp) -> tuple[tuple[int, ...], int]:
    found = surveys.listed(app.desk)[0]
    return found.counts, found.blank


async def _at(pilot: Pilot[None], screen: str) -> DeskApp:
    """A screen with one survey open."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    await sign_in(pilot)
    surveys.open_survey(app.desk, form())
    await app.push_screen(screen)
    await pilot.pause(0.1)
    return app


async def test_survey_is_opened_answered_and_tallied(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "surveys")
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        day = today().strftime("%d.%m.%Y")
        await type_form(pilot, question="Razısınızmı?", answers="Bəli; Xeyr", opens_on=day, days="5")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SurveysScreen))
        await until(pilot, lambda: "Razısınızmı?" in _text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AnswerModal))
        await pilot.press("2")
        await until(pilot, lambda: "1 person asked" in _text(app))
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, TallyScreen))
        await type_form(pilot, on=day, count_1="3", blank="1")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SurveysScreen))
        await until(pilot, lambda: "5 people asked, 1 left it blank." in _text(app))
        assert _counts(app) == ((3, 1), 1)
        assert "Bəli 60 %" in _text(app)


async def test_correcting_a_tally_needs_its_reason(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _at(pilot, "surveys")
        day = today()
        survey = surveys.listed(app.desk)[0].survey
        surveys.tally(app.desk, survey.id, day, {"1": 61})
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, TallyScreen))
        written = day.strftime("%d.%m.%Y")
        await type_form(pilot, on=written, count_1="16", replaces=f"{written}: 61")
        await pilot.press("f2")
        await until(pilot, lambda: "Say why" in _text(app))
        await type_form(pilot, reason="digits swapped")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, SurveysScreen))
        assert _counts(app) == ((16, 0, 0, 0), 0)


async def test_visitor_answers_with_a_digit_and_the_next_one_finds_the_question(
    app: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.screens.kiosk.THANKS_SECONDS", 0.2)
    async with app.run_test(size=(80, 24)) as pilot:
        await _at(pilot, "kiosk")
        await pilot.press("7", "x")
        await pilot.press("1")
        await until(pilot, lambda: "Thank you" in _text(app))
        await pilot.press("2")
        await until(pilot, lambda: "razısınızmı" in _text(app))
        await pilot.press("0")
        await until(pilot, lambda: _counts(app) == ((1, 0, 0, 0), 1))


@pytest.mark.parametrize("key", ["escape", "ctrl+q", "ctrl+c"])
async def test_kiosk_is_left_with_the_clerks_password_only(app: DeskApp, key: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _at(pilot, "kiosk")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, UnlockModal))
        await pilot.press(*"wrong", "enter")
        await until(pilot, lambda: "password" in _text(app) and isinstance(app.screen, UnlockModal))
        assert app.is_running
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, KioskScreen))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, UnlockModal))
        app.screen.query_one("#password").value = DEMO_PASSWORD  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, UnlockModal | KioskScreen))


async def test_no_other_key_leaves_the_kiosk(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _at(pilot, "kiosk")
        await pilot.press("f2", "f3", "f4", "f5", "f7", "f8", "f9", "ctrl+p", "ctrl+z", "tab", "enter", "q")
        await pilot.press("f1", "q")
        await pilot.pause(0.1)
        assert isinstance(app.screen, KioskScreen)
        await pilot.press("f1", "ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, UnlockModal))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: isinstance(app.screen, KioskScreen))
        assert app.is_running


async def test_kiosk_stays_locked_when_its_survey_ends(app: DeskApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _at(pilot, "kiosk")
        monkeypatch.setattr("desk.screens.kiosk.open_today", lambda _desk: [])
        kiosk = app.screen
        assert isinstance(kiosk, KioskScreen)
        await kiosk._begin()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, UnlockModal))


async def test_kiosk_command_opens_the_questions_after_the_sign_in(app: DeskApp) -> None:
    kiosk = DeskApp(app.settings, "kiosk")
    async with kiosk.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        await until(pilot, lambda: isinstance(kiosk.screen, KioskScreen))
        assert "No survey is asked today." in _text(kiosk)
