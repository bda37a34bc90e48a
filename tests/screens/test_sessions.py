"""The Council by key presses: the year 2018 as its report tells it, and a session of several complaints."""

from datetime import date, datetime, time

import pytest
import time_machine
from textual.pilot import Pilot
from textual.widgets import SelectionList

from desk.app import DeskApp
from desk.db import case_lists
from desk.lang import BAKU
from desk.ui.act_form import ActScreen
from desk.ui.case_receipt import CaseReceiptModal
from desk.ui.confirm import ConfirmModal
from desk.ui.picker import PickerModal
from desk.ui.roll_call import RollCallModal
from desk.ui.rows_view import RowsView
from desk.usecases.case_list import cases_of
from desk.usecases.council_session import sessions_of
from tests.cases.test_sessions import DAY, NAMES, on_agenda, opened
from tests.screens.driving import open_screen, press_until, type_form, until
from tests.screens.test_cases import COMPLAINT, shown

PLACES = {"members": "; ".join(NAMES), "chair": NAMES[0], "place": "Bakı"}


async def step(pilot: Pilot[None], label: str, **typed: str) -> None:
    """Take the step of that name on the case's screen: fill its form, or answer the question in its place."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    await until(pilot, lambda: label in shown(app))
    options = app.screen.query_one("#first")
    labels = [str(option.prompt) for option in options._options]  # type: ignore[attr-defined]
    options.highlighted = labels.index(label)  # type: ignore[attr-defined]
    options.focus()
    await pilot.press("enter")
    if typed:
        await until(pilot, lambda: isinstance(app.screen, ActScreen))
        await type_form(pilot, **typed)
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, ActScreen))
    else:
        await until(pilot, lambda: isinstance(app.screen, ConfirmModal))
        await pilot.press("up", "enter")
        await until(pilot, lambda: not isinstance(app.screen, ConfirmModal))
    await pilot.pause()


async def file_complaint(pilot: Pilot[None], **changed: str) -> None:
    """From the register: a new complaint, registered, and its case opened."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    before = len(cases_of(app.desk, "council", "all"))
    await pilot.press("f4")
    await pilot.pause()
    await type_form(pilot, **COMPLAINT | changed)
    await press_until(pilot, "f2", CaseReceiptModal)
    await pilot.press("enter", "escape")
    table = app.screen.query_one(RowsView)
    await until(pilot, lambda: len(table.rows) == before + 1)
    await pilot.press("enter")
    await until(pilot, lambda: changed["complainant"] in shown(app))


async def test_year_2018_of_the_report_entered_through_the_screens(app: DeskApp) -> None:
    """Report of 2018: two complaints, one declined as out of remit, one decided and handed on."""
    with time_machine.travel(datetime.combine(date(2018, 9, 14), time(10), BAKU), tick=True):
        async with app.run_test(size=(80, 24)) as pilot:
            await open_screen(pilot, "council")
            await file_complaint(pilot, complainant="Birinci MMC")
            await step(
                pilot,
                "Decline: out of remit",
                reason="Şuranın fəaliyyət istiqamətinə aid deyil",
            )
            await step(pilot, "Complainant was told", channel="letter")
            await step(pilot, "Close and file", filed_to="Ş-1")
            await pilot.press("escape")
            await file_complaint(pilot, complainant="Nümunə İkinci")
            await step(pilot, "Admit")
            await app.push_screen("sessions")
            await press_until(pilot, "f4", ActScreen)
            await type_form(pilot, on="14.09.2018", **PLACES)
            await pilot.press("f2")
            await until(pilot, lambda: "planned" in shown(app))
            await pilot.press("enter")
            await until(pilot, lambda: "What comes" not in shown(app) and "14.09.2018" in shown(app))
            await hold_session(pilot)
            await pilot.press("escape", "escape")
            await until(pilot, lambda: "Send to the body concerned" in shown(app))
            await step(pilot, "Complainant was told", channel="letter")
            await step(pilot, "Send to the body concerned", body="Gəncə regional idarəsi")
            await pilot.press("escape")
            await until(pilot, lambda: "sent to the body" in shown(app))
            assert "closed" in shown(app)
            await pilot.press(*["f6"] * 4)
            await until(pilot, lambda: "Birinci MMC" in shown(app) and "Nümunə İkinci" not in shown(app))
            with app.desk.store.read() as connection:
                said = case_lists.tally(connection, "council", "outcome", "forwarded", "late")
    assert said == {("out_of_remit", False, False): 1, ("part", True, False): 1}


