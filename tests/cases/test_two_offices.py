"""Two offices that write to one case without a line: nothing is lost, and every desk sees the same."""

from collections.abc import Callable
from uuid import UUID

import pytest
import time_machine

from desk.db import case_events, case_files
from desk.records.appeal_steps import ApplicantTold, Forwarded, LeftUnconsidered
from desk.records.case_event import Nothing, Told
from desk.records.state_machine import StepRefused, ordered
from desk.usecases.case_list import cases_of
from desk.usecases.case_view import view_case
from desk.usecases.register_case import register_appeal, register_complaint
from desk.usecases.take_step import take_step
from tests.cases.cards import ANSWERED, ASSIGNED, FORWARDED, card, complaint
from tests.central.world import World
from tests.sync.house import House

Enrol = Callable[..., House]
pytestmark = pytest.mark.usefixtures("time_passes")


def seen(house: House, case_id: UUID) -> tuple[object, ...]:
    """All that a desk derives of a case."""
    with house.opened.store.read() as connection:
        opening, events = case_events.read(case_events.rows_of(connection, case_id))
        assert opening is not None
        return case_files.derive(opening, events), [event.id for event in ordered(events)]


def test_appeal_of_one_office_stands_in_the_list_of_another(enrolled: Enrol, world: World) -> None:
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    receipt = register_appeal(ganja.desk, card())
    assert ganja.sync().online
    assert baku.sync().online
    assert [line.number for line in cases_of(baku.desk, "appeal", "all")] == [receipt.number]
    rows = world.db.execute("select kind, scope, number from record where entity = 'appeal'").fetchall()
    assert rows == [("appeal.registered", "cases", receipt.number)]


def test_steps_of_two_offices_offline_merge_without_loss(enrolled: Enrol) -> None:
    ganja, baku, third = enrolled("GNC"), enrolled("BAK"), enrolled("GNC")
    case_id = register_appeal(ganja.desk, card()).case_id
    ganja.sync()
    baku.sync()
    take_step(ganja.desk, case_id, "assigned", ASSIGNED)
    take_step(ganja.desk, case_id, "answered", ANSWERED)
    take_step(baku.desk, case_id, "noted", Told(text="Ərizəçi zəng etdi"))
    take_step(baku.desk, case_id, "forwarded", FORWARDED)
    for house in (ganja, baku, ganja, third):
        assert house.sync().rejected == 0
    assert seen(ganja, case_id) == seen(baku, case_id) == seen(third, case_id)
    view = view_case(third.desk, case_id)
    assert len(view.timeline) == 5
    assert sum(1 for moment in view.timeline if moment.odd) == 1
    assert [line.state for line in cases_of(third.desk, "appeal", "attention")] == ["needs attention"]


def test_what_needs_attention_is_settled_by_a_person_and_stays_in_the_history(enrolled: Enrol) -> None:
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    case_id = register_appeal(ganja.desk, card()).case_id
    ganja.sync()
    baku.sync()
    take_step(ganja.desk, case_id, "forwarded", FORWARDED)
    take_step(
        baku.desk, case_id, "left_unconsidered", LeftUnconsidered(ground="withdrawn", reason="Geri aldı")
    )
    baku.sync()
    ganja.sync()
    take_step(ganja.desk, case_id, "settled", Told(text="Geri götürmə qeydə alındı"))
    ganja.sync()
    baku.sync()
    assert cases_of(baku.desk, "appeal", "attention") == []
    assert sum(1 for moment in view_case(baku.desk, case_id).timeline if moment.odd) == 1
    assert seen(ganja, case_id) == seen(baku, case_id)


def test_council_case_is_worked_on_by_two_offices(enrolled: Enrol) -> None:
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    case_id = register_complaint(ganja.desk, complaint()).case_id
    ganja.sync()
    baku.sync()
    take_step(baku.desk, case_id, "admitted", Nothing())
    baku.sync()
    ganja.sync()
    assert view_case(ganja.desk, case_id).state == "admitted"
    with pytest.raises(StepRefused):
        take_step(ganja.desk, case_id, "admitted", Nothing())


def test_a_later_writer_stands_after_what_it_saw_though_its_clock_is_behind(enrolled: Enrol) -> None:
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    case_id = register_appeal(ganja.desk, card()).case_id
    take_step(ganja.desk, case_id, "forwarded", Forwarded(bodies=["A"]))
    ganja.sync()
    baku.sync()
    with time_machine.travel("2026-01-05T10:00:00+04:00", tick=True):
        take_step(baku.desk, case_id, "applicant_told", ApplicantTold(channel="letter"))
    baku.sync()
    ganja.sync()
    assert view_case(ganja.desk, case_id).warnings == []
    assert seen(ganja, case_id) == seen(baku, case_id)
