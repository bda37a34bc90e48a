"""Surveys: opened for some days, answered one by one or tallied, corrected, counted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pydantic import ValidationError

from desk.db import changes
from desk.lang import today, use_language
from desk.records.survey import Channel, Survey, SurveyForm
from desk.usecases.desk import Desk
from desk.usecases.surveys import (
    AnswerUnknown,
    Outcome,
    SurveyClosed,
    answer,
    listed,
    open_survey,
    open_today,
    outcomes_of_year,
    tally,
)


def outcome_of(desk: Desk, survey: Survey) -> Outcome:
    """What the list of surveys says of one."""
    return next(one for one in listed(desk) if one.survey.id == survey.id)


def form(**changed: object) -> SurveyForm:
    values: dict[str, object] = {
        "clause": "11.6",
        "question": "Dövlət Miqrasiya Xidmətinin fəaliyyətindən razısınızmı?",
        "answers": "Bəli; Qismən; Qane etmir; Müraciət etməmişəm",
        "answers_ru": "Да; Частично; Нет; Не обращался",
        "opens_on": today(),
        "days": 25,
    }
    return SurveyForm.model_validate(values | changed)


def test_answers_at_the_desk_and_the_kiosk_add_up_with_blanks(desk: Desk) -> None:
    survey = open_survey(desk, form())
    for code in ("1", "1", "2"):
        answer(desk, survey, code)
    answer(desk, survey, "", Channel.kiosk)
    outcome = outcome_of(desk, survey)
    assert outcome.counts == (2, 1, 0, 0)
    assert (outcome.blank, outcome.respondents) == (1, 4)
    assert [share.plain for share in outcome.shares] == [50.0, 25.0, 0.0, 0.0, 25.0]
    assert len(outcome.entries) == 4


def test_tally_of_611_gives_the_stated_percentages(desk: Desk) -> None:
    survey = open_survey(desk, form(), ("yes", "partly", "no", "not_applied"))
    tally(
        desk, survey.id, today(), {"yes": 416, "partly": 68, "no": 52, "not_applied": 72}, 3, Channel.online
    )
    outcome = outcome_of(desk, survey)
    assert outcome.respondents == 611
    assert [share.plain for share in outcome.shares[:4]] == [68.1, 11.1, 8.5, 11.8]
    assert outcome.blank == 3


def test_corrected_tally_takes_the_place_of_the_first_with_a_reason(desk: Desk) -> None:
    survey = open_survey(desk, form())
    wrong = tally(desk, survey.id, today(), {"1": 61})
    with pytest.raises(ValidationError, match="reason_needed"):
        tally(desk, survey.id, today(), {"1": 16}, replaces=wrong.id)
    right = tally(desk, survey.id, today(), {"1": 16}, replaces=wrong.id, reason="digits swapped")
    assert outcome_of(desk, survey).counts == (16, 0, 0, 0)
    assert outcome_of(desk, survey).entries == (right.id,)
    with pytest.raises(AnswerUnknown):
        tally(desk, survey.id, today(), {"1": 6}, replaces=wrong.id, reason="once more")


def test_closed_survey_takes_no_answer_and_still_takes_the_paper_count(desk: Desk) -> None:
    survey = open_survey(desk, form(opens_on=today() - timedelta(days=30)))
    assert open_today(desk) == []
    with pytest.raises(SurveyClosed):
        answer(desk, survey, "1")
    tally(desk, survey.id, today() - timedelta(days=10), {"1": 5})
    assert outcome_of(desk, survey).respondents == 5


def test_last_day_is_counted_from_the_first(desk: Desk) -> None:
    survey = open_survey(desk, form(days=1))
    assert survey.closes_on == survey.opens_on
    assert open_today(desk) == [survey]


@pytest.mark.parametrize("code", ["5", "yes"])
def test_answer_of_another_survey_is_refused(desk: Desk, code: str) -> None:
    survey = open_survey(desk, form())
    with pytest.raises(AnswerUnknown):
        answer(desk, survey, code)
    with pytest.raises(AnswerUnknown):
        tally(desk, uuid4(), today(), {"1": 1})
    assert outcome_of(desk, survey).respondents == 0


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"answers": "Bəli"}, "too_short"),
        ({"answers": "a;b;c;d;e;f;g;h;i;j"}, "too_long"),
        ({"answers": "Bəli; Bəli"}, "answer_twice"),
        ({"answers_en": "Yes; No"}, "answers_differ"),
        ({"days": 0}, "greater_than_equal"),
    ],
)
def test_survey_that_cannot_be_asked_is_refused(changed: dict[str, object], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        form(**changed)
    assert refused.value.errors()[0]["type"] == code


def test_question_is_asked_in_the_language_in_use() -> None:
    asked = form(question_ru="Довольны ли Вы?")
    use_language("ru")
    assert asked.asked == "Довольны ли Вы?"
    assert asked.offered[0] == "Да"
    use_language("en")
    assert asked.offered[0] == "Bəli"


def test_every_answer_is_a_change_of_its_own_stream(desk: Desk) -> None:
    survey = open_survey(desk, form())
    written = answer(desk, survey, "1")
    with desk.store.read() as connection:
        streams = [change.stream for change in changes.unsent(connection)]
        assert [found.survey.id for found in outcomes_of_year(connection, today().year)] == [survey.id]
    assert f"survey:{survey.id}" in streams
    assert f"survey_answer:{written.id}" in streams
