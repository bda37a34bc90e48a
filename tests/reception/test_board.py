"""The wall board: a device of its own that gets the queue, nothing about visitors, and may write nothing."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from central.desks import BOARD, invite
from central.device import approve
from desk.db.case_tables import case_event
from desk.db.log_tables import change, reference
from desk.db.reception_tables import ticket, visit
from desk.lang import today
from desk.records.ticket import TicketForm
from desk.sync.enrol import enrol_by_approval, enrol_desk
from desk.sync.line import Line
from desk.usecases.board import board_of
from desk.usecases.queue import call_next, issue_ticket, serve
from desk.usecases.set_up import OpenDesk, open_desk
from tests.central.world import World
from tests.reception.world import application, booking, publish
from tests.sync.house import DATA_KEY, House

Enrol = Callable[..., House]
STAY = TicketForm(purpose="stay")


@pytest.fixture
def board(world: World, tmp_path: Path) -> House:
    """A wall board of the office GNC."""
    code = invite(world.db, "GNC", device=BOARD)

    async def enrol() -> OpenDesk:
        line = Line(world.url)
        try:
            return await enrol_desk(line, tmp_path / "board" / "desk.db", DATA_KEY, code)
        finally:
            await line.close()

    return House(world.url, asyncio.run(enrol()), "GNC")


def test_board_shows_the_calls_of_all_desks_the_newest_first(enrolled: Enrol, board: House) -> None:
    one, two = enrolled("GNC"), enrolled("GNC")
    for house in (one, one, two):
        issue_ticket(house.desk, STAY)
    first = call_next(one.desk)
    assert first is not None
    serve(one.desk, first.ticket_id)
    call_next(one.desk)
    call_next(two.desk)
    for house in (one, two, board):
        assert house.sync().rejected == 0
    shown = board_of(board.desk, today())
    assert [(call.label, call.place) for call in shown.calls] == [("C-001", "3"), ("B-002", "2")]
    assert [call.label for call in shown.earlier] == ["B-001"]
    assert shown.waiting == 0
    assert shown.as_of is not None


def test_board_holds_nothing_about_visitors(enrolled: Enrol, world: World, board: House) -> None:
    house = enrolled("GNC")
    publish(world, application(), booking())
    house.register()
    issue_ticket(house.desk, STAY)
    house.sync()
    board.sync()
    with board.opened.store.read() as connection:
        kinds = set(connection.execute(select(reference.c.kind)).scalars())
        counts = [
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (visit, case_event, ticket)
        ]
    assert kinds == {"clerk.set"}
    assert counts == [0, 0, 1]


def test_central_refuses_a_board_what_only_desks_may(world: World, board: House) -> None:
    issue_ticket(board.desk, STAY)
    assert board.sync().rejected == 1
    with board.opened.store.read() as connection:
        result = connection.execute(select(change.c.result)).scalar_one()
    assert '"not_permitted"' in result
    assert world.count("select count(*) from record where entity = 'ticket'") == 0


def test_board_stays_a_board_when_it_is_opened_again(board: House) -> None:
    path = board.opened.store.path
    board.close()
    opened = open_desk(path, DATA_KEY)
    assert opened.identity.is_board
    opened.store.close()


def test_computer_that_shows_its_code_is_approved_as_a_board(world: World, tmp_path: Path) -> None:
    async def approved() -> OpenDesk:
        def show(code: str, _fingerprint: str) -> None:
            approve(world.db, code, "GNC", BOARD)

        async def no_rest(_seconds: float) -> None:
            world.db.execute("update desk_wish set polled_at = null")

        line = Line(world.url)
        try:
            return await enrol_by_approval(line, tmp_path / "wall" / "desk.db", DATA_KEY, show, rest=no_rest)
        finally:
            await line.close()

    opened = asyncio.run(approved())
    assert opened.identity.is_board
    opened.store.close()
