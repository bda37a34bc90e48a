"""Days of a case's steps that do not fit: remarked before they are written, and never refused for that."""

from datetime import date
from uuid import UUID

import pytest

from desk.records.appeal_steps import ApplicantTold
from desk.records.case_event import Nothing
from desk.records.council_steps import PutOnAgenda, SentToBody
from desk.records.state_machine import StepRefused
from desk.usecases.case_view import view_case
from desk.usecases.desk import Desk
from desk.usecases.register_case import register_appeal, register_complaint
from desk.usecases.step_remarks import step_remarks
from desk.usecases.take_step import take_step
from tests.cases.cards import FORWARDED, card, complaint, decided
from tests.cases.test_terms import at

pytestmark = pytest.mark.usefixtures("time_passes")
RECEIVED, SESSION, LATER = date(2026, 9, 3), date(2026, 9, 14), date(2026, 9, 17)


@pytest.fixture
def on_agenda(desk: Desk) -> UUID:
    """A complaint on the agenda of SESSION."""
    with at(RECEIVED):
        case_id = register_complaint(desk, complaint()).case_id
        take_step(desk, case_id, "admitted", Nothing())
        take_step(desk, case_id, "put_on_agenda", PutOnAgenda(session_on=SESSION))
    return case_id


def told(desk: Desk, case_id: UUID, form: object) -> list[tuple[str, str]]:
    return [(issue.field, issue.text) for issue in step_remarks(desk, case_id, form)]  # type: ignore[arg-type]


def test_decision_of_another_day_than_the_agendas_is_remarked(desk: Desk, on_agenda: UUID) -> None:
    with at(LATER):
        other = [("on", "The agenda has 14.09.2026.")]
        assert told(desk, on_agenda, decided()) == other
        assert told(desk, on_agenda, decided(on="15.09.2026")) == other
        assert told(desk, on_agenda, decided(on="14.09.2026")) == []


def test_step_before_the_step_that_it_follows_is_remarked(desk: Desk, on_agenda: UUID) -> None:
    with at(LATER):
        take_step(desk, on_agenda, "decided", decided(on="14.09.2026"))
        early = [("on", "Before the step of 14.09.2026.")]
        assert told(desk, on_agenda, ApplicantTold(channel="letter", on="13.09.2026")) == early
        assert told(desk, on_agenda, SentToBody(body="Gəncə", on="14.09.2026")) == []
        assert told(desk, on_agenda, SentToBody(body="Gəncə")) == []


def test_step_before_the_appeal_came_in_is_remarked(desk: Desk) -> None:
    with at(RECEIVED):
        case_id = register_appeal(desk, card()).case_id
        form = FORWARDED.model_copy(update={"on": date(2026, 9, 2)})
        assert told(desk, case_id, form) == [("on", "Before the step of 03.09.2026.")]


def test_more_present_than_members_is_refused(desk: Desk, on_agenda: UUID) -> None:
    with at(SESSION):
        with pytest.raises(StepRefused, match="too_many_present"):
            take_step(desk, on_agenda, "decided", decided(members=5))
        assert view_case(desk, on_agenda).state == "on the agenda"
        take_step(desk, on_agenda, "decided", decided(members=7))
