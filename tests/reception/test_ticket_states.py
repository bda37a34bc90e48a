"""The machine of a ticket, transition by transition, against a grid that was written by hand."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from desk.records.state_machine import NOT_HERE
from desk.records.ticket import FORMS, LETTERS, TicketEvent, TicketIssued, label_of, letters_of, place_of
from desk.records.ticket_states import MACHINE, TicketCase, TicketState, derive

MOMENT = datetime(2026, 11, 20, 6, tzinfo=UTC)
WHO = {"office": "GNC", "desk": "GNC2", "clerk": "aysel", "clerk_name": "Aysel"}
SAID = {"transferred": {"to_desk": "GNC1"}, "taken_in": {"visit": str(UUID(int=7)), "number": "Q-26-1"}}
TO_STATE: dict[str, tuple[str, ...]] = {
    "waiting": (),
    "called": ("called",),
    "served": ("called", "served"),
    "no_show": ("called", "no_show"),
    "left": ("left",),
}
GRID = {
    "waiting": {"called": "called", "transferred": "waiting", "left": "left"},
    "called": {
        "recalled": "called",
        "taken_in": "called",
        "served": "served",
        "no_show": "no_show",
        "transferred": "waiting",
    },
    "served": {},
    "no_show": {"called": "called"},
    "left": {},
}


def issued(**changed: Any) -> TicketIssued:
    stem = {"purpose": "stay", "id": UUID(int=1), "label": "B-001", "day": date(2026, 11, 20), **WHO}
    return TicketIssued.model_validate(stem | {"at": MOMENT} | changed)


def event(n: int, act: str, **changed: Any) -> TicketEvent:
    stem = {"id": UUID(int=100 + n), "case": UUID(int=1), "act": act, "details": SAID.get(act, {}), **WHO}
    after = [UUID(int=99 + n)] if n else []
    return TicketEvent.model_validate(
        stem | {"at": MOMENT + timedelta(minutes=5 * (n + 1)), "after": after} | changed
    )


def after(*acts: str) -> TicketCase:
    return derive(issued(), [event(n, act) for n, act in enumerate(acts)])


@pytest.mark.parametrize("act", FORMS)
@pytest.mark.parametrize("state", TO_STATE)
def test_step_leads_where_the_grid_says_or_is_refused(state: str, act: str) -> None:
    before = after(*TO_STATE[state])
    assert before.state == state
    n = len(TO_STATE[state])
    done = MACHINE.after(before, event(n, act))
    if act in GRID[state]:
        assert (done.state, done.odd) == (GRID[state][act], ())
    else:
        assert (done.state, done.odd) == (state, ((UUID(int=100 + n), NOT_HERE),))


def test_grid_has_every_state_and_the_table_no_step_more() -> None:
    assert GRID.keys() == TO_STATE.keys() == set(TicketState)
    steps = {(state, act) for state, acts in GRID.items() for act in acts}
    assert {(str(state), act) for state, act in MACHINE.table} == steps


@pytest.mark.parametrize("act", ["recalled", "taken_in", "served", "no_show"])
def test_only_the_desk_that_called_goes_on_with_a_ticket(act: str) -> None:
    called = after("called")
    assert MACHINE.refusal(called, act, event(1, act, desk="GNC1")) == "at_another_desk"
    assert MACHINE.refusal(called, act, event(1, act)) == ""


def test_transfer_says_where_to() -> None:
    assert MACHINE.refusal(after("called"), "transferred", event(1, "transferred", details={})) == (
        "transfer_empty"
    )


def test_transferred_ticket_waits_for_that_desk_with_its_new_purpose() -> None:
    moved = event(1, "transferred", details={"to_desk": "GNC1", "purpose": "extend"})
    case = derive(issued(), [event(0, "called"), moved])
    assert (case.state, case.for_desk, case.purpose, case.called_desk) == ("waiting", "GNC1", "extend", "")


def test_waiting_counts_to_the_first_call_only() -> None:
    case = after("called", "no_show", "called", "recalled", "served")
    assert case.first_called_at == MOMENT + timedelta(minutes=5)
    assert (case.calls, case.state) == (3, "served")
    assert case.ended_at == MOMENT + timedelta(minutes=25)


def test_two_desks_that_called_the_same_ticket_are_seen_and_the_first_serves_it() -> None:
    first = event(0, "called")
    second = event(1, "called", desk="GNC1", after=[])
    absent = event(2, "no_show", desk="GNC1", after=[UUID(int=101)])
    served = event(3, "served", after=[UUID(int=100)])
    case, *others = (derive(issued(), order) for order in permutations([first, second, absent, served]))
    assert all(other == case for other in others)
    assert (case.state, case.called_desk) == ("served", "GNC2")
    assert case.odd == ((second.id, NOT_HERE), (absent.id, "at_another_desk"))
    assert case.attention == (second.id, absent.id)


def test_labels_of_all_desks_of_an_office_differ_and_have_no_letter_that_looks_like_another() -> None:
    letters = [letters_of(f"GNC{n}") for n in range(1, 1000)]
    assert letters[:2] == ["A", "B"]
    assert letters[22:25] == ["Z", "AA", "AB"]
    assert len(set(letters)) == 999
    assert not set("IOQ") & set(LETTERS)
    assert (label_of("GNC2", 17), place_of("GNC2")) == ("B-017", "2")


def test_ticket_with_the_letters_of_another_desk_is_refused() -> None:
    with pytest.raises(ValidationError, match="number_other_desk"):
        issued(label="A-001")
