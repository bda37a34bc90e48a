"""The form of a correction: filled in, what was beside what is, nothing lost by a slip."""

import asyncio
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from desk.app import DeskApp
from desk.db import visits
from desk.lang import today
from desk.records.service import Service
from desk.screens.correct import CorrectScreen
from desk.ui.service import ServiceModal
from desk.usecases.register_visit import Receipt, register_visit
from tests.desks import form
from tests.screens.driving import open_screen, picture, press_until, sign_in, until
from tests.screens.office import write

HOSTILE = "[/bold][@click=app.quit]x[/]"


def text(app: DeskApp) -> str:
    return "\n".join(picture(app))


async def open_correction(pilot: Pilot[Any], app: DeskApp, **fields: Any) -> tuple[Receipt, CorrectScreen]:
    """A visit of today, opened from the day's list."""
    await sign_in(pilot)
    service = fields.pop("service", None)
    receipt = await asyncio.to_thread(register_visit, app.desk, form(**fields), service=service)
    await app.push_screen("day")
    await until(pilot, lambda: receipt.number in text(app))
    await pilot.press("f6")
    await until(pilot, lambda: isinstance(app.screen, CorrectScreen) and receipt.number in text(app))
    screen = app.screen
    assert isinstance(screen, CorrectScreen)
    return receipt, screen


async def test_the_form_is_filled_in_and_says_what_was(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        _receipt, screen = await open_correction(pilot, app, note="one")
        assert (screen.field("birth_date").value, screen.field("document_kind").value) == (
            "31.12.1990",
            "passport",
        )
        assert not screen.changed
        screen.field("surname").focus()
        await pilot.pause()
        screen.field("surname").value = "Məmmədov"
        await until(pilot, lambda: "was: Əliyev" in text(app))
        assert screen.altered == ["surname"]


async def test_the_corrected_visit_stands_in_the_list_at_once(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        receipt, _screen = await open_correction(pilot, app)
        await write(pilot, surname="Məmmədov")
        await until(pilot, lambda: "Məmmədov" in text(app) and receipt.number in text(app))
        assert not isinstance(app.screen, CorrectScreen)


async def test_payment_is_corrected_kept_as_a_draft_and_shown(app: DeskApp) -> None:
    wrong = Service.model_validate({"way": "cash", "amount": "600", "walked": True})
    async with app.run_test(size=(80, 24)) as pilot:
        _receipt, screen = await open_correction(pilot, app, service=wrong)
        assert "Paid: 600 AZN, cash" in text(app)
        await press_until(pilot, "f6", ServiceModal)
        app.screen.query_one("#amount", Input).value = "60"
        await pilot.press("f2")
        told = "▲ Paid 60 AZN, but no fee is known for this procedure. F2 once more"
        await until(pilot, lambda: told in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: screen.is_current and "Paid: 60 AZN, cash" in text(app))
        await screen.keep_draft()
        await pilot.press("escape")
        await until(pilot, lambda: "Leave without saving?" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: screen.is_current)
        kept = screen.draft_values()
        screen.take_draft(kept)
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, CorrectScreen))
        with app.desk.store.read() as connection:
            (row,) = visits.of_day(connection, today())
        assert (row.service.amount, row.surname) == ("60.00", "Əliyev")


async def test_payment_that_was_refused_is_not_saved_by_way_of_esc(app: DeskApp) -> None:
    paid = Service.model_validate({"way": "cash", "amount": "350", "walked": True})
    async with app.run_test(size=(80, 24)) as pilot:
        _receipt, screen = await open_correction(pilot, app, service=paid)
        await press_until(pilot, "f6", ServiceModal)
        app.screen.query_one("#way", Input).value = ""
        app.screen.query_one("#amount", Input).value = "99"
        await pilot.press("f2")
        await until(pilot, lambda: "✖ Paid by: Say how it was paid." in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: screen.is_current and "Paid: 350 AZN, cash" in text(app))
        await press_until(pilot, "f2", ServiceModal)
        assert app.screen.query_one("#amount", Input).value == "99.00"
        with app.desk.store.read() as connection:
            (row,) = visits.of_day(connection, today())
        assert (row.service.amount, row.service.way) == ("350.00", "cash")


