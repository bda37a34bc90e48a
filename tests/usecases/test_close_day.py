"""A day is closed once by a supervisor; its sheet tells what the log has, and no cell of it is a formula."""

import csv
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from sqlalchemy import Connection, update

from desk.db import changes, closings
from desk.db.log_tables import ChangeState, change
from desk.db.store import Store
from desk.documents.sheets import inert
from desk.lang import BAKU, today
from desk.records.closing import ClosingForm, DayClosed
from desk.records.reference import Clerk, Role
from desk.records.service import PayWay, Service
from desk.records.ticket import TicketForm
from desk.usecases.close_day import ClosingRefused, close_day
from desk.usecases.day_sheet import day_sheet
from desk.usecases.day_sheet_text import lines_of
from desk.usecases.desk import Desk
from desk.usecases.limits import Function, override
from desk.usecases.papers import receipt_of
from desk.usecases.print_day_sheet import day_sheet_csv, day_sheet_of, day_sheet_paper
from desk.usecases.print_paper import note_paper, pdf_of
from desk.usecases.queue import issue_ticket
from desk.usecases.register_visit import register_visit
from tests.desks import Made, form
from tests.usecases.test_correct_visit import correct

RASHAD = Clerk(id="rashad", name="Rəşad Quliyev", office="GNC", roles=[Role.supervisor])


@pytest.fixture
def supervisor(desk: Desk) -> Desk:
    return desk.signed_in(RASHAD)


def test_sheet_counts_what_the_day_wrote(desk: Desk, supervisor: Desk) -> None:
    cash = Service(way=PayWay.cash, amount="30.00")
    slip = Service(way=PayWay.terminal, amount="15.50", reference="T-77")
    saved = [register_visit(desk, form(), service=one) for one in (cash, cash, slip, None)]
    note_paper(desk, "receipt", saved[0].number, "az", b"pdf")
    override(supervisor, Function.intake, "The line is down since yesterday")
    sheet = day_sheet(desk, today())
    totals = sheet.totals
    assert (totals.visits, totals.by_procedure, sheet.by_desk) == (4, {"stay": 4}, {"GNC2": 4})
    assert totals.paid == {"cash": "60.00", "terminal": "15.50"}
    assert (totals.papers, totals.overrides) == ({"receipt": 1}, 1)
    assert [one.reason for one in sheet.approvals] == ["The line is down since yesterday"]
    with desk.store.read() as connection:
        assert totals.unsent == changes.counts(connection)[ChangeState.pending]
        assert (sheet.head_n, sheet.head) == changes.head(connection)
    told = "\n".join(f"{line.title}: {line.text}" for line in lines_of(sheet))
    assert "T-77" in told
    assert "not closed yet" in told
    assert day_sheet(desk, today() - timedelta(days=1)).totals.visits == 0


def test_closed_day_stands_in_the_log_and_is_closed_once(desk: Desk, supervisor: Desk) -> None:
    register_visit(desk, form())
    with desk.store.read() as connection:
        head = changes.head(connection)
    done = close_day(supervisor, today(), ClosingForm())
    with desk.store.read() as connection:
        written = changes.one(connection, done.change_n)
    assert written.kind == closings.KIND
    assert DayClosed.model_validate_json(written.body) == done.record
    assert (done.record.head_n, done.record.head) == head
    with pytest.raises(ClosingRefused, match="closed") as refused:
        close_day(supervisor, today(), ClosingForm())
    assert "Rəşad Quliyev" in refused.value.text
    assert day_sheet(desk, today()).closed == done.record


