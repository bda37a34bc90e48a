"""Two desks of one office without a line: numbers never meet, both see the same once they are online."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from desk.db import applications
from desk.lang import today
from desk.records.base import utc_now
from desk.records.ticket import TicketForm
from desk.usecases.bookings import bookings_of, check_in
from desk.usecases.hand_over import hand_over
from desk.usecases.queue import TicketRefused, call, call_next, issue_ticket, no_show, serve
from desk.usecases.queue_list import queue_of
from tests.central.world import World
from tests.reception.world import application, booking, handover, publish
from tests.sync.house import House

Enrol = Callable[..., House]
STAY = TicketForm(purpose="stay")


def seen(house: House) -> list[tuple[object, ...]]:
    lines = queue_of(house.desk, today()).lines
    return sorted((line.label, line.state, line.called_desk, line.attention) for line in lines)


def test_tickets_of_two_offline_desks_never_meet(enrolled: Enrol, world: World) -> None:
    one, two, away = enrolled("GNC"), enrolled("GNC"), enrolled("BAK")
    labels = [issue_ticket(house.desk, STAY).label for house in (one, two, one, two)]
    assert labels == ["A-001", "B-001", "A-002", "B-002"]
    for house in (one, two, one, away):
        assert house.sync().rejected == 0
    assert seen(one) == seen(two)
    assert [label for label, *_ in seen(one)] == sorted(labels)
    assert seen(away) == []
    scopes = world.db.execute("select distinct scope from record where entity = 'ticket'").fetchall()
    assert scopes == [("queue:GNC",)]


def test_ticket_of_one_desk_is_called_and_served_at_the_other(enrolled: Enrol) -> None:
    one, two = enrolled("GNC"), enrolled("GNC")
    issue_ticket(one.desk, STAY)
    one.sync()
    two.sync()
    called = call_next(two.desk)
    assert called is not None
    serve(two.desk, called.ticket_id)
    two.sync()
    one.sync()
    assert seen(one) == seen(two) == [("A-001", "served", "GNC2", 0)]
    with pytest.raises(TicketRefused) as refused:
        call(one.desk, called.ticket_id)
    assert "at desk 2" in refused.value.text


def test_without_a_line_a_desk_calls_its_own_tickets_only(enrolled: Enrol) -> None:
    one, two = enrolled("GNC"), enrolled("GNC")
    issue_ticket(one.desk, STAY)
    one.sync()
    two.sync()
    assert call_next(two.desk, own_only=True) is None
    own = issue_ticket(two.desk, STAY)
    called = call_next(two.desk, own_only=True)
    assert called is not None
    assert called.label == own.label


def test_ticket_called_at_two_offline_desks_is_shown_to_both_and_served_once(enrolled: Enrol) -> None:
    one, two = enrolled("GNC"), enrolled("GNC")
    ticket = issue_ticket(one.desk, STAY).ticket_id
    one.sync()
    two.sync()
    call(one.desk, ticket)
    with time_machine.travel(utc_now() + timedelta(minutes=1), tick=True):
        call(two.desk, ticket)
        no_show(two.desk, ticket)
    serve(one.desk, ticket)
    for house in (two, one, two):
        assert house.sync().rejected == 0
    assert seen(one) == seen(two) == [("A-001", "served", "GNC1", 2)]
    assert queue_of(two.desk, today()).lines[0].state_text == "called twice, ask"


def test_booking_is_checked_in_once_and_called_at_its_time_before_others(
    enrolled: Enrol, world: World
) -> None:
    one, two = enrolled("GNC"), enrolled("GNC")
    publish(world, booking(1, hour=0), booking(2, hour=0, office="BAK", id="BAK-2"))
    one.sync()
    two.sync()
    walked_in = issue_ticket(one.desk, STAY)
    (line,) = bookings_of(one.desk, today(), "u1234 5671")
    assert [found.number for found in bookings_of(one.desk, today(), "yilmaz")] == [line.number]
    ticket = check_in(one.desk, line.booking_id)
    with pytest.raises(TicketRefused, match="checked_in") as refused:
        check_in(one.desk, line.booking_id)
    assert ticket.label in refused.value.text
    first = call_next(one.desk)
    assert first is not None
    assert (first.label, walked_in.label) == (ticket.label, "A-001")
    one.sync()
    two.sync()
    with pytest.raises(TicketRefused, match="checked_in"):
        check_in(two.desk, line.booking_id)


def test_booking_checked_in_at_two_offline_desks_is_shown_at_both_tickets(
    enrolled: Enrol, world: World
) -> None:
    one, two = enrolled("GNC"), enrolled("GNC")
    publish(world, booking(1, hour=0))
    one.sync()
    two.sync()
    check_in(one.desk, "GNC-1")
    served = check_in(two.desk, "GNC-1").ticket_id
    for house in (one, two, one):
        house.sync()
    assert [line.state_text for line in queue_of(one.desk, today()).lines] == ["booking twice, ask"] * 2
    call(one.desk, served)
    serve(one.desk, served)
    assert sorted(line.state_text for line in queue_of(one.desk, today()).lines) == [
        "booking twice, ask",
        "served",
    ]


def test_cancelled_booking_and_one_of_another_day_are_refused(enrolled: Enrol, world: World) -> None:
    house = enrolled("GNC")
    publish(world, booking(1, cancelled=True), booking(2, day="2026-01-09"))
    house.sync()
    for booking_id, code in (("GNC-1", "cancelled"), ("GNC-2", "another_day")):
        with pytest.raises(TicketRefused, match=code):
            check_in(house.desk, booking_id)
    with pytest.raises(LookupError):
        check_in(house.desk, "GNC-9")


def test_queue_comes_back_from_the_desks_when_central_begins_anew(enrolled: Enrol, world: World) -> None:
    house = enrolled("GNC")
    ticket = issue_ticket(house.desk, STAY)
    call(house.desk, ticket.ticket_id)
    house.sync()
    before = seen(house)
    world.db.execute("truncate feed, record, change_receipt cascade")
    world.db.execute("update feed_head set n = 0, epoch = gen_random_uuid()")
    from tests.central.world import add_clerks

    add_clerks(world.db, "GNC")
    assert house.sync().rejected == 0
    assert world.count("select count(*) from record where entity = 'ticket'") == 2
    assert seen(house) == before


def test_queue_and_handovers_that_differ_from_central_are_found_and_mended(
    enrolled: Enrol, world: World
) -> None:
    house, other = enrolled("GNC"), enrolled("GNC")
    publish(world, application(), booking())
    ticket = issue_ticket(other.desk, STAY).ticket_id
    call(other.desk, ticket)
    other.sync()
    hand_over(other.desk, "GNC-0001", handover())
    other.sync()
    house.sync()
    before = seen(house)
    with house.opened.store.write() as connection:
        for statement in (
            "DELETE FROM ticket_event WHERE kind = 'ticket.event'",
            "DELETE FROM ticket",
            "DELETE FROM handover",
            "DELETE FROM reference WHERE kind IN ('booking.set', 'application.set')",
        ):
            assert connection.exec_driver_sql(statement).rowcount
    assert house.sync().online
    assert house.session is not None
    assert house.session.repaired == 4
    assert seen(house) == before == seen(other)
    assert len(bookings_of(house.desk, today())) == 1
    with house.opened.store.read() as connection:
        assert len(applications.handovers(connection, "GNC-0001")) == 1
    assert house.sync().online
    assert house.session.repaired == 0
