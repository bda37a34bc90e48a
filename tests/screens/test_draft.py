"""A half-typed form is offered again; saved or let go, it is not."""

from time import monotonic

import pytest
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.ui import draft
from desk.ui.confirm import ConfirmModal
from desk.ui.form import FormScreen
from desk.ui.receipt import ReceiptModal
from desk.usecases import drafts
from desk.usecases.drafts import draft_of, keep_draft
from tests.screens.driving import VISITOR, open_screen, sign_in, type_form, until


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "PAUSE", 0.05)


def _raw(app: DeskApp) -> dict[str, str]:
    assert isinstance(app.screen, FormScreen)
    return app.screen.raw()


async def _typed(pilot: Pilot[None], app: DeskApp) -> None:
    await open_screen(pilot, "intake")
    await type_form(pilot, surname="Əliyev", citizenship="Georgia")
    await until(pilot, lambda: (found := draft_of(app.desk, "intake")) is not None and len(found.values) == 2)


async def _as_another(pilot: Pilot[None], app: DeskApp, *keys: str) -> None:
    """Sign out, choose a person with the arrows, and open the form."""
    await app.sign_out()
    await until(pilot, lambda: len(app.screen_stack) == 2)
    await pilot.press(*keys)
    await sign_in(pilot)
    await app.push_screen("intake")
    await pilot.pause()


async def test_form_stays_as_it_was_for_the_same_person(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _typed(pilot, app)
        await _as_another(pilot, app)
        assert _raw(app) == {"surname": "Əliyev", "citizenship": "GEO"}


async def test_another_person_does_not_see_it_and_the_writer_is_offered_it_again(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _typed(pilot, app)
        await _as_another(pilot, app, "down")
        assert app.desk.clerk.id == "rashad"
        assert _raw(app) == {}
        await _as_another(pilot, app, "up")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert _raw(app) == {"surname": "Əliyev", "citizenship": "GEO"}


async def test_draft_is_offered_by_the_next_start_of_the_program(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, surname="Əliyev")
    again = DeskApp(app.settings)
    async with again.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await until(pilot, lambda: isinstance(again.screen, ConfirmModal))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(again.screen, FormScreen))
        assert _raw(again) == {"surname": "Əliyev"}
        await until(pilot, lambda: again.focused is not None and again.focused.id == "procedure")


async def test_draft_goes_on_at_the_first_empty_field(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        keep_draft(app.desk, "intake", {"procedure": "stay", "surname": "Əliyev"})
        await app.push_screen("intake")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await until(pilot, lambda: app.focused is not None and app.focused.id == "given_name")


async def test_draft_that_is_not_wanted_is_gone(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        keep_draft(app.desk, "intake", {"surname": "Əliyev"})
        await app.push_screen("intake")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("up", "enter")
        await until(pilot, lambda: draft_of(app.desk, "intake") is None)
        assert _raw(app) == {}


async def test_left_form_leaves_no_draft(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _typed(pilot, app)
        await pilot.press("escape", "up", "enter")
        await until(pilot, lambda: draft_of(app.desk, "intake") is None)


async def test_saved_visit_leaves_no_draft(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **VISITOR)
        await until(pilot, lambda: draft_of(app.desk, "intake") is not None)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        assert draft_of(app.desk, "intake") is None


async def test_fields_that_the_form_does_not_know_are_passed_over(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        keep_draft(app.desk, "intake", {"surname": "Əliyev", "gone": "x"})
        await app.push_screen("intake")
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert _raw(app) == {"surname": "Əliyev"}


async def test_fast_typing_writes_at_most_once_a_pause(app: DeskApp, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[dict[str, str]] = []
    keep = drafts.keep_draft

    def counted(desk: object, screen: str, values: dict[str, str]) -> None:
        written.append(values)
        keep(desk, screen, values)  # type: ignore[arg-type]

    monkeypatch.setattr(draft, "keep_draft", counted)
    monkeypatch.setattr(draft, "PAUSE", 0.5)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        app.screen.field("surname").focus()  # type: ignore[attr-defined]
        began = monotonic()
        await pilot.press(*"mammadov")
        await until(pilot, lambda: any(values.get("surname") == "mammadov" for values in written))
        assert len(written) <= 2 + (monotonic() - began) / draft.PAUSE
