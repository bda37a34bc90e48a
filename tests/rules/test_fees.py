"""Fees by payer, period and speed; a price that nobody read is an error."""

from datetime import date
from decimal import Decimal

import pytest

from desk.rules.errors import FeeUnknown
from desk.rules.fees import Payer, choices, fee, fees, payer_of, period_text
from desk.rules.reader import rules

TODAY = date(2026, 11, 22)
PERIODS = {
    "stay": ["30d", "60d"],
    "temp": ["3m", "6m", "12m", "18m", "24m", "30m", "36m"],
    "student": ["12m", "24m"],
    "work": ["3m", "6m", "12m"],
    "liberated": ["3m", "6m", "12m", "18m", "24m"],
}


@pytest.mark.parametrize(
    ("table", "payer", "speed", "periods", "amounts"),
    [
        ("stay.extend", "adult", "stay.extend_decide", "stay", [30, 60]),
        ("stay.extend", "adult", "stay.extend_decide.2", "stay", [50, 100]),
        ("stay.extend", "minor", "stay.extend_decide", "stay", [15, 30]),
        ("stay.extend", "minor", "stay.extend_decide.2", "stay", [30, 60]),
        ("temp", "adult", "temp.decide", "temp", [30, 60, 120, 180, 240, 300, 360]),
        ("temp", "adult", "temp.decide.2", "temp", [40, 80, 160, 240, 320, 400, 480]),
        ("temp", "minor", "temp.decide", "temp", [15, 30, 60, 90, 120, 150, 180]),
        ("temp", "minor", "temp.decide.2", "temp", [25, 50, 100, 150, 200, 250, 300]),
        ("temp", "student", "temp.decide", "student", [40, 80]),
        ("temp", "student", "temp.decide.2", "student", [60, 120]),
        ("work", "adult", "work.decide", "work", [350, 600, 1000]),
        ("work", "adult", "work.decide.2", "work", [500, 700, 1200]),
        ("work", "adult", "work.decide.3", "work", [700, 900, 1400]),
        ("work.liberated", "adult", "work.decide_liberated", "liberated", [350, 600, 1000, 1200, 1400]),
        ("work.liberated", "adult", "work.decide_liberated.2", "liberated", [500, 700, 1200, 1400, 1600]),
        ("work.liberated", "adult", "work.decide_liberated.3", "liberated", [700, 900, 1400, 1600, 1800]),
    ],
)
def test_price_list(table: str, payer: str, speed: str, periods: str, amounts: list[int]) -> None:
    found = [fee(table, TODAY, payer=Payer(payer), period=period, speed=speed) for period in PERIODS[periods]]
    assert [price.amount for price in found] == [Decimal(amount) for amount in amounts]
    assert not any(price.verified for price in found)


def test_registration_at_the_place_of_stay_is_free_and_confirmed() -> None:
    price = fee("stay.register", TODAY, payer=Payer.adult)
    assert (price.amount, price.verified) == (Decimal(0), True)


def test_lost_card_costs_ten_whoever_lost_it() -> None:
    assert {fee("temp.lost_card", TODAY, payer=payer).amount for payer in Payer} == {Decimal(10)}


@pytest.mark.parametrize(
    ("on", "period", "speed"),
    [
        (TODAY, "12m", "work.decide"),
        (TODAY, "9m", "temp.decide"),
        (date(2019, 7, 23), "12m", "temp.decide.2"),
    ],
)
def test_choice_without_a_price_is_a_typed_error(on: date, period: str, speed: str) -> None:
    with pytest.raises(FeeUnknown) as unknown:
        fee("temp", on, payer=Payer.adult, period=period, speed=speed)
    assert on.strftime("%d.%m.%Y") in unknown.value.text


def test_permanent_residence_has_an_old_price_and_none_today() -> None:
    assert fee("perm", date(2018, 5, 1), payer=Payer.adult, speed="perm.decide").amount == 300
    assert fee("perm", date(2018, 5, 1), payer=Payer.minor, speed="perm.decide").amount == 150
    assert choices("perm", TODAY) == []


def test_each_choice_has_one_price_a_day_and_a_speed_that_is_a_rule() -> None:
    seen = [(row.table, row.payer, row.period, row.speed, row.valid_from) for row in fees()]
    assert len(seen) == len(set(seen))
    assert {row.speed for row in fees() if row.speed} <= rules().keys()


@pytest.mark.parametrize(
    ("born", "student", "payer"),
    [
        (date(2008, 11, 22), False, Payer.adult),
        (date(2008, 11, 23), False, Payer.minor),
        (date(2008, 11, 23), True, Payer.minor),
        (date(2000, 2, 29), True, Payer.student),
    ],
)
def test_payer_is_a_minor_until_the_eighteenth_birthday(born: date, student: bool, payer: Payer) -> None:
    assert payer_of(born, TODAY, student=student) is payer


def test_periods_are_said_in_words() -> None:
    assert [period_text(code) for code in ("30d", "3m", "12m", "18m", "36m", "")] == [
        "30 days",
        "3 months",
        "1 year",
        "18 months",
        "3 years",
        "",
    ]