def test_closing_counts_all_that_the_head_it_names_covers(
    desk: Desk, supervisor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Store.write
    saved: list[bool] = []

    def late(store: Store) -> AbstractContextManager[Connection]:
        if not saved:
            saved.append(True)
            register_visit(desk, form())
        return write(store)

    monkeypatch.setattr(Store, "write", late)
    closed = close_day(supervisor, today(), ClosingForm()).record
    with desk.store.read() as connection:
        covered = changes.one(connection, closed.head_n)
    assert (closed.totals.visits, covered.kind) == (1, "visit.registered")


@pytest.mark.usefixtures("time_passes")
def test_yesterdays_closing_is_told_with_its_date_right_after_midnight(supervisor: Desk) -> None:
    evening = datetime(2026, 11, 20, 18, 0, tzinfo=BAKU)
    with time_machine.travel(evening, tick=False):
        close_day(supervisor, evening.date(), ClosingForm())
        with pytest.raises(ClosingRefused) as refused:
            close_day(supervisor, evening.date(), ClosingForm())
        assert "at 18:00" in refused.value.text
    with time_machine.travel(evening + timedelta(hours=7), tick=False):
        with pytest.raises(ClosingRefused) as refused:
            close_day(supervisor, evening.date(), ClosingForm())
        assert "at 20.11.2026 18:00" in refused.value.text


def test_correction_says_why_and_names_what_it_corrects(supervisor: Desk) -> None:
    first = close_day(supervisor, today(), ClosingForm()).record
    register_visit(supervisor, form())
    assert "visits since then: 1" in lines_of(day_sheet(supervisor, today()))[0].text
    with pytest.raises(ClosingRefused, match="reason"):
        close_day(supervisor, today(), ClosingForm(), correct=True)
    again = close_day(supervisor, today(), ClosingForm(remark="One came late"), correct=True).record
    assert (again.corrects, again.totals.visits) == (first.id, 1)
    sheet = day_sheet(supervisor, today())
    assert sheet.closings == [first, again]
    assert [line.text for line in lines_of(sheet) if line.title == "Remark"] == ["One came late"]


def test_correction_of_a_visit_after_the_closing_is_told_on_screen_and_sheet(
    desk: Desk, supervisor: Desk
) -> None:
    saved = [register_visit(desk, form(), service=Service(way=PayWay.cash, amount="5.00")) for _ in range(2)]
    correct(desk, saved[0].number, note="before the closing")
    close_day(supervisor, today(), ClosingForm())
    assert "corrections since then" not in lines_of(day_sheet(supervisor, today()))[0].text
    correct(desk, saved[0].number, service={"way": "cash", "amount": "50.00"})
    correct(desk, saved[1].number, note="after the closing")
    sheet = day_sheet(supervisor, today())
    assert lines_of(sheet)[0].text.endswith("; corrections since then: 2")
    told = day_sheet_paper(supervisor, sheet).data("en")
    assert (told["later_visits"], told["later_corrections"]) == (0, 2)
    assert pdf_of(day_sheet_paper(supervisor, sheet), "ar").startswith(b"%PDF")
    close_day(supervisor, today(), ClosingForm(remark="50 AZN, not 5"), correct=True)
    assert day_sheet(supervisor, today()).later_corrections == 0


def test_clerk_does_not_close_and_nobody_closes_tomorrow(desk: Desk, supervisor: Desk) -> None:
    with pytest.raises(ClosingRefused, match="role"):
        close_day(desk, today(), ClosingForm())
    with pytest.raises(ClosingRefused, match="future"):
        close_day(supervisor, today() + timedelta(days=1), ClosingForm())
    assert day_sheet(desk, today()).closed is None


def _acknowledge(desk: Desk) -> None:
    with desk.store.write() as connection:
        connection.execute(update(change).values(state=ChangeState.acknowledged))


def test_day_is_closed_unasked_only_where_nothing_is_open(supervisor: Desk) -> None:
    def refused() -> str:
        with pytest.raises(ClosingRefused, match="open") as told:
            close_day(supervisor, today(), ClosingForm(), unless_open=True)
        return told.value.text

    _acknowledge(supervisor)
    close_day(supervisor, today() - timedelta(days=1), ClosingForm(), unless_open=True)
    assert "Unsent 1, rejected 0, conflicts 0, waiting in the queue 0." in refused()
    issue_ticket(supervisor, TicketForm(purpose="stay"))
    _acknowledge(supervisor)
    assert "Unsent 0, rejected 0, conflicts 0, waiting in the queue 1." in refused()
    close_day(supervisor, today(), ClosingForm())
    close_day(supervisor, today(), ClosingForm(remark="One more"), correct=True, unless_open=True)


@pytest.mark.parametrize("text", ["=1+1", "+994", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_cell_is_never_a_formula(text: str) -> None:
    assert inert(text) == f"'{text}"


def test_sheet_as_a_table_holds_hostile_names_as_text(desk: Desk) -> None:
    register_visit(desk, form(surname="=HYPERLINK(0)"), service=Service(way=PayWay.portal, reference="-1+1"))
    rows = list(csv.reader(StringIO(day_sheet_csv(day_sheet(desk, today())).decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    assert rows[1][3].startswith("'=HYPERLINK(0)")
    assert rows[1][9] == "'-1+1"
    assert not [value for row in rows for value in row if value.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("language", ["az", "ru", "en", "ar"])
def test_sheet_is_a_paper(supervisor: Desk, language: str) -> None:
    register_visit(supervisor, form(), service=Service(way=PayWay.cash, amount="5.00"))
    close_day(supervisor, today(), ClosingForm(remark="[/bold] #panic()"))
    assert pdf_of(day_sheet_of(supervisor, today()), language).startswith(b"%PDF")


def test_receipt_prints_what_was_told_at_the_desk(desk: Desk, made: Made) -> None:
    told = Service(due_on=date(2026, 12, 1), fee="30.50")
    number = register_visit(desk, form(), service=told).number
    data = receipt_of(desk, number).data("ru")
    assert (data["due"], data["due_confirmed"], data["fee"]) == (
        "01.12.2026",
        False,
        "30,50",
    )
