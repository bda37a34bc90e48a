"""Registers of a large year: `python -m benchmarks.registers [MEASURES] [MARKS]` (10,000 and 200,000).

Each figure is the median of ROUNDS runs; the floor beside it is one sum over all attendance rows of the same
store in the same run: the least that any total can cost.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import text

from benchmarks.pairs import in_turn
from benchmarks.registers.fill import YEAR, fill
from desk.records.attendance import Mark, Means
from desk.rules.plans import plans
from desk.usecases.attendance import mark
from desk.usecases.employees import by_badge
from desk.usecases.measures import find_measures, measures_of, sums_of
from desk.usecases.trainings import find_trainings, stated_beside, totals_of, trainings_of
from tests.desks import make

ROUNDS = 7


def _seconds(what: Callable[[], object]) -> float:
    began = perf_counter()
    what()
    return perf_counter() - began


def main() -> None:
    """Fill a desk and measure what the screens and the report ask for."""
    measures = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    marks = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    with TemporaryDirectory() as folder:
        desk = make(Path(folder) / "desk").open()
        versions, took = fill(desk, plans()[0], measures, marks)
        print(f"{versions} versions merged in {took:.1f} s, {took / versions * 1e6:.0f} µs each")

        def floor() -> object:
            with desk.store.read() as connection:
                return connection.execute(text("SELECT sum(present) FROM attendance")).scalar()

        print(f"attendance rows present: {floor()}")
        session = trainings_of(desk, YEAR)[0]
        holder = by_badge(desk, "B-00001")
        asked: dict[str, Callable[[], object]] = {
            **{f"totals by {by or 'all'}": lambda by=by: totals_of(desk, YEAR, by) for by in _BY},  # type: ignore[misc]
            "stated beside computed": lambda: stated_beside(desk, YEAR),
            "sums of measures": lambda: sums_of(desk, YEAR),
            "all measures": lambda: measures_of(desk, YEAR),
            "measures of a clause": lambda: measures_of(desk, YEAR, "8.6"),
            "all sessions": lambda: trainings_of(desk, YEAR),
            "screen of measures": lambda: find_measures(desk, YEAR, text="tedbir 77"),
            "screen of sessions": lambda: find_trainings(desk, YEAR, "movzu 7"),
        }
        for name, what in asked.items():
            what()
            print(in_turn(lambda: _seconds(floor), lambda: _seconds(what), ROUNDS).line(name, "s"))  # noqa: B023
        if holder is not None:
            once = _seconds(lambda: mark(desk, session.id, session.form, holder, Mark.left, Means.scanned))
            print(f"one mark at the door: {once * 1000:.1f} ms")
        desk.close()


_BY = ("", "clause", "topic", "programme", "unit", "person", "training")

if __name__ == "__main__":
    main()
