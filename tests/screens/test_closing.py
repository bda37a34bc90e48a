"""Closing the day, the checklist before a visit is saved, and files attached to it, by keyboard."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from central.sample.catalogue import procedures
from desk.app import DeskApp
from desk.db import closings, references, visits
from desk.lang import today
from desk.records.base import canonical
from desk.records.reference import Clerk, Role
from desk.records.service import Service
from desk.ui.attach import AttachModal
from desk.ui.confirm import ConfirmModal
from desk.ui.fields import ChoiceField
from desk.ui.form import FormScreen
from desk.ui.guide import GuideModal
from desk.ui.picker import PickerModal
from desk.ui.receipt import ReceiptModal
from desk.ui.service import ServiceModal
from desk.usecases.attach import attachments_of
from desk.usecases.register_visit import register_visit
from tests.desks import form
from tests.screens.driving import VISITOR, open_screen, picture, press_until, type_form, until

ShowByHand = Callable[..., None]
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
RASHAD = Clerk(id="rashad", name="Rəşad Quliyev", office="GNC", roles=[Role.supervisor])


def _closings(app: DeskApp) -> int:
    with app.desk.store.read() as connection:
        return len(closings.of_day(connection, today(), "GNC2"))


async def test_supervisor_closes_the_day_once_and_then_corrects(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        app._desk = app.desk.signed_in(RASHAD)
        register_visit(app.desk, form())
        await app.push_screen("closing")
        await until(pilot, lambda: "1 at this desk" in "\n".join(picture(app)))
        await press_until(pilot, "f2", ConfirmModal)
        assert "Close the day all the same?" in "\n".join(picture(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        assert _closings(app) == 0
        await press_until(pilot, "f2", ConfirmModal)
        await pilot.press("up", "enter")
        await until(pilot, lambda: _closings(app) == 1)
        await until(pilot, lambda: "closed" in "\n".join(picture(app)))
        await pilot.press("f2")
        await until(pilot, lambda: any("Write the reason" in note.message for note in app._notifications))
        assert app.screen.focused is app.screen.query_one("#remark", Input)
        app.screen.query_one("#remark", Input).value = "One came late"
        await pilot.press("f2")
        await until(pilot, lambda: _closings(app) == 2)
        await until(pilot, lambda: any("beside the closing" in note.message for note in app._notifications))
        await until(pilot, lambda: "Remark: One came late" in "\n".join(picture(app)))


@pytest.fixture
def by_hand(app: DeskApp, monkeypatch: pytest.MonkeyPatch) -> ShowByHand:
    """Show a state of the line, and let the worker's own no longer come between."""
    shown = app._show_status

    def show(**told: Any) -> None:
        monkeypatch.setattr(app, "_show_status", lambda _status: None)
        shown(replace(app.status, **told))

    return show


async def test_sheet_tells_the_same_counts_as_the_head_line(app: DeskApp, by_hand: ShowByHand) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "closing")
        lines = app.screen.query_one("#lines", Static)
        await until(pilot, lambda: "Still open" in str(lines.content))
        by_hand(counted=True, pending=7, rejected=1, conflicts=2)
        assert "unsent 7, rejected 1, conflicts 2" in str(lines.content)
        await pilot.pause()
        assert "7 unsent  1 rejected  2 conflicts" in picture(app)[0]
        assert "unsent 7, rejected 1, conflicts 2" in str(lines.content)


async def test_nothing_unsent_is_left_out_of_the_head_line_before_the_screens_name_is_cut(
    app: DeskApp, by_hand: ShowByHand
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "closing")
        by_hand(counted=True, pending=0)
        await pilot.pause()
        assert "0 unsent" in picture(app)[0]
        by_hand(rejected=11, conflicts=12, last_contact=LONG_AGO)
        await pilot.pause()
        head = picture(app)[0]
        assert head.startswith(" Closing the day ")
        assert "  11 rejected  12 conflicts  " in head
        assert "unsent" not in head


async def test_open_desk_that_has_not_counted_yet_says_so(app: DeskApp, by_hand: ShowByHand) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        assert "unsent" not in picture(app)[0]
        await open_screen(pilot, "home")
        by_hand(counted=False)
        await pilot.pause()
        assert "… unsent" in picture(app)[0]


async def _intake(app: DeskApp, pilot: Pilot[None], procedure: str = "temporary_residence") -> None:
    """The form of a visitor for a procedure that has documents and fees."""
    await open_screen(pilot, "home")
    row = next(one for one in procedures() if one.code == procedure)
    with app.desk.store.write() as connection:
        body: dict[str, str | int] = {
            "kind": "procedure.set",
            "stream": row.code,
            "body": canonical(row),
            "feed_n": 3,
        }
        references.put(connection, [body])
    await app.push_screen("intake")
    await pilot.pause()
    await type_form(pilot, **{**VISITOR, "citizenship": "deu", "procedure": row.names["en"]})


async def _go_through(app: DeskApp, pilot: Pilot[None]) -> None:
    """The checklist by way of the guide, a document ticked: what is chosen there stands when F2 saves."""
    await press_until(pilot, "f6", GuideModal)
    await press_until(pilot, "f6", ServiceModal)
    await pilot.press("space")


