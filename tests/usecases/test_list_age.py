"""The age of the list, whatever is done to the computer's clock."""

from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.config import Settings
from desk.crypto.trusted_time import TrustedTime, load_stored, save_stored
from desk.records.lookup import ListAge
from desk.rules.limits import list_limit
from desk.usecases.desk import Clock
from desk.usecases.list_age import age_of
from tests.lists import BUILT


class Computer:
    """A computer whose clock anybody may set; the time that the program ran is what really passed."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "time.json"
        save_stored(self.file, BUILT)
        self.wall, self.monotonic, self.ran = BUILT, 0.0, timedelta()
        self.start()

    def start(self) -> None:
        self.monotonic = 0.0
        time = TrustedTime(load_stored(self.file), wall=lambda: self.wall, monotonic=lambda: self.monotonic)
        self.clock = Clock(trusted=time, file=self.file)

    def run(self, hours: float) -> None:
        self.monotonic += hours * 3600
        self.wall += timedelta(hours=hours)
        self.ran += timedelta(hours=hours)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.floats(0, 100)),
        st.tuples(st.just("set"), st.floats(-10_000, 10_000)),
        st.tuples(st.just("restart"), st.floats(0, 100)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(acts=ACTS)
def test_i15_a_clock_set_back_never_makes_the_list_fresher(acts: list[tuple[str, float]]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        computer = Computer(Path(folder))
        before, options = -1, Settings(Path(folder))
        for act, hours in acts:
            if act == "run":
                computer.run(hours)
            elif act == "set":
                computer.wall += timedelta(hours=hours)
            else:
                computer.clock.keep()
                computer.wall += timedelta(hours=hours)
                computer.start()
            state, age = age_of(_Only(computer.clock), options, BUILT)  # type: ignore[arg-type]
            assert age >= before
            assert timedelta(hours=age + 1) > computer.ran
            assert (age >= list_limit().stale_hours) == (state is ListAge.stale)
            before = age


class _Only:
    """A desk of which only the clock matters."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
