"""The last day to register at the place of stay, over the three terms and Kazakhstan's own."""

from datetime import date

import pytest

from desk.rules.deadlines import stay_registration
from desk.rules.errors import RuleNotApplicable, RuleOutsideDates


@pytest.mark.parametrize(
    ("citizenship", "arrival", "safe", "latest", "days"),
    [
        ("TUR", date(2013, 8, 1), date(2013, 8, 3), date(2013, 8, 4), 3),
        ("TUR", date(2014, 11, 4), date(2014, 11, 6), date(2014, 11, 7), 3),
        ("TUR", date(2014, 11, 5), date(2014, 11, 14), date(2014, 11, 15), 10),
        ("RUS", date(2018, 7, 13), date(2018, 7, 22), date(2018, 7, 23), 10),
        ("RUS", date(2018, 7, 14), date(2018, 7, 28), date(2018, 7, 29), 15),
        ("GEO", date(2026, 11, 22), date(2026, 12, 6), date(2026, 12, 7), 15),
        ("XXA", date(2026, 11, 22), date(2026, 12, 6), date(2026, 12, 7), 15),
        ("KAZ", date(2018, 7, 14), date(2018, 7, 28), date(2018, 7, 29), 15),
        ("KAZ", date(2021, 8, 25), date(2021, 9, 8), date(2021, 9, 9), 15),
        ("KAZ", date(2021, 8, 26), date(2021, 9, 24), date(2021, 9, 25), 30),
        ("KAZ", date(2026, 11, 22), date(2026, 12, 21), date(2026, 12, 22), 30),
    ],
)
def test_safe_and_latest_day(citizenship: str, arrival: date, safe: date, latest: date, days: int) -> None:
    found = stay_registration(citizenship, arrival)
    assert (found.safe, found.latest, found.rule.value) == (safe, latest, days)


def test_last_day_stays_on_a_holiday() -> None:
    found = stay_registration("TUR", date(2026, 3, 6))
    assert (found.safe, found.latest) == (date(2026, 3, 20), date(2026, 3, 21))


def test_term_of_2013_is_said_to_be_unconfirmed() -> None:
    assert not stay_registration("TUR", date(2014, 1, 1)).confirmed
    assert stay_registration("TUR", date(2026, 1, 1)).confirmed


def test_citizen_of_azerbaijan_is_told_that_none_is_needed() -> None:
    with pytest.raises(RuleNotApplicable):
        stay_registration("AZE", date(2026, 1, 1))


def test_arrival_before_the_code_has_no_answer() -> None:
    with pytest.raises(RuleOutsideDates):
        stay_registration("TUR", date(2013, 7, 31))
