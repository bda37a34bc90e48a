"""The tables as tables: no gaps by accident, no two versions at once, every row with its source."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from desk.rules.errors import GroundUnknown, RuleOutsideDates
from desk.rules.grounds import ground, grounds
from desk.rules.reader import TABLES, CountFrom, Unit, read_table, rule, rules

SECTION_9 = {
    "appeal.register",
    "appeal.forward",
    "appeal.consider",
    "appeal.consider_study",
    "appeal.extend_info",
    "appeal.unconsidered_notice",
    "appeal.repeat_limit",
    "reception.min_per_month",
    "stay.register",
    "stay.register.KAZ",
    "stay.move",
    "stay.extend_apply",
    "stay.extend_decide",
    "temp.apply",
    "temp.decide",
    "temp.decide.2",
    "perm.apply",
    "perm.decide",
    "perm.decide.2",
    "perm.decide.3",
    "perm.decide.4",
    "work.decide",
    "work.decide.2",
    "work.decide.3",
    "permit.fee_pay",
    "ban.16.1.6",
    "ban.16.1.7",
    "ban.16.1.8",
    "council.lodge",
    "council.consider",
    "council.consider_extended",
    "council.notify",
    "council.forward",
    "council.quorum",
    "council.majority",
}


def test_every_rule_of_the_domain_is_in_the_tables() -> None:
    assert rules().keys() >= SECTION_9


@pytest.mark.parametrize("rule_id", sorted(rules()))
def test_versions_follow_each_other_without_overlap(rule_id: str) -> None:
    for older, newer in pairwise(rules()[rule_id]):
        assert older.valid_to is not None
        assert older.valid_to + timedelta(1) == newer.valid_from


@pytest.mark.parametrize("rule_id", sorted(rules()))
def test_each_version_names_its_basis_and_a_verified_one_its_source(rule_id: str) -> None:
    for row in rules()[rule_id]:
        assert row.basis
        assert row.source_url.startswith("https://") or not row.verified
        assert (row.count_from is CountFrom.none) is (
            row.unit not in (Unit.wd, Unit.cd, Unit.month, Unit.year)
        )
        assert row.trigger or row.count_from is CountFrom.none


def test_council_terms_are_all_unverified() -> None:
    assert not any(
        row.verified for rule_id, rows in rules().items() if rule_id.startswith("council.") for row in rows
    )


def test_no_row_of_a_table_is_lost_in_reading() -> None:
    assert sum(len(rows) for rows in rules().values()) == sum(len(read_table(t)["rule"]) for t in TABLES)


def test_version_names_the_rule_and_its_first_day() -> None:
    assert rule("stay.register", on=date(2026, 1, 1)).version == "stay.register@2018-07-14"


def test_rule_that_ended_is_outside() -> None:
    with pytest.raises(RuleOutsideDates):
        rule("work.decide_liberated", on=date(2029, 1, 1))


def test_every_ground_has_a_rule_of_its_kind_and_three_languages() -> None:
    for code, row in grounds().items():
        assert row.rule in rules()
        assert row.names.keys() == {"az", "ru", "en"}
        assert ground(code).name in row.names.values()
    assert {row.kind for row in grounds().values()} == {"entry", "exit"}


def test_unknown_ground_is_a_typed_error() -> None:
    with pytest.raises(GroundUnknown):
        ground("16.1.9")
