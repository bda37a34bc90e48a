"""Percentages: plain rounding, largest remainder, and where they part."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.records.shares import shares

COUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=12)


def test_survey_of_611_gives_its_stated_percentages_with_three_blanks() -> None:
    found = shares([416, 68, 52, 72, 3])
    assert [share.plain for share in found] == [68.1, 11.1, 8.5, 11.8, 0.5]
    assert not any(share.differ for share in found)


def test_three_thirds_differ_by_the_two_roundings() -> None:
    found = shares([1, 1, 1])
    assert [share.plain for share in found] == [33.3, 33.3, 33.3]
    assert [share.even for share in found] == [33.4, 33.3, 33.3]
    assert [share.differ for share in found] == [True, False, False]


@given(COUNTS)
def test_even_shares_add_up_to_the_whole_and_lie_within_a_tenth(counts: list[int]) -> None:
    found = shares(counts)
    total = sum(counts)
    assert sum(share.even_tenths for share in found) == (1000 if total else 0)
    for share in found if total else []:
        assert abs(share.count * 1000 / total - share.even_tenths) < 1
        assert abs(share.count * 1000 / total - share.plain_tenths) <= 0.5


@given(COUNTS)
def test_a_larger_count_never_has_the_smaller_share(counts: list[int]) -> None:
    ordered = sorted(shares(counts), key=lambda share: share.count)
    for less, more in pairwise(ordered):
        if less.count < more.count:
            assert less.even_tenths <= more.even_tenths


def test_nothing_counted_and_negative_counts() -> None:
    assert [share.even for share in shares([0, 0])] == [0.0, 0.0]
    with pytest.raises(ValueError, match="negative"):
        shares([1, -1])