def _service(app: DeskApp) -> Service | None:
    with app.desk.store.read() as connection:
        (row,) = visits.of_day(connection, today())
    found: Service | None = row.service
    return found


async def test_checklist_is_gone_through_before_the_visit_is_saved(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _intake(app, pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ServiceModal))
        await pilot.press("space", "down", "space")
        app.screen.query_one("#way", Input).value = "terminal"
        app.screen.query_one("#amount", Input).value = "30"
        await pilot.press("f2")
        assert isinstance(app.screen, ServiceModal)
        assert "reference" in "\n".join(picture(app))
        app.screen.query_one("#reference", Input).value = "T-77"
        fee = app.screen.query_one("#fee", ChoiceField)
        fee.put(next(iter(fee.choices)))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        kept = _service(app)
        assert kept is not None
        assert (kept.walked, len(kept.shown), kept.amount, kept.reference) == (True, 3, "30.00", "T-77")


async def test_payment_that_is_not_the_fee_is_asked_about_once(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _intake(app, pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ServiceModal))
        fee = app.screen.query_one("#fee", ChoiceField)
        fee.put(next(iter(fee.choices)))
        app.screen.query_one("#way", Input).value = "cash"
        await pilot.pause()
        paid = app.screen.query_one("#amount", Input)
        offered = paid.value
        paid.focus()
        await pilot.press(*"45", "f2")
        await until(pilot, lambda: f"the fee is {offered} AZN" in "\n".join(picture(app)))
        assert paid.value == "45"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        kept = _service(app)
        assert kept is not None
        assert kept.amount == "45.00"


async def test_amount_without_a_fee_and_a_list_without_a_tick_are_asked_about_once(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _intake(app, pilot)
        await press_until(pilot, "f2", ServiceModal)
        app.screen.query_one("#way", Input).value = "cash"
        app.screen.query_one("#amount", Input).value = "999"
        await pilot.press("f2")
        told = "▲ No document is ticked. Paid 999 AZN, but no fee is chosen. F2"
        await until(pilot, lambda: told in "\n".join(picture(app)))
        await press_until(pilot, "f2", ReceiptModal)
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, ReceiptModal)  # one F2 too many takes nothing away unread


async def test_fee_chosen_from_the_list_leads_on_to_the_next_field(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _intake(app, pilot)
        await press_until(pilot, "f2", ServiceModal)
        app.screen.query_one("#fee").focus()
        await press_until(pilot, "f3", PickerModal)
        await press_until(pilot, "enter", ServiceModal)
        await until(pilot, lambda: app.screen.focused is app.screen.query_one("#way"))


async def _chooses_the_first_fee(app: DeskApp, pilot: Pilot[None]) -> str:
    fee = app.screen.query_one("#fee", ChoiceField)
    version = next(iter(fee.choices))
    fee.put(version)
    app.screen.query_one("#way", Input).value = "cash"
    await pilot.pause()
    return version


async def test_fee_is_asked_again_when_the_birth_date_makes_it_somebody_elses(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _intake(app, pilot)
        await type_form(pilot, birth_date="01012015")
        await _go_through(app, pilot)
        minors = await _chooses_the_first_fee(app, pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await type_form(pilot, birth_date="01011980")
        await press_until(pilot, "f2", ServiceModal)
        assert "Other fees apply to this visitor now" in "\n".join(picture(app))
        assert app.screen.focused is app.screen.query_one("#fee")
        adults = await _chooses_the_first_fee(app, pilot)
        await pilot.press("f2")
        await until(pilot, lambda: "Paid 15 AZN, the fee is 30 AZN" in "\n".join(picture(app)))
        await press_until(pilot, "f2", ReceiptModal)
        kept = _service(app)
        assert kept is not None
        assert adults != minors
        assert (kept.fee_rule, kept.fee, kept.amount) == (adults, "30.00", "15.00")


async def test_visitor_without_a_fee_is_asked_for_one_when_the_birth_date_brings_it(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _intake(app, pilot, "work_permit")
        await type_form(pilot, birth_date="01012015")
        await _go_through(app, pilot)
        assert not app.screen.query("#fee")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await type_form(pilot, birth_date="01011980")
        await press_until(pilot, "f2", ServiceModal)
        assert "Other fees apply to this visitor now" in "\n".join(picture(app))


async def test_checklist_left_with_esc_saves_nothing(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _intake(app, pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ServiceModal))
        await pilot.press("escape")
        await pilot.pause()
        with app.desk.store.read() as connection:
            assert visits.of_day(connection, today()) == []


async def test_guide_leads_on_to_the_checklist(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _intake(app, pilot)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, GuideModal))
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, ServiceModal))


async def test_file_is_attached_to_a_visit_by_its_path(app: DeskApp, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        number = register_visit(app.desk, form()).number
        await app.push_screen("day")
        await pilot.pause()
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, AttachModal))
        path = app.screen.query_one("#path", Input)
        path.value = str(tmp_path / "gone.pdf")
        await pilot.press("enter")
        await until(pilot, lambda: "no such file" in "\n".join(picture(app)))
        path.value = str(scan)
        await pilot.press("enter")
        await until(pilot, lambda: len(attachments_of(app.desk, number)) == 1)
        await until(pilot, lambda: "scan.pdf" in "\n".join(picture(app)))
