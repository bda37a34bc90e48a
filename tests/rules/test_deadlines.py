"""Every term of the tables, with a date counted by hand over the holidays and moved days of its time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.calendar import Calendar, Override
from desk.rules.deadlines import add_months, due, due_by, latest_filing, stay_registration
from desk.rules.errors import LawError, RuleNotApplicable, RuleOutsideDates, RuleUnknown
from desk.rules.reader import CountFrom, Unit, rule, rules

P = ParamSpec("P")
T = TypeVar("T")

BY_HAND = [
    ("appeal.register", "2018-12-14", "2018-12-14"),
    ("appeal.forward", "2026-03-18", "2026-04-01"),
    ("appeal.forward", "2018-03-19", "2018-03-29"),
    ("appeal.consider", "2018-12-14", "2019-01-09"),
    ("appeal.consider", "2026-03-18", "2026-04-17"),
    ("appeal.consider_study", "2026-03-18", "2026-05-08"),
    ("appeal.extend_info", "2019-01-09", "2019-02-20"),
    ("appeal.unconsidered_notice", "2018-06-14", "2018-06-27"),
    ("appeal.retain", "2018-12-14", "2023-12-14"),
    ("council.lodge", "2018-12-14", "2019-01-13"),
    ("council.consider", "2018-12-14", "2019-01-09"),
    ("council.consider_extended", "2026-03-18", "2026-05-08"),
    ("council.notify", "2026-03-18", "2026-04-01"),
    ("council.forward", "2018-03-19", "2018-03-29"),
    ("council.court_term", "2018-12-14", "2019-01-13"),
    ("stay.register", "2014-11-04", "2014-11-07"),
    ("stay.register", "2014-11-05", "2014-11-15"),
    ("stay.register", "2018-07-14", "2018-07-29"),
    ("stay.register.KAZ", "2026-11-22", "2026-12-22"),
    ("stay.move", "2019-07-24", "2019-07-31"),
    ("stay.move", "2019-08-08", "2019-08-19"),
    ("stay.extend_decide", "2026-03-18", "2026-04-01"),
    ("stay.extend_decide.2", "2026-03-19", "2026-03-31"),
    ("stay.extend_limit", "2026-01-01", "2026-03-02"),
    ("temp.decide", "2026-03-18", "2026-04-24"),
    ("temp.decide.2", "2026-03-18", "2026-04-17"),
    ("temp.limit", "2018-12-14", "2021-12-14"),
    ("perm.residence_before", "2016-02-29", "2018-02-28"),
    ("perm.decide", "2018-10-01", "2018-11-30"),
    ("perm.decide.2", "2019-08-01", "2019-09-20"),
    ("perm.decide.3", "2019-08-01", "2019-09-10"),
    ("perm.decide.4", "2019-08-01", "2019-09-05"),
    ("perm.term", "2018-12-14", "2023-12-14"),
    ("work.decide", "2024-10-25", "2024-11-26"),
    ("work.decide.2", "2024-10-25", "2024-11-20"),
    ("work.decide.3", "2024-10-25", "2024-11-14"),
    ("work.decide_liberated", "2024-10-25", "2024-11-20"),
    ("work.decide_liberated.2", "2024-10-25", "2024-11-14"),
    ("work.decide_liberated.3", "2024-10-25", "2024-11-01"),
    ("work.term", "2018-12-14", "2019-12-14"),
    ("permit.fee_pay", "2024-11-26", "2024-12-26"),
    ("card.report_change", "2026-03-18", "2026-04-10"),
    ("ban.16.1.6", "2020-02-29", "2025-02-28"),
    ("ban.16.1.7", "2018-12-14", "2023-12-14"),
    ("ban.16.1.8", "2018-07-13", "2023-07-13"),
]
BACKWARDS = [
    ("stay.extend_apply", "2026-03-30", "2026-03-27"),
    ("temp.apply", "2018-12-31", "2018-12-01"),
    ("perm.apply", "2026-05-31", "2026-02-28"),
]


@pytest.mark.parametrize(("rule_id", "event", "expected"), BY_HAND)
def test_term_ends_on_the_day_counted_by_hand(rule_id: str, event: str, expected: str) -> None:
    found = due(rule_id, date.fromisoformat(event))
    assert found.on == date.fromisoformat(expected)
    assert found.rule.covers(date.fromisoformat(event))


@pytest.mark.parametrize(("rule_id", "ends", "expected"), BACKWARDS)
def test_latest_filing_counts_back_from_the_end(rule_id: str, ends: str, expected: str) -> None:
    applied_on = date(2018, 11, 1) if ends < "2020" else date(2026, 2, 1)
    assert latest_filing(rule_id, date.fromisoformat(ends), applied_on).on == date.fromisoformat(expected)


def test_every_version_of_every_term_has_a_date_counted_by_hand() -> None:
    dated = (Unit.wd, Unit.cd, Unit.month, Unit.year)
    terms = {row.version for rows in rules().values() for row in rows if row.unit in dated}
    forward = {rule(rule_id, on=date.fromisoformat(event)).version for rule_id, event, _on in BY_HAND}
    backward = {row.version for rule_id, _ends, _on in BACKWARDS for row in rules()[rule_id]}
    assert terms == forward | backward
    assert all(
        row.count_from is CountFrom.before for rule_id, _ends, _on in BACKWARDS for row in rules()[rule_id]
    )


def test_confirmed_rule_over_confirmed_days_is_confirmed() -> None:
    assert due("appeal.consider", date(2018, 12, 14)).confirmed


def test_unverified_rule_is_never_confirmed() -> None:
    found = due("council.consider", date(2018, 12, 14))
    assert not found.confirmed
    assert [doubt.code for doubt in found.doubts] == ["rule_unverified"]


def test_year_with_estimated_feasts_gives_a_date_that_is_not_confirmed() -> None:
    found = due("appeal.forward", date(2026, 12, 30))
    assert found.on == date(2027, 1, 7)
    assert [(doubt.code, doubt.year) for doubt in found.doubts] == [("year_unconfirmed", 2027)]


def test_day_off_that_no_source_confirms_makes_the_date_doubtful() -> None:
    found = due("appeal.forward", date(2018, 4, 10))
    assert found.on == date(2018, 4, 16)
    assert [(doubt.code, doubt.day) for doubt in found.doubts] == [("day_unconfirmed", date(2018, 4, 11))]
    assert found.doubts[0].text == "It is not confirmed that 11.04.2018 (Election day) is a day off."


def test_year_without_a_calendar_gives_no_date() -> None:
    found = due("appeal.consider", date(2027, 12, 27))
    assert found.on is None
    assert not found.confirmed
    assert [(doubt.code, doubt.year) for doubt in found.doubts] == [("calendar_missing", 2028)]


def test_calendar_days_need_no_calendar() -> None:
    assert due("permit.fee_pay", date(2040, 1, 1)).on == date(2040, 1, 31)
    assert due("permit.fee_pay", date(2040, 1, 1)).confirmed


def test_central_override_moves_the_date_and_settles_the_doubt() -> None:
    days = Calendar([Override(date(2018, 4, 11), working=True, source="MSK")])
    found = due("appeal.forward", date(2018, 4, 10), days)
    assert found.on == date(2018, 4, 13)
    assert found.confirmed


def test_year_that_central_confirms_is_confirmed() -> None:
    assert due("appeal.forward", date(2026, 12, 30), Calendar(confirmed_years={2027})).confirmed


def test_version_is_picked_by_the_day_of_the_event() -> None:
    assert rule("ban.16.1.8", on=date(2018, 7, 13)).value == 5
    with pytest.raises(RuleNotApplicable):
        due("ban.16.1.8", date(2018, 7, 14))


def test_unknown_rule_and_date_outside_are_typed_errors_with_a_sentence() -> None:
    with pytest.raises(RuleUnknown) as unknown:
        due("appeal.forget", date(2018, 1, 1))
    assert "appeal.forget" in unknown.value.text
    with pytest.raises(RuleOutsideDates) as outside:
        due("appeal.consider", date(2015, 9, 29))
    assert "29.09.2015" in outside.value.text


def test_limit_is_not_a_term() -> None:
    with pytest.raises(RuleNotApplicable):
        due("appeal.repeat_limit", date(2018, 1, 1))


def test_event_after_a_rule_counted_back_is_judged_by_the_day_of_applying() -> None:
    late = latest_filing("temp.apply", date(2030, 1, 31), applied_on=date(2026, 11, 22))
    assert late.on == date(2030, 1, 1)


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    assert add_months(date(2018, 1, 31), 1) == date(2018, 2, 28)
    assert add_months(date(2020, 1, 31), -11) == date(2019, 2, 28)
    assert add_months(date(2018, 12, 31), 12) == date(2019, 12, 31)


def test_zero_working_days_is_the_day_itself_even_on_a_holiday() -> None:
    assert due_by(rule("appeal.register", on=date(2026, 3, 21)), date(2026, 3, 21)).on == date(2026, 3, 21)


def test_weekend_only_calendar_errs_as_often_as_was_counted_for_the_design() -> None:
    def weekend_only(start: date, n: int) -> date:
        while n:
            start += timedelta(1)
            n -= start.weekday() < 5
        return start

    days = Calendar()
    for year, percent in ((2018, 51), (2025, 44), (2026, 45)):
        starts = [date(year, 1, 1) + timedelta(n) for n in range(365)]
        starts = [start for start in starts if days.is_working(start)]
        wrong = sum(weekend_only(start, 15) != days.forward(start, 15) for start in starts)
        assert abs(100 * wrong / len(starts) - percent) < 1.5, (year, 100 * wrong / len(starts))


@given(st.sampled_from(sorted(rules())), st.dates(), st.dates())
def test_any_question_is_answered_or_refused_by_a_typed_error(rule_id: str, event: date, today: date) -> None:
    for found in (_answer(due, rule_id, event), _answer(latest_filing, rule_id, event, today)):
        if isinstance(found, LawError):
            assert found.text
        else:
            assert found.confirmed is (found.on is not None and not found.doubts)
            assert all(doubt.text for doubt in found.doubts)


@given(st.dates(date(2013, 8, 1)), st.sampled_from(["TUR", "KAZ", "XXA"]))
def test_registration_of_any_arrival_is_answered_or_refused(arrival: date, citizenship: str) -> None:
    found = _answer(stay_registration, citizenship, arrival)
    if isinstance(found, LawError):
        assert arrival.year == 9999
    else:
        assert arrival < found.safe < found.latest
        assert (found.latest - arrival).days == found.rule.value


def _answer(ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | LawError:
    try:
        return ask(*args, **kwargs)
    except LawError as error:
        return error


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.integers(-1200, 1200))
def test_months_keep_the_day_or_take_the_last_one(day: date, n: int) -> None:
    found = add_months(day, n)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == n
    assert found.day == day.day or (found + timedelta(1)).day == 1
