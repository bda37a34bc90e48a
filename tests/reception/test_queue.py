"""The queue of one desk: numbers, order, refusals in words, what a restart leaves."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from desk.db.log_tables import change
from desk.lang import today
from desk.records.ticket import TicketForm, Transferred
from desk.usecases.desk import Desk
from desk.usecases.queue import (
    TicketRefused,
    call,
    call_next,
    issue_ticket,
    leave,
    no_show,
    recall,
    serve,
    transfer,
)
from desk.usecases.queue_list import queue_of, waits_of, waits_text
from desk.usecases.register_visit import register_visit
from tests.desks import Made, form

STAY = TicketForm(purpose="stay")
MORNING = "2026-11-20T09:00:00+04:00"
pytestmark = pytest.mark.usefixtures("time_passes")


def labels(desk: Desk) -> list[str]:
    return [line.label for line in queue_of(desk, today()).lines]


def test_numbers_rise_from_one_and_begin_again_the_next_day(desk: Desk) -> None:
    with time_machine.travel(MORNING, tick=True):
        assert [issue_ticket(desk, STAY).label for _ in range(3)] == ["B-001", "B-002", "B-003"]
    with time_machine.travel("2026-11-21T09:00:00+04:00", tick=True):
        assert issue_ticket(desk, STAY).label == "B-001"
        assert labels(desk) == ["B-001"]


def test_ticket_called_twice_is_refused_with_who_called_it_and_when(desk: Desk) -> None:
    with time_machine.travel(MORNING, tick=False):
        ticket = issue_ticket(desk, STAY)
        call(desk, ticket.ticket_id)
        with pytest.raises(TicketRefused) as refused:
            call(desk, ticket.ticket_id)
    assert refused.value.text == "B-001 was called at 09:00 by desk 2, Aysel Nərimanova."


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (serve, "B-001 was served at 09:00 at desk 2, Aysel Nərimanova."),
        (no_show, "B-001 was called and did not come, noted at 09:00 at desk 2, Aysel Nərimanova."),
    ],
)
def test_ended_ticket_says_how_it_ended(desk: Desk, ends: object, told: str) -> None:
    with time_machine.travel(MORNING, tick=False):
        ticket = issue_ticket(desk, STAY)
        call(desk, ticket.ticket_id)
        ends(desk, ticket.ticket_id)  # type: ignore[operator]
        with pytest.raises(TicketRefused) as refused:
            serve(desk, ticket.ticket_id)
    assert refused.value.text == told


def test_refused_step_writes_nothing(desk: Desk) -> None:
    ticket = issue_ticket(desk, STAY)
    with desk.store.read() as connection:
        before = connection.execute(select(change.c.n)).all()
    for act in (serve, no_show, recall):
        with pytest.raises(TicketRefused, match="not_here"):
            act(desk, ticket.ticket_id)
    with desk.store.read() as connection:
        assert connection.execute(select(change.c.n)).all() == before


def test_next_is_who_came_first_and_nobody_when_all_were_called(desk: Desk) -> None:
    first, second = issue_ticket(desk, STAY), issue_ticket(desk, STAY)
    assert [done.label for done in (call_next(desk), call_next(desk)) if done] == [first.label, second.label]
    assert call_next(desk) is None


def test_ticket_transferred_to_another_desk_is_not_called_here_by_next(desk: Desk) -> None:
    ticket = issue_ticket(desk, STAY)
    transfer(desk, ticket.ticket_id, Transferred(to_desk="GNC1"))
    assert call_next(desk) is None
    (line,) = queue_of(desk, today()).lines
    assert line.state_text == "waits for desk 1"


def test_transfer_keeps_the_place_in_the_queue(desk: Desk) -> None:
    first, second = issue_ticket(desk, STAY), issue_ticket(desk, STAY)
    call(desk, first.ticket_id)
    transfer(desk, first.ticket_id, Transferred(purpose="extend"))
    again = call_next(desk)
    assert again is not None
    assert again.label == first.label
    assert labels(desk) == [first.label, second.label]


def test_who_did_not_come_may_be_called_again_and_who_left_may_not(desk: Desk) -> None:
    absent, gone = issue_ticket(desk, STAY), issue_ticket(desk, STAY)
    call(desk, absent.ticket_id)
    no_show(desk, absent.ticket_id)
    assert call(desk, absent.ticket_id).state == "called"
    leave(desk, gone.ticket_id)
    with pytest.raises(TicketRefused, match="not_here"):
        call(desk, gone.ticket_id)


def test_visit_is_tied_to_the_called_ticket_in_one_transaction(desk: Desk) -> None:
    ticket = issue_ticket(desk, STAY)
    with pytest.raises(TicketRefused):
        register_visit(desk, form(), ticket=ticket.ticket_id)
    call(desk, ticket.ticket_id)
    receipt = register_visit(desk, form(), ticket=ticket.ticket_id)
    with desk.store.read() as connection:
        rows = connection.execute(select(change.c.kind, change.c.body).order_by(change.c.n)).all()
    assert [row.kind for row in rows].count("visit.registered") == 1
    assert receipt.number in rows[-1].body
    assert receipt.number.endswith("000001-" + receipt.number[-1])


def test_waiting_times_are_counted_from_ticket_to_first_call(desk: Desk) -> None:
    with time_machine.travel(MORNING, tick=True) as clock:
        tickets = [issue_ticket(desk, STAY) for _ in range(11)]
        for ticket in tickets[:10]:
            clock.shift(timedelta(minutes=2))
            call(desk, ticket.ticket_id)
            serve(desk, ticket.ticket_id)
        queue = queue_of(desk, today())
    assert (queue.waits.called, queue.waits.median, queue.waits.p90) == (10, 11.0, 18.2)
    assert waits_text(queue) == "1 waits. Waited until the call: half at most 11 min, 90 % at most 18 min."
    assert queue.lines[0].minutes == 20


def test_no_figure_is_given_where_nobody_was_called() -> None:
    assert (waits_of([]).median, waits_of([]).p90) == (None, None)
    assert waits_of([timedelta(minutes=4)]).p90 == 4.0


def test_queue_stands_as_it_was_after_a_restart_and_goes_on_counting(made: Made) -> None:
    desk = made.open()
    first, second = issue_ticket(desk, STAY), issue_ticket(desk, STAY)
    call(desk, first.ticket_id)
    before = [(line.label, line.state_text, line.called_at) for line in queue_of(desk, today()).lines]
    desk.close()
    desk = made.open()
    assert [(line.label, line.state_text, line.called_at) for line in queue_of(desk, today()).lines] == before
    assert issue_ticket(desk, STAY).label == "B-003"
    assert serve(desk, first.ticket_id).state == "served"
    assert call(desk, second.ticket_id).state == "called"
    desk.close()


def test_empty_queue_is_told_in_words(desk: Desk) -> None:
    ticket = issue_ticket(desk, STAY)
    assert waits_text(queue_of(desk, today())) == "1 waits."
    leave(desk, ticket.ticket_id)
    assert waits_text(queue_of(desk, today())) == "Nobody waits."
