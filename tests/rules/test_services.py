"""What the law says of a procedure: speeds with their prices, and the last day to apply."""

from datetime import UTC, date, datetime

import pytest

from central.sample.catalogue import procedures
from desk.records.reference import Procedure
from desk.rules.errors import RuleNotApplicable
from desk.rules.fees import Payer
from desk.rules.services import decisions, file_by, first_decision, other_fees

SERVICES = {one.code: one for one in procedures()}
ON = date(2026, 11, 20)


def _temporary() -> Procedure:
    return SERVICES["temporary_residence"]


def test_each_speed_has_its_date_and_its_own_prices() -> None:
    slow, quick = decisions(_temporary(), ON, Payer.adult)
    assert (slow.due.on, quick.due.on) == (date(2026, 12, 18), date(2026, 12, 11))
    assert {fee.period: int(fee.amount) for fee in slow.fees}["12m"] == 120
    assert {fee.period: int(fee.amount) for fee in quick.fees}["12m"] == 160


def test_speed_that_the_law_did_not_have_yet_is_not_offered() -> None:
    assert [one.due.rule.id for one in decisions(_temporary(), date(2019, 7, 23), Payer.adult)] == [
        "temp.decide"
    ]


def test_price_follows_the_payer() -> None:
    prices = decisions(_temporary(), ON, Payer.minor)[0].fees
    assert {fee.period: int(fee.amount) for fee in prices}["12m"] == 60


def test_price_without_a_speed_stands_alone() -> None:
    (price,) = other_fees(SERVICES["stay_registration"], ON, Payer.adult)
    assert (int(price.amount), price.verified) == (0, True)


def test_evening_in_baku_counts_as_that_day() -> None:
    late = datetime(2026, 11, 19, 21, 0, tzinfo=UTC)  # 20.11.2026 01:00 in Baku
    found = first_decision(_temporary(), late)
    assert found is not None
    assert found.on == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("code", "event", "last"),
    [
        ("stay_extension", date(2026, 12, 31), date(2026, 12, 28)),
        ("temporary_residence", date(2026, 12, 31), date(2026, 12, 1)),
        ("permanent_residence", date(2027, 5, 31), date(2027, 2, 28)),
        ("stay_registration", date(2026, 11, 20), date(2026, 12, 4)),
        ("lost_card", date(2026, 11, 20), date(2026, 12, 4)),
    ],
)
def test_last_day_to_apply(code: str, event: date, last: date) -> None:
    found = file_by(SERVICES[code], event, ON, "TUR")
    assert found is not None
    assert found.on == last


def test_lead_time_that_was_not_found_is_not_made_up() -> None:
    assert file_by(SERVICES["work_permit"], ON, ON) is None


def test_citizen_needs_no_registration() -> None:
    with pytest.raises(RuleNotApplicable):
        file_by(SERVICES["stay_registration"], ON, ON, "AZE")


def test_rule_that_these_tables_do_not_have_is_passed_over() -> None:
    newer = _temporary().model_copy(update={"decide_rules": ["temp.decide.9"], "apply_rule": "temp.apply.9"})
    assert decisions(newer, ON, Payer.adult) == []
    assert file_by(newer, ON, ON) is None
