"""Lists, filters and search over a register of 100,000 appeals on one desk: `python -m benchmarks.cases [n]`.

The floor is reading one row by its key from the same store in the same run.
"""

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import insert

from central.sample.appeals import appeals
from desk.db import case_files, case_lists
from desk.db.case_lists import FILTERS, Wish
from desk.db.tables import case_file
from desk.lang import BAKU
from desk.records.appeal import Appeal
from desk.records.base import new_id
from desk.records.number import Number
from desk.rules.calendar import Calendar
from desk.usecases.desk import Desk
from tests.desks import make

TODAY = date(2026, 11, 20)


def _fill(desk: Desk, count: int) -> None:
    days, rows = Calendar(), []
    for n, plan in enumerate(appeals(1, 2026, count)):
        received = TODAY - timedelta(days=n * 1800 // count)
        record = Appeal(
            **dict(plan.card)
            | {
                "id": new_id(),
                "number": str(Number("A", received.year % 100, "GNC2", n + 1)),
                "received_on": received,
                "office": "GNC",
                "desk": "GNC2",
                "clerk": "aysel",
                "clerk_name": "Aysel",
                "registered_at": datetime.combine(received, datetime.min.time(), BAKU),
            }
        )
        row = case_files.row_of(case_files.derive(record, []), [], days)
        old = n % 50 != 0
        rows.append(row | ({"due_on": None, "due_rule": "", "state": "closed"} if old else {}))
    with desk.store.write() as connection:
        connection.execute(insert(case_file), rows)


def _told(name: str, what: Callable[[], int]) -> None:
    found, times = what(), []
    for _ in range(30):
        began = perf_counter()
        what()
        times.append((perf_counter() - began) * 1000)
    print(
        f"{name:28} {found:5} rows  median {median(times):7.2f} ms  p95 {quantiles(times, n=20)[-1]:7.2f} ms"
    )


def main() -> None:
    """Fill a desk and measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder:
        desk = make(Path(folder) / "desk").open()
        began = perf_counter()
        _fill(desk, count)
        print(f"{count} appeals filled in {perf_counter() - began:.1f} s")
        wish = Wish("appeal", "aysel", TODAY)

        def listed(chosen: str, text: str = "") -> int:
            with desk.store.read() as connection:
                return len(case_lists.listed(connection, wish, chosen, text))

        def one() -> int:
            with desk.store.read() as connection:
                return int(case_lists.by_number(connection, str(Number("A", 26, "GNC2", 1))) is not None)

        def board() -> int:
            with desk.store.read() as connection:
                return len(case_lists.counts(connection, wish, ("overdue", "today", "week")))

        _told("floor: one row by number", one)
        for name in FILTERS:
            _told(f"filter {name}", lambda name=name: listed(name))  # type: ignore[misc]
        for text in (
            "a",
            "mam",
            "Мамедов",
            "qeydiyyat",
            "qeydiyyat mammadov",
            str(Number("A", 26, "GNC2", 1)),
        ):
            _told(f"search {text}", lambda text=text: listed("all", text))  # type: ignore[misc]
        _told("home's line of terms", board)
        desk.close()


if __name__ == "__main__":
    main()
