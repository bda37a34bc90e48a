"""Due dates of both registers against dates counted by hand, holidays and moved days included."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine

from central.references import set_references
from desk.db import case_events, case_files
from desk.db.calendar_days import calendar
from desk.lang import BAKU
from desk.records.appeal_steps import ApplicantTold, Extended, LeftUnconsidered
from desk.records.case_event import Nothing, Why
from desk.records.council_steps import Declined, PutOnAgenda
from desk.records.reference import CalendarDay
from desk.rules.reader import rule, rules
from desk.usecases.case_list import cases_of
from desk.usecases.case_view import view_case
from desk.usecases.deadline_board import deadline_board
from desk.usecases.desk import Desk
from desk.usecases.register_case import register_appeal, register_complaint
from desk.usecases.take_step import take_step
from tests.cases.cards import ANSWERED, ASSIGNED, FORWARDED, card, complaint, decided
from tests.central.world import World
from tests.sync.house import House

STUDY, EXTENDED = ("study_begun", Why(reason="Yoxlama")), ("extended", Extended(days=10, reason="Sorğu"))
ASSIGN = ("assigned", ASSIGNED)
pytestmark = pytest.mark.usefixtures("time_passes")


def at(day: date) -> Any:
    return time_machine.travel(datetime.combine(day, time(11), BAKU), tick=True)


def due_after(desk: Desk, kind: str, received: date, steps: list[tuple[Any, ...]]) -> date | None:
    """The binding date of a case received and registered on a day, after steps on the same or a named day."""
    with at(received):
        appeal = kind == "appeal"
        case_id = (register_appeal(desk, card()) if appeal else register_complaint(desk, complaint())).case_id
    for act, said, *on in steps:
        with at(on[0] if on else received):
            take_step(desk, case_id, act, said)
    with desk.store.read() as connection:
        opening, events = case_events.read(case_events.rows_of(connection, case_id))
        assert opening is not None
        terms = case_files.terms_of(case_files.derive(opening, events), calendar(connection))
        return terms[0].due.on if terms else None


@pytest.mark.parametrize(
    ("received", "steps", "due"),
    [
        # 19.03; 20-30.03 Novruz and Ramazan with their moved days; 31.03-03.04, 06-10.04, 13-17.04.
        (date(2026, 3, 18), [], date(2026, 4, 17)),
        # The same fifteen, then 20-24.04, 27.04-01.05, 04-08.05.
        (date(2026, 3, 18), [ASSIGN, STUDY], date(2026, 5, 8)),
        # The end of the fifteen on 17.04, then 20-24.04 and 27.04-01.05.
        (date(2026, 3, 18), [ASSIGN, EXTENDED], date(2026, 5, 1)),
        # The end of the thirty on 08.05; 09.05 Saturday, so 11.05 is off; 12-15.05, 18-22.05, 25.05.
        (date(2026, 3, 18), [ASSIGN, STUDY, EXTENDED], date(2026, 5, 25)),
        # Forwarded: 19.03, 31.03, 01.04.
        (date(2026, 3, 18), [("forwarded", FORWARDED)], date(2026, 4, 1)),
        # Left unconsidered on 05.11: 06.11; 08.11 Sunday, 09.11 flag day, 10.11 moved; 11-13.11, 16.11.
        (
            date(2026, 11, 2),
            [
                (
                    "left_unconsidered",
                    LeftUnconsidered(ground="withdrawn", reason="Geri aldı"),
                    date(2026, 11, 5),
                )
            ],
            date(2026, 11, 16),
        ),
        # 17-21.12, 24-28.12; 31.12 and 01-02.01 off; 03-04.01, 07-09.01.
        (date(2018, 12, 14), [], date(2019, 1, 9)),
        # Reopened on 22.05.2026: 25-26.05; 27-29.05 off; 01-05.06, 08-12.06; 15.06 off; 16-18.06.
        (
            date(2026, 4, 1),
            [ASSIGN, ("answered", ANSWERED), ("reopened", Why(reason="Yeni fakt"), date(2026, 5, 22))],
            date(2026, 6, 18),
        ),
        (date(2026, 4, 1), [ASSIGN, ("answered", ANSWERED)], None),
    ],
)
def test_appeal_is_due(desk: Desk, received: date, steps: Any, due: date | None) -> None:
    assert due_after(desk, "appeal", received, steps) == due


@pytest.mark.parametrize(
    ("received", "steps", "due"),
    [
        (date(2026, 3, 18), [], date(2026, 4, 17)),
        (date(2026, 3, 18), [("extended", Why(reason="İclas"))], date(2026, 5, 8)),
        # Decided on 13.03: 16-18.03; nothing is to be forwarded, only the complainant told.
        (
            date(2026, 3, 2),
            [
                ("admitted", Nothing()),
                ("put_on_agenda", PutOnAgenda(session_on=date(2026, 3, 13))),
                ("decided", decided(decision="rejected"), date(2026, 3, 13)),
            ],
            date(2026, 3, 18),
        ),
        # Decided on 18.03 before Novruz, told on the 19th, to be executed elsewhere: 19.03, 31.03, 01.04.
        (
            date(2026, 3, 2),
            [
                ("admitted", Nothing()),
                ("put_on_agenda", PutOnAgenda(session_on=date(2026, 3, 18))),
                ("decided", decided(body="Gəncə"), date(2026, 3, 18)),
                ("complainant_told", ApplicantTold(channel="letter"), date(2026, 3, 19)),
            ],
            date(2026, 4, 1),
        ),
        # Declined on 26.05: 27-29.05 Qurban, Republic day and a moved day; 01-03.06.
        (
            date(2026, 5, 25),
            [("out_of_remit", Declined(reason="Aid deyil", forward_to="Nazirlik"), date(2026, 5, 26))],
            date(2026, 6, 3),
        ),
    ],
)
def test_complaint_is_due_by_internal_targets(desk: Desk, received: date, steps: Any, due: date) -> None:
    assert due_after(desk, "council", received, steps) == due


@pytest.mark.parametrize(
    ("trigger", "due"),
    [("decided", date(2026, 6, 3)), ("received", date(2026, 6, 2))],
)
def test_forwarding_is_counted_from_the_event_that_the_rule_names(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, trigger: str, due: date
) -> None:
    versions = tuple(replace(one, trigger=trigger) for one in rules()["council.forward"])
    known = rules() | {"council.forward": versions}
    monkeypatch.setattr("desk.rules.reader.rules", lambda: known)
    steps: list[tuple[Any, ...]] = [
        ("out_of_remit", Declined(reason="Aid deyil", forward_to="Nazirlik"), date(2026, 5, 26)),
        ("complainant_told", ApplicantTold(channel="letter"), date(2026, 5, 26)),
    ]
    assert due_after(desk, "council", date(2026, 5, 25), steps) == due


def test_forwarding_to_another_body_counts_from_the_councils_decision() -> None:
    assert rule("council.forward", on=date(2026, 5, 26)).trigger == "decided"


def test_targets_of_the_council_are_shown_as_not_confirmed(desk: Desk) -> None:
    receipt = register_complaint(desk, complaint())
    assert receipt.due is not None
    assert not receipt.due.confirmed
    assert "(internal target, not confirmed)" in view_case(desk, receipt.case_id).terms[0]
    assert cases_of(desk, "council", "all")[0].due.endswith(" *")


def test_year_without_a_calendar_is_told_as_unknown_and_never_guessed(desk: Desk) -> None:
    with at(date(2031, 5, 5)):
        receipt = register_appeal(desk, card())
        assert receipt.due is not None
        assert receipt.due.on is None
        assert cases_of(desk, "appeal", "all")[0].due == "unknown *"


def test_changed_calendar_moves_open_dates_and_keeps_the_old_one_in_the_history(
    enrolled: Callable[..., House], world: World
) -> None:
    house = enrolled("GNC")
    with at(date(2026, 3, 18)):
        open_one = register_appeal(house.desk, card()).case_id
        answered = register_appeal(house.desk, card()).case_id
        for act, said in (ASSIGN, ("answered", ANSWERED)):
            take_step(house.desk, answered, act, said)
    day_off = CalendarDay(id=date(2026, 4, 1), working=False, note="Qərar", source="test")
    assert set_references(world.db, [("calendar_day.set", day_off)]) == (1, 1)
    house.sync()
    house.sync()
    told = [line.details for line in view_case(house.desk, open_one).timeline]
    assert told == ["17.04.2026 → 20.04.2026", "due 17.04.2026"]
    assert len(view_case(house.desk, answered).timeline) == 3
    with at(date(2026, 4, 18)):
        assert cases_of(house.desk, "appeal", "overdue") == []
    with at(date(2026, 4, 21)):
        assert [line.case_id for line in cases_of(house.desk, "appeal", "overdue")] == [open_one]


def test_saved_filters_by_term(desk: Desk) -> None:
    with at(date(2026, 3, 18)):
        number = register_appeal(desk, card()).number
        register_complaint(desk, complaint())
    for day, chosen in (
        (date(2026, 4, 12), None),  # the Sunday before
        (date(2026, 4, 13), "week"),
        (date(2026, 4, 17), "week"),
        (date(2026, 4, 18), "overdue"),
    ):
        with at(day):
            found = {
                name: [line.number for line in cases_of(desk, "appeal", name)] for name in ("week", "overdue")
            }
            assert found == {name: [number] if name == chosen else [] for name in ("week", "overdue")}


def test_board_counts_what_is_due_and_names_the_nearest(desk: Desk) -> None:
    with at(date(2026, 3, 18)):
        first = register_appeal(desk, card()).number
        second = register_complaint(desk, complaint()).number
    with at(date(2026, 4, 1)):
        later = [register_appeal(desk, card()).number for _ in range(5)]
    with at(date(2026, 4, 17)):
        board = deadline_board(desk)
        assert board.counts["appeal"] == {"overdue": 0, "today": 1, "week": 1}
    with at(date(2026, 4, 20)):
        board = deadline_board(desk)
    assert board.counts == {
        "appeal": {"overdue": 1, "today": 0, "week": 5},
        "council": {"overdue": 1, "today": 0, "week": 0},
    }
    assert [(near.number, near.overdue, near.confirmed) for near in board.nearest] == [
        (first, True, True),
        (second, True, False),
        *((number, False, True) for number in later[:3]),
    ]


def test_event_carries_the_date_that_its_writer_told(desk: Desk) -> None:
    with at(date(2026, 3, 18)):
        case_id = register_appeal(desk, card()).case_id
        taken = take_step(desk, case_id, "assigned", ASSIGNED)
    assert (taken.event.due_on, taken.event.due_rule) == (date(2026, 4, 17), "appeal.consider@2015-09-30")


def test_paper_from_before_the_law_is_entered_without_a_date(desk: Desk) -> None:
    receipt = register_appeal(desk, card(received_on="05.03.2014"))
    assert receipt.due is None
    assert take_step(desk, receipt.case_id, *ASSIGN).state == "considered"
    assert cases_of(desk, "appeal", "all")[0].due == ""