@pytest.mark.parametrize("paid", [None, Service.model_validate({"way": "cash", "amount": "350"})])
async def test_checklist_that_is_only_looked_at_alters_nothing(app: DeskApp, paid: Service | None) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        _receipt, screen = await open_correction(pilot, app, service=paid)
        await press_until(pilot, "f6", ServiceModal)
        await pilot.press("escape")
        await until(pilot, lambda: screen.is_current)
        assert not screen.changed
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, CorrectScreen | ServiceModal))
        with app.desk.store.read() as connection:
            (row,) = visits.of_day(connection, today())
        assert row.service == paid


async def test_payment_kept_with_a_procedure_that_has_no_fees_is_asked_about_once(app: DeskApp) -> None:
    paid = Service.model_validate({"way": "cash", "amount": "350"})
    async with app.run_test(size=(80, 24)) as pilot:
        _receipt, screen = await open_correction(pilot, app, service=paid)
        other = next(code for code in screen.choices()["procedure"] if code != screen.raw()["procedure"])
        await write(pilot, procedure=other)
        await until(pilot, lambda: isinstance(app.screen, ServiceModal))
        await pilot.press("f2")
        await until(pilot, lambda: "Paid 350 AZN, but no fee is known for this procedure." in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, CorrectScreen | ServiceModal))
        with app.desk.store.read() as connection:
            (row,) = visits.of_day(connection, today())
        assert (row.procedure, row.service.amount) == (other, "350.00")


async def test_line_of_what_is_still_missing_says_that_it_is_cut(app: DeskApp) -> None:
    told = Service.model_validate({"walked": True, "missing": [f"document {n}" for n in range(20)]})
    async with app.run_test(size=(80, 24)) as pilot:
        await open_correction(pilot, app, service=told)
        line = next(line for line in picture(app) if "Still to be brought" in line)
        assert line.endswith("…")


async def test_long_procedure_reads_from_its_start(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        _receipt, screen = await open_correction(pilot, app, procedure="extend")
        field = screen.field("procedure")
        for _ in range(2):
            await until(pilot, lambda: field.value.startswith("Extension") and field.scroll_offset.x == 0)
            field.value, field.cursor_position = "Extension of temporary stay, and longer", 39
            screen.field("surname").focus()
            await pilot.pause()
            field.focus()
            await pilot.pause()
        await pilot.press("r")
        assert field.value == "r"  # another choice takes the place of the one before


async def test_leaving_with_something_altered_asks_once_and_the_next_visit_starts_clean(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        _receipt, screen = await open_correction(pilot, app, note="one")
        screen.field("note").focus()
        await pilot.pause()
        screen.field("note").value = "typed"
        await pilot.press("escape")
        await until(pilot, lambda: "Leave without saving?" in text(app))
        await pilot.press("up", "enter")
        await until(pilot, lambda: not isinstance(app.screen, CorrectScreen))
        await pilot.press("f6")
        await until(pilot, lambda: screen.is_current and screen.field("note").value == "one")
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, CorrectScreen))


async def test_a_wrong_value_is_said_and_nothing_is_written(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_correction(pilot, app)
        await write(pilot, birth_date="31.02.1990")
        assert "There is no such date." in text(app)
        assert isinstance(app.screen, CorrectScreen)


async def test_digit_in_a_corrected_name_is_asked_about_once(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_correction(pilot, app)
        await write(pilot, surname="50Иван")
        assert "“5” is a digit" in text(app)
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, CorrectScreen))
        assert "50Иван" in text(app)


async def test_what_is_unusual_but_was_so_before_is_not_asked_again(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        receipt, _screen = await open_correction(pilot, app, document_expires="01.01.2020")
        await write(pilot, note="two")
        await until(pilot, lambda: not isinstance(app.screen, CorrectScreen))
        assert receipt.number in text(app)


@pytest.mark.parametrize("name", ["correct", "conflict", "sync"])
async def test_an_empty_screen_says_so_and_its_keys_do_no_harm(app: DeskApp, name: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, name)
        await pilot.press("f2", "f4", "f6", "f8")
        await pilot.pause()
        shown = text(app)
        told = {"correct": "Choose a visit in the day's list first.", "conflict": "No conflicts."}
        assert told.get(name, "sign-in") in shown


async def test_hostile_text_shows_as_it_is(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        _receipt, screen = await open_correction(pilot, app, note=HOSTILE)
        screen.field("note").focus()
        await pilot.pause()
        screen.field("note").value = "harmless"
        await until(pilot, lambda: "was: [/bold]" in text(app))
        await write(pilot, note="harmless")
        await app.push_screen("sync")
        await until(pilot, lambda: "correction" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: f"{HOSTILE} → harmless" in " ".join(text(app).split()))
