"""The report of a year of 10,000 entries and 200,000 marks: `python -m benchmarks.report [entries] [marks]`.

The floor is one statement that counts every mark of the year by session, and one that sums every measure by
clause, on the same encrypted store in the same run. The budget is 10 seconds for the whole report.
"""

import sys
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from sqlalchemy import func, select

from benchmarks.pairs import in_turn
from benchmarks.report.fill import YEAR, filled
from desk.db import measure_lists
from desk.db.register_tables import attendance, training
from desk.usecases.desk import Desk
from desk.usecases.report.build import build_report
from desk.usecases.report.write import FORMS, rendered

PAIRS = 5
BUDGET = 10.0


def _floor(desk: Desk) -> float:
    began = perf_counter()
    counted = (
        select(attendance.c.training_id, func.count())
        .select_from(training.join(attendance, attendance.c.training_id == training.c.id))
        .where(training.c.year == YEAR, attendance.c.present)
        .group_by(attendance.c.training_id)
    )
    with desk.store.read() as connection:
        connection.execute(counted).all()
        measure_lists.sums(connection, YEAR)
    return perf_counter() - began


def main() -> None:
    """Fill a desk, build the report in turn with the floor, then write each form of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    marks = int(sys.argv[2]) if len(sys.argv) > 2 else 200_000
    told: list[float] = []
    busy: list[float] = []

    def progress(_done: int, _steps: int) -> None:
        told.append(perf_counter())

    with TemporaryDirectory() as folder:
        began = perf_counter()
        desk = filled(Path(folder) / "desk", count, marks).open()
        print(f"{count} entries and {marks} marks filled in {perf_counter() - began:.1f} s")

        def build() -> float:
            told.clear()
            began, worked = perf_counter(), process_time()
            build_report(desk, YEAR, "az", progress)
            busy.append(process_time() - worked)
            return perf_counter() - began

        found = in_turn(lambda: _floor(desk), build, PAIRS)
        print(f"{found.line('report built', 's')}; {median(busy):.2f} s of processor time")
        longest = max((later - earlier for earlier, later in pairwise(told)), default=0.0)
        print(f"progress told {len(told)} times, at most {longest:.2f} s apart")
        report = build_report(desk, YEAR, "az")
        for form in FORMS:
            began = perf_counter()
            size = len(rendered(report, form))
            print(f"{form}: {perf_counter() - began:.2f} s, {size / 1024:.0f} KiB")
        desk.close()
        if found.subject > BUDGET:
            sys.exit(f"over the budget of {BUDGET:.0f} s")


if __name__ == "__main__":
    main()
