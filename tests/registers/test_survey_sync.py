"""Surveys between offices: one opens, all ask, and every desk counts the same."""

from collections.abc import Callable

from desk.lang import today
from desk.usecases.desk import Desk
from desk.usecases.surveys import Outcome, answer, listed, open_survey, open_today, tally
from tests.sync.house import House
from tests.usecases.test_surveys import form

Enrol = Callable[..., House]


def _all(*houses: House) -> None:
    for _round in range(2):
        assert all(house.sync().pending == 0 for house in houses)


def _counts(desk: Desk) -> tuple[tuple[int, ...], int]:
    (found,) = listed(desk)
    assert isinstance(found, Outcome)
    return found.counts, found.blank


def test_answers_of_two_offices_add_up_at_both(enrolled: Enrol) -> None:
    ganja, baku = enrolled("GNC"), enrolled("BAK")
    survey = open_survey(ganja.desk, form())
    _all(ganja, baku)
    assert open_today(baku.desk) == [survey]
    answer(ganja.desk, survey, "1")
    answer(baku.desk, survey, "2")
    answer(baku.desk, survey, "")
    wrong = tally(baku.desk, survey.id, today(), {"3": 90})
    _all(ganja, baku)
    assert _counts(ganja.desk) == _counts(baku.desk) == ((1, 1, 90, 0), 1)
    tally(ganja.desk, survey.id, today(), {"3": 9}, replaces=wrong.id, reason="bir sıfır artıq")
    _all(ganja, baku)
    assert _counts(ganja.desk) == _counts(baku.desk) == ((1, 1, 9, 0), 1)
    assert ganja.sync().rejected == baku.sync().rejected == 0


def test_desk_that_enrols_later_has_the_whole_survey(enrolled: Enrol) -> None:
    first = enrolled("GNC")
    survey = open_survey(first.desk, form())
    answer(first.desk, survey, "1")
    _all(first)
    second = enrolled("BAK")
    _all(second)
    assert _counts(second.desk) == ((1, 0, 0, 0), 0)
