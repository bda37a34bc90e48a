"""A session of the Council: several complaints in one sitting, each written in its own history."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from desk.db import changes
from desk.records import council_session
from desk.records.case_event import Nothing, Why
from desk.records.council_hearing import Vote
from desk.records.council_session import Convened, Ended, NewSession, Opened
from desk.records.council_steps import ACTS, Conflict, PutOnAgenda
from desk.records.state_machine import NOT_HERE, StepRefused
from desk.usecases import council_session as sessions
from desk.usecases.case_list import cases_of
from desk.usecases.case_view import view_case
from desk.usecases.desk import Desk
from desk.usecases.register_case import register_complaint
from desk.usecases.session_papers import session_pdf
from desk.usecases.take_step import take_step
from tests.cases.cards import complaint
from tests.cases.test_terms import at
from tests.sync.house import House

DAY = date(2026, 11, 30)
LATER = date(2026, 12, 14)
NAMES = ["Sədr", "Üzv A", "Üzv B", "Üzv C", "Üzv D"]
CONVENED = Convened(place="Bakı, iclas zalı", chair="Sədr", members=NAMES)
POSTPONED = Why(reason="Yetərsay yoxdur")


def vote(**changed: Any) -> Vote:
    values = {"for_it": 3, "against": 1, "chair_for": "yes", "decision": "part", "reasons": "Əsas"}
    return Vote.model_validate(values | changed)


def admitted(desk: Desk, name: str) -> UUID:
    case_id = register_complaint(desk, complaint(complainant=name)).case_id
    take_step(desk, case_id, "admitted", Nothing())
    return case_id


def on_agenda(desk: Desk, *names: str) -> list[UUID]:
    sessions.take_session_step(desk, DAY, "convened", CONVENED)
    found = [admitted(desk, name) for name in names]
    for case_id in found:
        sessions.put_on_agenda(desk, DAY, case_id)
    return found


def opened(desk: Desk, present: int = 4) -> None:
    form = Opened(present=NAMES[:present], minutes="7/2026")
    sessions.take_session_step(desk, DAY, "opened", form)


def outcomes(desk: Desk) -> dict[str, str]:
    return {one.complainant: str(one.outcome) for one in sessions.view_session(desk, DAY).hearings}


def test_session_writes_each_complaints_own_events_and_no_others(desk: Desk) -> None:
    with at(DAY):
        first, second, third = on_agenda(desk, "Birinci", "İkinci", "Üçüncü")
        opened(desk)
        sessions.declare_conflict(desk, DAY, second, Conflict(member="Üzv B", reason="Qohumluq"))
        sessions.decide(desk, DAY, first, vote())
        sessions.decide(desk, DAY, second, vote(against=0, decision="rejected"))
        sessions.postpone_rest(desk, DAY, POSTPONED)
        sessions.take_session_step(desk, DAY, "ended", Ended())
    assert outcomes(desk) == {"Birinci": "part", "İkinci": "rejected", "Üçüncü": "postponed"}
    said = view_case(desk, first).timeline[0]
    assert (said.what, "7/2026" in said.details, "Members: 5" in said.details) == ("Decided", True, True)
    assert [view_case(desk, one).state for one in (first, second, third)] == [
        "decided",
        "decided",
        "admitted",
    ]
    with desk.store.read() as connection:
        kinds = [change.kind for change in changes.unsent(connection)]
    assert kinds.count("council.session") == 3
    assert kinds.count("council.event") == 3 + 3 + 1 + 2 + 1


def test_member_with_a_conflict_may_not_vote(desk: Desk) -> None:
    with at(DAY):
        (case_id,) = on_agenda(desk, "Birinci")
        opened(desk)
        sessions.declare_conflict(desk, DAY, case_id, Conflict(member="Üzv B", reason="Qohumluq"))
        assert sessions.view_session(desk, DAY).voters(case_id) == ["Sədr", "Üzv A", "Üzv C"]
        with pytest.raises(StepRefused) as refused:
            sessions.decide(desk, DAY, case_id, vote())
        assert refused.value.code == "too_many_votes"
        for member, code in (("Üzv B", "conflict_known"), ("Üzv D", "not_present"), ("X", "not_present")):
            with pytest.raises(StepRefused) as again:
                sessions.declare_conflict(desk, DAY, case_id, Conflict(member=member, reason="r"))
            assert again.value.code == code


@pytest.mark.parametrize(("present", "quorate"), [(2, False), (3, True), (5, True)])
def test_quorum_is_more_than_half_of_the_members(desk: Desk, present: int, quorate: bool) -> None:
    with at(DAY):
        (case_id,) = on_agenda(desk, "Birinci")
        opened(desk, present)
        assert sessions.view_session(desk, DAY).quorate is quorate
        ballot = vote(for_it=present, against=0)
        if quorate:
            assert sessions.decide(desk, DAY, case_id, ballot).state == "decided"
            return
        with pytest.raises(StepRefused) as refused:
            sessions.decide(desk, DAY, case_id, ballot)
        assert refused.value.code == "no_quorum"


def test_nothing_is_decided_before_the_session_is_open_nor_ended_while_one_waits(desk: Desk) -> None:
    with at(DAY):
        (case_id,) = on_agenda(desk, "Birinci")
        with pytest.raises(StepRefused) as early:
            sessions.decide(desk, DAY, case_id, vote())
        assert early.value.code == "not_open"
        opened(desk)
        with pytest.raises(StepRefused) as waiting:
            sessions.take_session_step(desk, DAY, "ended", Ended())
        assert waiting.value.code == "still_waiting"
        sessions.postpone_rest(desk, DAY, POSTPONED)
        sessions.take_session_step(desk, DAY, "ended", Ended())
        with pytest.raises(StepRefused) as over:
            sessions.take_session_step(desk, DAY, "convened", CONVENED)
        assert over.value.code == NOT_HERE


def test_agenda_is_in_the_order_that_the_secretary_gave_it(desk: Desk) -> None:
    _first, second, _third = on_agenda(desk, "Birinci", "İkinci", "Üçüncü")
    sessions.move(desk, DAY, second, -1)
    assert list(outcomes(desk)) == ["İkinci", "Birinci", "Üçüncü"]
    sessions.move(desk, DAY, second, 1)
    sessions.move(desk, DAY, second, 1)
    sessions.move(desk, DAY, second, 1)
    assert list(outcomes(desk)) == ["Birinci", "Üçüncü", "İkinci"]


def test_postponed_complaint_waits_for_the_next_session_and_stays_in_the_minutes_of_this_one(
    desk: Desk,
) -> None:
    (case_id,) = on_agenda(desk, "Birinci")
    sessions.postpone_rest(desk, DAY, POSTPONED)
    assert list(sessions.to_be_heard(desk)) == [str(case_id)]
    sessions.put_on_agenda(desk, LATER, case_id)
    assert outcomes(desk) == {"Birinci": "postponed"}
    assert [(line.on, line.complaints) for line in sessions.sessions_of(desk)] == [(LATER, 1), (DAY, 1)]


@pytest.mark.parametrize(
    ("act", "form", "code"),
    [
        ("opened", Opened(present=["Sədr"], minutes="1"), "not_convened"),
        ("ended", Ended(), NOT_HERE),
        ("convened", Convened(place="B", chair="Kənar", members=["A"]), "chair_no_member"),
    ],
)
def test_step_of_a_planned_session_is_refused(desk: Desk, act: str, form: Any, code: str) -> None:
    with pytest.raises(StepRefused) as refused:
        sessions.take_session_step(desk, DAY, act, form)
    assert refused.value.code == code
    assert ("Convene" in refused.value.text) == (act != "convened")


def test_refused_step_is_not_named_among_those_that_are_possible(desk: Desk) -> None:
    with at(DAY):
        (case_id,) = on_agenda(desk, "Birinci")
        opened(desk)
        with pytest.raises(StepRefused) as decision:
            sessions.decide(desk, DAY, case_id, vote(for_it=5))
        with pytest.raises(StepRefused) as end:
            sessions.take_session_step(desk, DAY, "ended", Ended())
    assert decision.value.code == "too_many_votes"
    assert ACTS["decided"] not in decision.value.possible
    assert ACTS["postponed"] in decision.value.possible
    assert end.value.possible == [council_session.ACTS[act] for act in ("opened", "noted")]


def test_place_given_with_a_complaint_is_the_sessions_until_it_is_convened(desk: Desk) -> None:
    with at(DAY):
        case_id = admitted(desk, "Birinci")
        take_step(desk, case_id, "put_on_agenda", PutOnAgenda(session_on=LATER, place="Gəncə"))
        for name in ("İkinci", "Üçüncü"):
            sessions.put_on_agenda(desk, LATER, admitted(desk, name))
        assert [(line.on, line.place, line.complaints) for line in sessions.sessions_of(desk)] == [
            (LATER, "Gəncə", 3)
        ]
        assert sessions.view_session(desk, LATER).session.place == "Gəncə"
        assert sessions.to_convene(desk) == {"on": "14.12.2026", "place": "Gəncə"}
        sessions.take_session_step(desk, LATER, "convened", CONVENED)
        assert sessions.view_session(desk, LATER).session.place == CONVENED.place


def test_session_is_convened_of_the_members_of_the_last_one_at_the_place_of_its_agenda(desk: Desk) -> None:
    members = {"chair": "Sədr", "members": "; ".join(NAMES)}
    with at(DAY):
        sessions.take_session_step(desk, DAY, "convened", CONVENED)
        assert sessions.to_convene(desk) == members | {"place": CONVENED.place}
        case_id = admitted(desk, "Birinci")
        take_step(desk, case_id, "put_on_agenda", PutOnAgenda(session_on=LATER, place="Gəncə"))
        later, first = (sessions.view_session(desk, on).session for on in (LATER, DAY))
        assert sessions.to_convene(desk, later) == members | {"place": "Gəncə"}
        assert sessions.to_convene(desk, first) == members | {"place": CONVENED.place}
        assert sessions.to_convene(desk) == members | {"place": "Gəncə", "on": "14.12.2026"}


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2026, 11, 29), ["day_past"]),
        (DAY, []),
        (date(2026, 12, 6), ["day_off"]),
        (date(2026, 12, 31), ["day_off"]),
        (date(2062, 12, 14), ["calendar_missing"]),
    ],
)
def test_past_day_and_day_off_are_remarks_on_a_session(desk: Desk, on: date, codes: list[str]) -> None:
    convened = NewSession(on=on, **dict(CONVENED))
    with at(DAY):
        for form, field in ((convened, "on"), (PutOnAgenda(session_on=on), "session_on")):
            found = sessions.day_remarks(desk, form)
            assert [(one.field, one.code) for one in found] == [(field, code) for code in codes]


def test_session_is_not_opened_before_its_day(desk: Desk) -> None:
    with at(date(2026, 11, 29)):
        on_agenda(desk, "Birinci")
        with pytest.raises(StepRefused) as refused:
            opened(desk)
        assert refused.value.code == "day_to_come"
    with at(DAY):
        opened(desk)


def test_only_members_are_counted_as_present(desk: Desk) -> None:
    sessions.take_session_step(desk, DAY, "convened", CONVENED)
    with pytest.raises(StepRefused) as refused:
        sessions.take_session_step(desk, DAY, "opened", Opened(present=["Kənar"], minutes="1"))
    assert refused.value.code == "present_no_member"


@pytest.mark.parametrize("template", ["council-agenda", "council-minutes"])
@pytest.mark.parametrize("present", [0, 2, 4])
def test_agenda_and_minutes_are_papers(desk: Desk, template: str, present: int) -> None:
    with at(DAY):
        first, _second = on_agenda(desk, 'Birinci #panic("x")', "*İkinci*")
        if present:
            opened(desk, present)
        if present > 3:
            sessions.decide(desk, DAY, first, vote())
    assert session_pdf(desk, DAY, template).startswith(b"%PDF")


def test_two_offices_convene_one_day_without_a_line_and_write_to_one_session(
    enrolled: Callable[..., House],
) -> None:
    baku, ganja = enrolled("BAK"), enrolled("GNC")
    on_agenda(baku.desk, "Birinci")
    on_agenda(ganja.desk, "İkinci")
    for house in (baku, ganja, baku):
        assert house.sync().rejected == 0
    seen = [sessions.view_session(house.desk, DAY) for house in (baku, ganja)]
    assert seen[0].hearings == seen[1].hearings
    assert len(seen[0].hearings) == 2
    assert seen[0].session == seen[1].session
    assert [line.complaints for line in sessions.sessions_of(baku.desk)] == [2]
    assert cases_of(baku.desk, "council", "attention") == []


def test_machine_of_a_session_takes_every_step_that_it_names_and_no_other() -> None:
    grid = {
        "planned": {"convened", "arranged", "noted"},
        "open": {"arranged", "opened", "ended", "noted"},
        "ended": {"noted"},
    }
    for state, acts in grid.items():
        case = council_session.Session(state=state, on=DAY, members=tuple(NAMES))
        wanted = acts | ({"opened"} if state == "planned" else set())
        assert set(council_session.MACHINE.possible(case)) == wanted
