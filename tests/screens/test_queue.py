"""The queue by key presses: tickets given, called, ended, passed on; the visitor taken in by the ticket."""

from datetime import timedelta

import time_machine
from textual.pilot import Pilot
from textual.widgets import DataTable, Digits

from desk.app import DeskApp
from desk.db import references
from desk.lang import today
from desk.records.base import canonical
from desk.records.booking import Booking
from desk.records.ticket import TicketForm
from desk.screens.intake import IntakeScreen
from desk.ui.picker import PickerModal
from desk.ui.receipt import ReceiptModal
from desk.ui.ticket import TicketModal
from desk.usecases.queue import call, issue_ticket, transfer
from desk.usecases.queue_list import TicketLine, queue_of, transfer_to
from tests.reception.world import booking
from tests.screens.conftest import MOMENT
from tests.screens.driving import VISITOR, open_screen, picture, type_form, until

STAY = TicketForm(purpose="stay")


def shown(app: DeskApp) -> str:
    return "\n".join(picture(app))


def lines(app: DeskApp) -> list[TicketLine]:
    return queue_of(app.desk, today()).lines


async def open_queue(pilot: Pilot[None], tickets: int) -> None:
    app = pilot.app
    assert isinstance(app, DeskApp)
    await open_screen(pilot, "home")
    for _ in range(tickets):
        issue_ticket(app.desk, STAY)
    await app.push_screen("queue")
    await until(pilot, lambda: app.screen.query_one(DataTable).row_count == tickets)


def keep_booking(app: DeskApp, *found: Booking) -> None:
    with app.desk.store.write() as connection:
        references.put(
            connection,
            [
                {"kind": "booking.set", "stream": f"booking:{one.id}", "body": canonical(one), "feed_n": 2}
                for one in found
            ],
        )


async def test_ticket_is_given_called_and_ended_by_keys(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_queue(pilot, 0)
        await pilot.press("f4")
        await pilot.pause()
        await pilot.press(*"regis", "enter")
        await until(pilot, lambda: isinstance(app.screen, TicketModal))
        assert app.screen.query_one(Digits).value == "B-001"
        await pilot.press("enter", "f2")
        await until(pilot, lambda: "called, desk 2" in shown(app))
        await pilot.press("f8")
        await until(pilot, lambda: "served" in shown(app))
        assert "This desk has called nobody." in shown(app)


async def test_next_is_not_called_while_one_is_at_the_desk(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_queue(pilot, 2)
        await pilot.press("f2")
        await until(pilot, lambda: "called, desk 2" in shown(app))
        await pilot.press("f2")
        await until(pilot, lambda: "B-001 is still at this desk" in shown(app))
        assert [line.state for line in lines(app)] == ["called", "waiting"]


async def test_visitor_of_the_called_ticket_is_taken_in_and_the_visit_tied_to_it(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_queue(pilot, 1)
        await pilot.press("f2")
        await until(pilot, lambda: "called, desk 2" in shown(app))
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, IntakeScreen) and "Ticket B-001." in shown(app))
        await type_form(pilot, **{name: text for name, text in VISITOR.items() if name != "procedure"})
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        receipt = app.screen._receipt  # type: ignore[attr-defined]
        assert receipt.visit.procedure == "stay"
        with app.desk.store.read() as connection:
            row = connection.exec_driver_sql("SELECT visits, state FROM ticket").one()
        assert tuple(row) == (receipt.number, "called")


async def test_ticket_whose_visitor_is_not_taken_in_is_left_without_a_question(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_queue(pilot, 1)
        await pilot.press("f2")
        await until(pilot, lambda: "called, desk 2" in shown(app))
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, IntakeScreen) and "Ticket B-001." in shown(app))
        await until(pilot, lambda: app.focused is not None and app.focused.id == "surname")
        await pilot.press("escape")
        await until(pilot, lambda: "called, desk 2" in shown(app))
        await app.push_screen("intake")
        await until(pilot, lambda: "Procedure *" in shown(app))
        assert "Ticket B-001." not in shown(app)


async def test_visit_is_saved_without_a_ticket_that_is_gone_meanwhile(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_queue(pilot, 1)
        await pilot.press("f2")
        await until(pilot, lambda: "called, desk 2" in shown(app))
        await pilot.press("f7")
        await until(pilot, lambda: isinstance(app.screen, IntakeScreen) and "Ticket B-001." in shown(app))
        transfer(app.desk, lines(app)[0].ticket_id, transfer_to("desk:GNC1"))
        await type_form(pilot, **{name: text for name, text in VISITOR.items() if name != "procedure"})
        await pilot.press("f2")
        await until(pilot, lambda: "B-001 waits and was not called yet." in shown(app))
        assert app.screen.field("surname").value == "Əliyev"  # type: ignore[attr-defined]
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))


async def test_chosen_ticket_is_transferred_by_keys(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_queue(pilot, 1)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PickerModal))
        await pilot.press(*"transf", "enter")
        await until(pilot, lambda: "Transfer to which desk or service?" in shown(app))
        await pilot.press(*"exten", "enter")
        await until(pilot, lambda: "Extension of temporary stay" in shown(app))
        assert [line.purpose_code for line in lines(app)] == ["extend"]


async def test_booking_is_found_by_its_document_and_checked_in(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_queue(pilot, 0)
        keep_booking(app, booking(1, 9), booking(2, 15))
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, PickerModal))
        await pilot.press(*"u12345671", "enter")
        await until(pilot, lambda: isinstance(app.screen, TicketModal))
        await pilot.press("enter")
        await until(pilot, lambda: "booked for 09:00" in shown(app))
        await pilot.press("f3")
        await until(pilot, lambda: "ticket B-001" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "checked in already" in shown(app))
        assert len(lines(app)) == 1


async def test_waiting_minutes_are_shown(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_queue(pilot, 1)
        with time_machine.travel(MOMENT + timedelta(minutes=25, seconds=50), tick=True):
            await app.screen.reload()  # type: ignore[attr-defined]
            await pilot.pause()
            assert "25 min" in shown(app)


async def test_board_shows_the_called_numbers_large_and_nothing_of_who_was_called(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_queue(pilot, 2)
        call(app.desk, lines(app)[0].ticket_id)
        await app.push_screen("board")
        await until(pilot, lambda: "B-001" in [digits.value for digits in app.screen.query(Digits)])
        assert [digits.value for digits in app.screen.query(Digits)][:4] == ["B-001", "2", "", ""]
        assert "1 waits." in shown(app) or "No connection" in shown(app)
        assert "Aysel" not in shown(app)


async def test_ticket_is_printed_by_a_key_and_the_log_says_so(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_queue(pilot, 1)
        await pilot.press("f9")
        await until(pilot, lambda: "in which language" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "No printer is set up here" in shown(app))
        with app.desk.store.read() as connection:
            body = connection.exec_driver_sql("SELECT body FROM change WHERE kind = 'paper.printed'").scalar()
        assert '"of_number":"B-001"' in str(body)
