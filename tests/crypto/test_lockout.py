"""Guessing at the keyboard is slowed by count; neither the clock nor a restart helps the guesser."""

import json
import time
from pathlib import Path

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.crypto import lockout
from desk.crypto.lockout import FREE_TRIES, LAST_TRY, LockedOutError, Lockout, wait_after


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lockout.json"


def fail(tries: Lockout, clock: Clock, times: int) -> None:
    for _ in range(times):
        clock.now += tries.seconds_left("aysel")
        tries.begin("aysel")
        tries.failed("aysel")


def test_five_tries_are_free_and_then_the_waits_double_until_the_tenth_locks(path: Path) -> None:
    clock = Clock()
    tries = Lockout.create(path, clock)
    waits = []
    for _ in range(LAST_TRY):
        fail(tries, clock, 1)
        waits.append(tries.seconds_left("aysel"))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, float("inf")]
    clock.now += 1e9
    with pytest.raises(LockedOutError) as caught:
        tries.begin("aysel")
    assert caught.value.code == "locked"


def test_no_wait_is_longer_than_a_minute() -> None:
    assert [wait_after(n) for n in (0, 4, 5, 10, 11, 1000)] == [0, 0, 1, 32, 60, 60]


def test_a_try_before_the_wait_is_over_is_refused_with_the_seconds_left_and_not_counted(path: Path) -> None:
    clock = Clock()
    tries = Lockout.create(path, clock)
    fail(tries, clock, 6)
    clock.now += 0.5
    with pytest.raises(LockedOutError) as caught:
        tries.begin("aysel")
    assert (caught.value.code, caught.value.seconds) == ("wait", 1.5)
    assert tries.failures("aysel") == 6


def test_without_another_clock_the_one_that_nobody_can_set_is_used(path: Path) -> None:
    assert Lockout.create(path)._monotonic is time.monotonic


def test_one_person_locked_out_keeps_nobody_else_out(path: Path) -> None:
    clock = Clock()
    tries = Lockout.create(path, clock)
    fail(tries, clock, LAST_TRY)
    tries.begin("ruslan")


def test_the_right_password_or_a_supervisor_ends_the_count_for_good(path: Path) -> None:
    clock = Clock()
    tries = Lockout.create(path, clock)
    fail(tries, clock, LAST_TRY)
    tries.succeeded("aysel")
    assert Lockout(path, clock).failures("aysel") == 0


def test_a_try_is_counted_on_the_disk_before_the_password_is_looked_at(path: Path) -> None:
    tries = Lockout.create(path, Clock())
    tries.begin("aysel")
    assert Lockout(path, Clock()).failures("aysel") == 1


@pytest.mark.parametrize(
    "content", [None, b"", b"{}", b'{"failures": [], "otherwise": 0}', b"\xff", b"[" * 9999]
)
def test_a_deleted_or_damaged_file_gives_back_no_free_tries(path: Path, content: bytes | None) -> None:
    if content is not None:
        path.write_bytes(content)
    clock = Clock()
    tries = Lockout(path, clock)
    assert tries.failures("anybody") == FREE_TRIES
    assert tries.seconds_left("anybody") == 1
    clock.now += 1
    tries.begin("anybody")
    tries.succeeded("anybody")
    assert tries.seconds_left("anybody") == 0


def test_a_full_disk_still_counts_and_still_lets_people_try(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    tries = Lockout.create(path, clock)

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(lockout, "replace_file", full)
    fail(tries, clock, 5)
    assert tries.seconds_left("aysel") == 1


STEP = st.one_of(
    st.tuples(st.just("try"), st.none()),
    st.tuples(st.just("wait"), st.floats(0, 20)),
    st.tuples(st.just("restart"), st.floats(0, 1e6)),
    st.tuples(st.just("killed try"), st.floats(0, 1e6)),
    st.tuples(st.just("set the clock"), st.integers(-10 * 366, 10 * 366)),
)


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(STEP, max_size=60))
def test_no_order_of_tries_waits_restarts_and_clock_jumps_gives_a_try_too_many(
    steps: list[tuple[str, float | int | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A model that knows only counts and waited seconds allows exactly what the lock-out allows."""
    path = tmp_path_factory.getbasetemp() / "model.json"
    clock = Clock()
    tries = Lockout.create(path, clock)
    count, waited = 0, 0.0
    with time_machine.travel("2026-03-01 09:00", tick=False) as traveller:
        for step, amount in steps:
            if step == "wait":
                clock.now += float(amount or 0)
                waited += float(amount or 0)
            elif step == "set the clock":
                traveller.shift(float(amount or 0) * 86400)
            elif step == "restart":
                clock.now = float(amount or 0)  # the computer's monotonic clock begins anywhere
                tries, waited = Lockout(path, clock), 0.0
            else:
                allowed = count < LAST_TRY and waited >= wait_after(count)
                try:
                    tries.begin("aysel")
                    assert allowed
                    count, waited = count + 1, 0.0
                except LockedOutError:
                    # Sums of floating seconds may differ in the last digit.
                    assert not allowed or waited - wait_after(count) < 1e-6
                if step == "killed try":
                    clock.now = float(amount or 0)
                    tries, waited = Lockout(path, clock), 0.0
            assert tries.failures("aysel") == count
            assert json.loads(path.read_bytes())["failures"].get("aysel", 0) == count


def test_wait_of_a_running_program_ends_though_each_try_looks_anew(path: Path) -> None:
    tries = Lockout.create(path)
    for _ in range(FREE_TRIES):
        tries.begin("aysel")
    assert Lockout.running(path).seconds_left("aysel") > 0
    time.sleep(1.05)
    Lockout.running(path).begin("aysel")
    assert Lockout(path).failures("aysel") == FREE_TRIES + 1


def test_whom_a_supervisor_lets_in_need_not_wait_in_a_program_that_runs(path: Path) -> None:
    tries = Lockout.create(path)
    for _ in range(FREE_TRIES):
        tries.begin("aysel")
    assert Lockout.running(path).seconds_left("aysel") > 0
    Lockout(path).succeeded("aysel")
    assert Lockout.running(path).seconds_left("aysel") == 0
