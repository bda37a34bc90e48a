"""The calendars against the days named in the press and Cabinet decisions, and what holds for any year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.rules.calendar import OCCASIONS, Calendar, Override, shipped_year
from desk.rules.errors import CalendarMissing
from desk.rules.make_calendar import calendar_text
from desk.rules.reader import FOLDER

YEARS = range(2018, 2028)
DAYS = Calendar()
FEW = st.integers(0, 60)
STARTS = st.dates(date(2018, 6, 1), date(2027, 6, 1))


def _days_off(year: int) -> set[str]:
    known = shipped_year(year)
    assert known is not None
    return {f"{day.day}.{day.month}" for day in known.off}


def test_days_off_of_2018_are_those_of_the_press_and_the_election_day() -> None:
    named = (
        "1.1 2.1 3.1 20.1 8.3 20.3 21.3 22.3 23.3 24.3 26.3 9.5 28.5 15.6 16.6 18.6 19.6 26.6 22.8 23.8 9.11"
    )
    assert _days_off(2018) == {*named.split(), "31.12", "11.4"}
    known = shipped_year(2018)
    assert known is not None
    assert known.doubtful == {date(2018, 4, 11)}


def test_days_off_of_2026_are_those_of_the_cabinet() -> None:
    named = (
        "1.1 2.1 20.1 8.3 9.3 20.3 21.3 22.3 23.3 24.3 25.3 26.3 27.3 30.3 9.5 11.5 27.5 28.5 29.5 15.6 26.6"
    )
    assert _days_off(2026) == {*named.split(), "8.11", "9.11", "10.11", "31.12"}


@pytest.mark.parametrize(
    "day", ["2018-10-18", "2018-11-12", "2018-11-17", "2024-11-16", "2025-03-10", "2025-04-01"]
)
def test_holidays_that_are_worked_and_rest_days_exchanged_are_working_days(day: str) -> None:
    worked = date.fromisoformat(day)
    assert DAYS.is_working(worked) is (worked.weekday() < 5 or day == "2024-11-16")


def test_mourning_day_on_a_weekend_is_not_moved() -> None:
    assert DAYS.is_working(date(2018, 1, 22))


@pytest.mark.parametrize("year", YEARS)
def test_file_of_a_year_is_what_its_maker_makes(year: int) -> None:
    assert (FOLDER / f"calendar-{year}.toml").read_text(encoding="utf-8") == calendar_text(year)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_off_stands_in_its_year_and_has_a_named_occasion(year: int) -> None:
    known = shipped_year(year)
    assert known is not None
    assert {day.year for day in (*known.off, *known.work, *known.doubtful)} == {year}
    assert set(known.off.values()) <= OCCASIONS.keys()
    assert known.doubtful <= known.off.keys()
    assert not known.work & known.off.keys()
    assert known.confirmed is (year < 2027)


def test_year_without_a_file_is_an_error_that_names_it() -> None:
    with pytest.raises(CalendarMissing) as missing:
        DAYS.is_working(date(2028, 1, 5))
    assert "2028" in missing.value.text


def test_override_wins_in_both_directions() -> None:
    days = Calendar([Override(date(2026, 7, 1), working=False), Override(date(2026, 7, 4), working=True)])
    assert days.forward(date(2026, 6, 30), 3) == date(2026, 7, 4)


@given(STARTS, FEW)
def test_count_never_lands_on_a_day_off(start: date, n: int) -> None:
    assert n == 0 or DAYS.is_working(DAYS.forward(start, n))


@given(STARTS, FEW)
def test_later_start_never_ends_earlier(start: date, n: int) -> None:
    assert DAYS.forward(start, n) <= DAYS.forward(start + timedelta(1), n)


@given(STARTS, FEW, FEW)
def test_count_in_two_parts_is_the_count_in_one(start: date, a: int, b: int) -> None:
    assert DAYS.forward(DAYS.forward(start, a), b) == DAYS.forward(start, a + b)


@given(STARTS, FEW)
def test_as_many_working_days_lie_between_as_were_counted(start: date, n: int) -> None:
    end = DAYS.forward(start, n)
    assert sum(DAYS.is_working(start + timedelta(k)) for k in range(1, (end - start).days + 1)) == n


@given(STARTS, FEW)
def test_count_back_undoes_the_count_from_a_working_day(start: date, n: int) -> None:
    worked = DAYS.on_or_after(start)
    assert DAYS.back(DAYS.forward(worked, n), n) == worked


@given(STARTS)
def test_nearest_working_days_enclose_the_day(start: date) -> None:
    assert DAYS.on_or_before(start) <= start <= DAYS.on_or_after(start)
    assert (DAYS.on_or_before(start) == start) is DAYS.is_working(start)
