"""A clock set by anybody neither brings time back nor keeps it from going on."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.crypto.trusted_time import TOLERANCE, TrustedTime, load_stored, save_stored

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class Clocks:
    def __init__(self) -> None:
        self.wall = START
        self.monotonic = 500.0

    def trusted(self, stored: datetime | None = None) -> TrustedTime:
        return TrustedTime(stored, wall=lambda: self.wall, monotonic=lambda: self.monotonic)


JUMPS = [timedelta(hours=1), timedelta(days=1), timedelta(days=30), timedelta(days=365), timedelta(days=3653)]


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_set_back_brings_no_time_back_and_is_told(jump: timedelta) -> None:
    clocks = Clocks()
    time = clocks.trusted()
    time.read()
    clocks.wall -= jump
    assert time.read().at == START
    assert time.read().clock_suspect


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_set_back_before_the_start_is_known_from_what_was_stored(jump: timedelta) -> None:
    clocks = Clocks()
    clocks.wall -= jump
    reading = clocks.trusted(START).read()
    assert (reading.at, reading.clock_suspect) == (START, True)


def test_time_runs_on_from_centrals_with_the_clock_standing_still() -> None:
    clocks = Clocks()
    time = clocks.trusted()
    time.seen(START + timedelta(hours=1))
    clocks.monotonic += 3600
    assert time.read().at == START + timedelta(hours=2)
    assert time.read().clock_suspect


def test_five_minutes_behind_is_no_suspicion_and_more_is() -> None:
    clocks = Clocks()
    time = clocks.trusted(START + TOLERANCE)
    assert not time.read().clock_suspect
    clocks.wall -= timedelta(microseconds=1)
    assert time.read().clock_suspect


def test_a_clock_once_in_2036_is_forgotten_when_it_is_right_again_and_central_says_so() -> None:
    clocks = Clocks()
    clocks.wall += timedelta(days=3653)
    time = clocks.trusted()
    time.read()
    clocks.wall = START
    assert time.read().at > START + timedelta(days=3600)
    time.seen(START)
    reading = time.read()
    assert (reading.at, reading.clock_suspect) == (START, False)


def test_centrals_time_counts_as_a_moment_whatever_its_zone() -> None:
    time = Clocks().trusted()
    time.seen((START + timedelta(hours=1)).astimezone(timezone(timedelta(hours=4))))
    assert time.read().at == START + timedelta(hours=1)


def test_the_last_moment_of_all_does_not_overflow() -> None:
    clocks = Clocks()
    time = clocks.trusted()
    time.seen(datetime.max.replace(tzinfo=UTC))
    clocks.monotonic += 10
    assert time.read().at == datetime.max.replace(tzinfo=UTC)


DAYS = st.integers(-4000, 4000).map(lambda days: timedelta(days=days))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wall"), DAYS),
        st.tuples(st.just("run"), st.integers(0, 10**6).map(lambda s: timedelta(seconds=s))),
        st.tuples(st.just("restart"), DAYS),
    ),
    max_size=30,
)


@given(STEPS)
def test_between_two_contacts_trusted_time_never_goes_back_over_jumps_and_restarts(
    steps: list[tuple[str, timedelta]],
) -> None:
    clocks = Clocks()
    time = clocks.trusted()
    time.seen(START)
    last = START
    for step, amount in steps:
        if step == "run":
            clocks.wall += amount
            clocks.monotonic += amount.total_seconds()
        elif step == "wall":
            clocks.wall = START + amount
        else:
            time = clocks.trusted(time.stored)
            clocks.monotonic = abs(amount.days)
        reading = time.read()
        assert reading.at >= last
        assert reading.at >= clocks.wall
        assert reading.clock_suspect == (reading.at - clocks.wall > TOLERANCE)
        last = reading.at


def test_the_stored_moment_comes_back_and_a_damaged_one_is_none(tmp_path: Path) -> None:
    path = tmp_path / "time.json"
    assert load_stored(path) is None
    save_stored(path, START)
    assert load_stored(path) == START
    for content in (b"", b"[]", b'{"stored": 5}', b'{"stored": "2026-01-01T00:00:00"}', b"\xff"):
        path.write_bytes(content)
        assert load_stored(path) is None
