"""Both state machines, transition by transition, against grids that were written by hand."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.records import appeal_states, council_states, ticket_states
from desk.records.appeal import Appeal
from desk.records.appeal_steps import AppealEvent
from desk.records.council import Complaint
from desk.records.council_steps import CouncilEvent
from desk.records.draw_states import drawings
from desk.records.state_machine import NOT_HERE, heads, ordered
from tests.cases.cards import card, complaint
from tests.cases.said import COUNCIL_SAID, SAID, VOTES

MOMENT = datetime(2026, 11, 20, 6, tzinfo=UTC)
WHO = {"office": "GNC", "desk": "GNC2", "clerk": "aysel", "clerk_name": "Aysel"}
LIMITS = {"appeal.extend_info": 30, "council.quorum": 50, "council.majority": 50}


def appeal(**changed: Any) -> Appeal:
    values = dict(card(**changed)) | {"id": UUID(int=1), "number": "A-26-GNC2-000001-S", **WHO}
    return Appeal.model_validate(values | {"received_on": date(2026, 11, 20), "registered_at": MOMENT})


def filed(**changed: Any) -> Complaint:
    values = dict(complaint(**changed)) | {"id": UUID(int=1), "number": "AS-26-GNC2-000001-K", **WHO}
    return Complaint.model_validate(values | {"received_on": date(2026, 11, 20), "registered_at": MOMENT})


def event(n: int, act: str, of: type[Any] = AppealEvent, said: dict[str, Any] | None = None) -> Any:
    details = (SAID if of is AppealEvent else COUNCIL_SAID).get(act, {}) if said is None else said
    stem = {"id": UUID(int=100 + n), "case": UUID(int=1), "act": act, "details": details, "terms": LIMITS}
    after = [UUID(int=99 + n)] if n else []
    return of.model_validate(stem | WHO | {"at": MOMENT + timedelta(minutes=n), "after": after})


def appeal_after(*acts: str | tuple[str, dict[str, Any]], **changed: Any) -> appeal_states.AppealCase:
    events = [event(n, *((a, AppealEvent, s) if s is not None else (a,))) for n, (a, s) in _pairs(acts)]
    return appeal_states.derive(appeal(**changed), events)


def council_after(*acts: str | tuple[str, dict[str, Any]], **changed: Any) -> council_states.CouncilCase:
    events = [event(n, a, CouncilEvent, s) for n, (a, s) in _pairs(acts)]
    return council_states.derive(filed(**changed), events)


def _pairs(acts: Any) -> Any:
    return enumerate((one, None) if isinstance(one, str) else one for one in acts)


TO_APPEAL_STATE: dict[str, tuple[str, ...]] = {
    "registered": (),
    "considered": ("assigned",),
    "forwarded": ("assigned", "forwarded"),
    "unconsidered": ("left_unconsidered",),
    "merged": ("merged",),
    "answered": ("assigned", "answered"),
    "closed": ("assigned", "answered", "closed"),
}
APPEAL_GRID = {
    "registered": {
        "assigned": "considered",
        "forwarded": "forwarded",
        "copy_sent": "registered",
        "left_unconsidered": "unconsidered",
        "merged": "merged",
        "act_drawn_up": "registered",
        "noted": "registered",
    },
    "considered": {
        "assigned": "considered",
        "study_begun": "considered",
        "extended": "considered",
        "forwarded": "forwarded",
        "copy_sent": "considered",
        "left_unconsidered": "unconsidered",
        "merged": "merged",
        "answered": "answered",
        "act_drawn_up": "considered",
        "noted": "considered",
    },
    "forwarded": {"applicant_told": "forwarded", "noted": "forwarded"},
    "unconsidered": {"applicant_told": "unconsidered", "reopened": "considered", "noted": "unconsidered"},
    "merged": {"closed": "closed", "noted": "merged"},
    "answered": {"closed": "closed", "reopened": "considered", "noted": "answered"},
    "closed": {"reopened": "considered", "noted": "closed"},
}
"""What a written, signed appeal may do; everything else is refused."""

TO_COUNCIL_STATE: dict[str, tuple[str, ...]] = {
    "registered": (),
    "admitted": ("admitted",),
    "on_agenda": ("admitted", "put_on_agenda"),
    "declined": ("out_of_remit",),
    "decided": ("admitted", "put_on_agenda", "decided"),
    "sent": ("admitted", "put_on_agenda", "decided", "sent_to_body"),
    "executed": ("admitted", "put_on_agenda", "decided", "sent_to_body", "executed"),
    "closed": ("not_first_considered", "complainant_told", "closed"),
}
COUNCIL_GRID = {
    "registered": {
        "admitted": "admitted",
        "out_of_remit": "declined",
        "not_first_considered": "declined",
        "extended": "registered",
        "noted": "registered",
    },
    "admitted": {
        "put_on_agenda": "on_agenda",
        "out_of_remit": "declined",
        "not_first_considered": "declined",
        "extended": "admitted",
        "noted": "admitted",
    },
    "on_agenda": {
        "decided": "decided",
        "conflict_declared": "on_agenda",
        "postponed": "admitted",
        "extended": "on_agenda",
        "noted": "on_agenda",
    },
    "declined": {"complainant_told": "declined", "sent_to_body": "declined", "noted": "declined"},
    "decided": {"complainant_told": "decided", "sent_to_body": "sent", "noted": "decided"},
    "sent": {"complainant_told": "sent", "executed": "executed", "noted": "sent"},
    "executed": {"complainant_told": "executed", "noted": "executed"},
    "closed": {"noted": "closed"},
}


@pytest.mark.parametrize("act", appeal_states.MACHINE.acts)
@pytest.mark.parametrize("state", TO_APPEAL_STATE)
def test_appeal_step(state: str, act: str) -> None:
    before = appeal_after(*TO_APPEAL_STATE[state])
    assert (before.state, before.odd) == (state, ())
    expected = APPEAL_GRID[state].get(act)
    assert (act in appeal_states.MACHINE.possible(before)) == (expected is not None)
    after = appeal_states.MACHINE.after(before, event(9, act))
    assert after.state == (expected or state)
    assert len(after.odd) == (expected is None)


@pytest.mark.parametrize("act", council_states.MACHINE.acts)
@pytest.mark.parametrize("state", TO_COUNCIL_STATE)
def test_council_step(state: str, act: str) -> None:
    before = council_after(*TO_COUNCIL_STATE[state])
    assert (before.state, before.odd) == (state, ())
    expected = COUNCIL_GRID[state].get(act)
    assert (act in council_states.MACHINE.possible(before)) == (expected is not None)
    after = council_states.MACHINE.after(before, event(9, act, CouncilEvent))
    assert after.state == (expected or state)
    assert len(after.odd) == (expected is None)


def test_grids_name_every_state_and_no_other() -> None:
    assert set(APPEAL_GRID) == set(appeal_states.AppealState) == set(TO_APPEAL_STATE)
    assert set(COUNCIL_GRID) == set(council_states.CouncilState) == set(TO_COUNCIL_STATE)


ANONYMOUS = {"applicant": "", "address": ""}
ORAL = {"manner": "oral"}
NO = SAID["answered_orally"] | {"agreed": "no"}
ANON = {"ground": "anonymous", "reason": "6.4"}


@pytest.mark.parametrize(
    ("acts", "changed", "state", "codes"),
    [
        (["assigned"], ANONYMOUS, "registered", ["is_anonymous"]),
        (["forwarded"], ANONYMOUS, "registered", ["is_anonymous"]),
        ([("left_unconsidered", ANON), "closed"], ANONYMOUS, "closed", []),
        (["left_unconsidered"], ANONYMOUS, "registered", ["only_as_anonymous"]),
        ([("left_unconsidered", ANON)], {}, "registered", ["not_anonymous"]),
        ([("left_unconsidered", ANON), "applicant_told"], ANONYMOUS, "unconsidered", ["is_anonymous"]),
        (["answered_orally"], ORAL, "answered", []),
        ([("answered_orally", NO)], ORAL, "registered", ["not_agreed"]),
        (["assigned"], ORAL, "registered", ["is_oral"]),
        (["put_in_writing", "assigned"], ORAL, "considered", []),
        (["put_in_writing", "answered_orally"], ORAL, "registered", ["not_oral"]),
        (["answered_orally"], {}, "registered", ["not_oral"]),
        (["put_in_writing"], {}, "registered", ["not_oral"]),
        (["assigned", "study_begun", "study_begun"], {}, "considered", ["already_studied"]),
        (["assigned", "extended", "extended", "extended"], {}, "considered", []),
        (["assigned", *["extended"] * 4], {}, "considered", ["extended_too_long"]),
        (["assigned", ("extended", {"days": 31, "reason": "r"})], {}, "considered", ["extended_too_long"]),
        (["forwarded", "closed"], {}, "forwarded", ["not_told"]),
        (["forwarded", "applicant_told", "closed"], {}, "closed", []),
        (["left_unconsidered", "closed"], {}, "unconsidered", ["not_told"]),
        (["left_unconsidered", "applicant_told", "applicant_told"], {}, "unconsidered", ["already_told"]),
        ([("merged", {"into": "A-26-GNC2-000001-S"})], {}, "registered", ["merged_with_itself"]),
        (["assigned", "answered", "reopened", "answered", "closed"], {}, "closed", []),
        (["settled"], {}, "registered", ["nothing_to_settle"]),
        (["closed", "settled"], {}, "registered", [NOT_HERE]),
    ],
)
def test_conditions_of_an_appeal(acts: Any, changed: Any, state: str, codes: list[str]) -> None:
    case = appeal_after(*acts, **changed)
    assert (case.state, [code for _id, code in case.odd]) == (state, codes)


HEARD = ("admitted", "put_on_agenda")
CONFLICT = ("conflict_declared", {"member": "m", "reason": "r"})


def votes(**changed: Any) -> tuple[str, dict[str, Any]]:
    return ("decided", VOTES | changed)


@pytest.mark.parametrize(
    ("acts", "state", "codes"),
    [
        ([*HEARD, votes(present=5, for_it=3)], "decided", []),
        ([*HEARD, votes(present=4, for_it=4, against=0)], "on_agenda", ["no_quorum"]),
        ([*HEARD, votes(members=8, present=4, for_it=4, against=0)], "on_agenda", ["no_quorum"]),
        ([*HEARD, votes(for_it=6, against=2)], "on_agenda", ["too_many_votes"]),
        ([*HEARD, CONFLICT, votes(for_it=5, against=2)], "on_agenda", ["too_many_votes"]),
        ([*HEARD, CONFLICT, votes(for_it=4, against=2)], "decided", []),
        ([*HEARD, votes(for_it=3, against=2)], "on_agenda", ["no_majority"]),
        ([*HEARD, votes(present=6, for_it=3, against=3)], "decided", []),
        ([*HEARD, votes(present=6, for_it=3, against=3, chair_for="no")], "on_agenda", ["no_majority"]),
        ([*HEARD, votes(for_it=0, against=0)], "on_agenda", ["no_majority"]),
        ([*HEARD, CONFLICT, "postponed", "put_on_agenda", "decided"], "decided", []),
        (["extended", "admitted", "extended"], "admitted", ["extended_before"]),
        (["not_first_considered", "sent_to_body"], "declined", ["nothing_to_send"]),
        (["out_of_remit", "sent_to_body", "sent_to_body"], "declined", ["already_sent"]),
        (["out_of_remit", "complainant_told", "closed"], "declined", ["not_sent"]),
        (["out_of_remit", "sent_to_body", "closed"], "declined", ["not_told"]),
        (["out_of_remit", "complainant_told", "sent_to_body", "closed"], "closed", []),
        ([*HEARD, "decided", "complainant_told", "closed"], "decided", ["to_be_executed"]),
        ([*HEARD, votes(decision="rejected"), "complainant_told", "closed"], "closed", []),
        ([*HEARD, "decided", "sent_to_body", "complainant_told", "executed", "closed"], "closed", []),
        ([*HEARD, "decided", "complainant_told", "complainant_told"], "decided", ["already_told"]),
    ],
)
def test_conditions_of_a_complaint(acts: Any, state: str, codes: list[str]) -> None:
    case = council_after(*acts)
    assert (case.state, [code for _id, code in case.odd]) == (state, codes)


@pytest.mark.parametrize(
    ("changed", "anonymous"),
    [
        ({"applicant": "", "address": ""}, True),
        ({"applicant": "Ad Soyad", "address": ""}, True),
        ({"applicant": "", "address": "Gəncə"}, False),
        ({"applicant": "", "address": "", "phone": "+994501234567"}, False),
        ({"applicant": "", "address": "", "email": "a@b.az"}, False),
        ({"applicant": "", "address": "", "applicant_kind": "organisation"}, False),
        ({}, False),
    ],
)
def test_anonymous_only_when_all_three_tests_hold(changed: Any, anonymous: bool) -> None:
    assert card(**changed).anonymous is anonymous


def test_order_does_not_depend_on_arrival() -> None:
    events = [event(n, "noted") for n in range(3)] + [event(5, "noted").model_copy(update={"after": []})]
    assert len({tuple(e.id for e in ordered(list(some))) for some in permutations(events)}) == 1
    assert heads(events) == [UUID(int=102), UUID(int=105)]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(SAID)), max_size=12),
    st.randoms(use_true_random=False),
    st.lists(st.integers(0, 11), max_size=12),
)
def test_any_events_in_any_order_give_one_case(acts: list[str], chance: Any, seen: Any) -> None:
    events = [event(n, act) for n, act in enumerate(acts)]
    parents = [[UUID(int=100 + p) for p in seen[: n + 1] if p < n] for n in range(len(events))]
    events = [e.model_copy(update={"after": after}) for e, after in zip(events, parents, strict=True)]
    mixed = events[:]
    chance.shuffle(mixed)
    case, again = appeal_states.derive(appeal(), events), appeal_states.derive(appeal(), mixed)
    assert case == again
    assert {e.id for e in ordered(mixed)} == {e.id for e in events}
    assert len(case.odd) <= len(events)


@pytest.mark.parametrize(
    "name", ["appeals-states.md", "council-states.md", "session-states.md", "ticket-states.md"]
)
def test_drawings_agree_with_the_code(name: str) -> None:
    assert (Path(__file__).parents[2] / "docs" / name).read_text("utf-8") == drawings()[name]


@pytest.mark.parametrize("module", [appeal_states, council_states, ticket_states])
def test_every_state_act_and_reason_has_words(module: Any) -> None:
    machine = module.MACHINE
    assert set(machine.states) | set(machine.table.values()) == set(module.STATES)
    codes = {one.code for conditions in machine.conditions.values() for one in conditions}
    assert codes <= set(module.REASONS)
