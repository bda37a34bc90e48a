"""Lists, filters and search over a register of 100,000 appeals on one desk: `python -m benchmarks.cases [n]`.

The floor is reading one row by its key from the same store in the same run; each figure is measured in turn
with it. What a person waits for, from key to settled screen, is `python -m benchmarks.cases.keys`.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.cases.fill import TODAY, filled
from benchmarks.pairs import in_turn
from desk.db import case_lists
from desk.db.case_lists import FILTERS, Wish
from desk.records.number import Number

PAIRS = 31
TEXTS = ("a", "ma", "mam", "Мамедов", "qeydiyyat", "qeydiyyat mammadov")


def _seconds(what: Callable[[], int]) -> float:
    began = perf_counter()
    what()
    return (perf_counter() - began) * 1000


def main() -> None:
    """Fill a desk and measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder:
        began = perf_counter()
        desk = filled(Path(folder) / "desk", count).open()
        print(f"{count} appeals filled in {perf_counter() - began:.1f} s")
        wish, number = Wish("appeal", "aysel", TODAY), str(Number("A", 21, "GNC2", 1))

        def listed(chosen: str, text: str = "") -> int:
            with desk.store.read() as connection:
                return len(case_lists.listed(connection, wish, chosen, text))

        def one() -> int:
            with desk.store.read() as connection:
                return int(case_lists.by_number(connection, number) is not None)

        def board() -> int:
            with desk.store.read() as connection:
                case_lists.nearest(connection, "appeal", 5)
                return len(case_lists.counts(connection, wish, ("overdue", "today", "week")))

        def told(name: str, what: Callable[[], int]) -> None:
            what()
            line = in_turn(lambda: _seconds(one), lambda: _seconds(what), PAIRS).line(name, "ms")
            print(f"{line}; {what()} rows")

        for name in FILTERS:
            told(f"filter {name}", lambda name=name: listed(name))  # type: ignore[misc]
        for text in (*TEXTS, number):
            told(f"search {text}", lambda text=text: listed("all", text))  # type: ignore[misc]
        told("search qeydiyyat, overdue", lambda: listed("overdue", "qeydiyyat"))
        told("home's board", board)
        desk.close()


if __name__ == "__main__":
    main()
