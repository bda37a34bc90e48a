import random

from hypothesis import given
from hypothesis import strategies as st

from desk.sync.pace import Pace

seeds = st.integers(0, 2**32)
failures = st.one_of(st.integers(1, 40), st.integers(1, 10**9))


@given(seeds, failures, st.floats(0, 1e9))
def test_a_next_attempt_always_comes_within_the_bound(seed: int, count: int, wish: float) -> None:
    pace = Pace(dice=random.Random(seed))
    wait = pace.retry(count, wish)
    assert 0 <= wait <= pace.longest_wish + pace.cap


@given(seeds, failures, st.floats(0, 3600))
def test_centrals_wish_is_a_floor(seed: int, count: int, wish: float) -> None:
    pace = Pace(dice=random.Random(seed))
    assert pace.retry(count, wish) >= wish
    assert pace.between(wish) >= wish


@given(seeds, st.integers(1, 200))
def test_the_wait_stays_under_the_doubling_cap(seed: int, count: int) -> None:
    assert Pace(dice=random.Random(seed)).retry(count) <= min(300, 2 * 2 ** (count - 1))


def test_desks_that_fail_together_do_not_come_back_together() -> None:
    waits = sorted(Pace(dice=random.Random(seed)).retry(8) for seed in range(300))
    fullest = max(sum(start <= wait < start + 1 for wait in waits) for start in range(256))
    assert fullest < 12
    assert waits[0] < 10
    assert waits[-1] > 240


@given(seeds)
def test_the_first_push_after_an_outage_is_spread(seed: int) -> None:
    assert 0 <= Pace(dice=random.Random(seed)).first_contact() <= 30