async def hold_session(pilot: Pilot[None]) -> None:
    """On the session's screen: put the one complaint on the agenda, open, vote, end."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    await press_until(pilot, "f4", PickerModal)
    await pilot.press("enter")
    await until(pilot, lambda: "to be heard" in shown(app))
    await pilot.press("f6")
    await choose_step(pilot, "opened")
    await until(pilot, lambda: isinstance(app.screen, RollCallModal))
    app.screen.query_one(SelectionList).focus()
    await pilot.press("end", "space")
    await press_until(pilot, "f2", ActScreen)
    await type_form(pilot, minutes="2/2018")
    await pilot.press("f2")
    await until(pilot, lambda: "Present 4 of 5" in shown(app))
    await pilot.press("f6")
    await press_until(pilot, "enter", PickerModal)
    await press_until(pilot, "enter", ActScreen)
    ballot = {"for_it": "3", "against": "1", "chair_for": "yes", "decision": "part"}
    await type_form(pilot, **ballot, reasons="Əsaslıdır", body="Gəncə regional idarəsi")
    await pilot.press("f2")
    await until(pilot, lambda: "satisfied in part" in shown(app))
    await pilot.press("f6")
    await choose_step(pilot, "ended")
    await until(pilot, lambda: isinstance(app.screen, ActScreen))
    await pilot.press("f2")
    await until(pilot, lambda: "ended" in shown(app))


async def choose_step(pilot: Pilot[None], act: str) -> None:
    """Take one of the session's own steps."""
    options = pilot.app.screen.query_one("#steps")
    options.highlighted = next(  # type: ignore[attr-defined]
        place
        for place, option in enumerate(options._options)  # type: ignore[attr-defined]
        if option.id == act
    )
    await pilot.press("enter")


async def test_conflict_is_declared_from_the_agenda_and_shown_beside_the_complaint(app: DeskApp) -> None:
    with time_machine.travel(datetime.combine(DAY, time(10), BAKU), tick=True):
        async with app.run_test(size=(80, 24)) as pilot:
            await open_screen(pilot, "home")
            on_agenda(app.desk, "Birinci", "İkinci")
            opened(app.desk)
            app.subject = DAY
            await app.push_screen("session")
            await until(pilot, lambda: "Birinci" in shown(app))
            await press_until(pilot, "enter", PickerModal)
            await pilot.press(*"conflict")
            await press_until(pilot, "enter", ActScreen)
            await type_form(pilot, member="Üzv B", reason="Qohumluq")
            await pilot.press("f2")
            await until(pilot, lambda: "May not vote: Üzv B" in shown(app))
            await pilot.press("down")
            await until(pilot, lambda: "May not vote" not in shown(app))


async def test_session_on_a_day_off_is_convened_where_the_secretary_insists(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "sessions")
        await press_until(pilot, "f4", ActScreen)
        await type_form(pilot, on="22.11.2026", **PLACES)
        await pilot.press("f2")
        await until(pilot, lambda: "Not a working day" in shown(app))
        await type_form(pilot, on="29.11.2026")
        await pilot.press("f2")
        await until(pilot, lambda: "F2 once more" in shown(app))
        assert sessions_of(app.desk) == []
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, ActScreen))
        assert [line.on for line in sessions_of(app.desk)] == [date(2026, 11, 29)]


@pytest.mark.parametrize("paper", ["agenda", "minutes"])
async def test_agenda_and_minutes_are_printed_from_the_session(app: DeskApp, paper: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        on_agenda(app.desk, "Birinci")
        app.subject = DAY
        await app.push_screen("session")
        await until(pilot, lambda: "Birinci" in shown(app))
        await press_until(pilot, "f9", PickerModal)
        await pilot.press(*paper)
        await pilot.press("enter")
        await until(pilot, lambda: len(list(app.settings.papers.glob("*.pdf"))) == 1)
        assert [path.name for path in app.settings.papers.glob("*.pdf")] == [f"{DAY}-council-{paper}-az.pdf"]


async def test_vote_before_the_session_is_open_is_refused_before_anything_is_typed(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "home")
        on_agenda(app.desk, "Birinci")
        app.subject = DAY
        await app.push_screen("session")
        await until(pilot, lambda: "Birinci" in shown(app))
        await press_until(pilot, "enter", PickerModal)
        await pilot.press("enter")
        await until(pilot, lambda: "The session is not open" in shown(app))
        assert not isinstance(app.screen, ActScreen)
