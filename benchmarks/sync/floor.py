"""What a page of the feed costs the desk beside the bare driver: processor time a row, one thread, no line.

python -m benchmarks.sync.floor [PAGES]: the floor is the insert of the same rows into the same encrypted
tables, with the commit; above it stand reading the page, validating every row, and what is noted besides.
"""

import gc
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

from desk import collector
from desk.db import visits
from desk.db.cursors import Cursor
from desk.db.store import Store
from desk.records.base import canonical, new_id, utc_now
from desk.records.person import DocumentKind
from desk.records.visit import Visit
from desk.records.wire import PULL_EVENTS, Event, Page
from desk.sync import merge
from tests.sync.stores import blank_store

T = TypeVar("T")


@dataclass
class Spent:
    """Microseconds of processor time a row, by what they went into."""

    of: dict[str, list[float]] = field(default_factory=dict)

    def on(self, what: str, act: Callable[[], T]) -> T:
        """Do something and write down what it cost."""
        begun = time.process_time()
        done = act()
        self.of.setdefault(what, []).append((time.process_time() - begun) * 1e6 / PULL_EVENTS)
        return done


def _visit(number: int) -> Visit:
    return Visit(
        id=new_id(), number=f"Q-26-GNC2-{number:06d}-7", person_id=new_id(), office="GNC", desk="GNC2",
        clerk="clerk-GNC", clerk_name="Nümunə", registered_at=utc_now(), procedure="registration",
        surname=f"Nümunəvi{number}", given_name="Şəxs", birth_date=date(1990, 1, 31), citizenship="TUR",
        document_kind=DocumentKind.passport, document_number="U12345678",
    )  # fmt: skip


def _page(made: list[Visit], after: int, cursor: Cursor) -> bytes:
    events = [
        Event(n=after + at, scope=cursor.scope, kind="visit.registered", stream=f"visit:{one.id}",
              change_id=new_id(), body=canonical(one))
        for at, one in enumerate(made, 1)
    ]  # fmt: skip
    last = after + len(made)
    page = Page(epoch=cursor.epoch, events=events, next=last, head=last, as_of=utc_now())
    return page.model_dump_json().encode()


def _bare(store: Store, made: list[Visit]) -> Callable[[], None]:
    """The insert of the same rows by the driver, their values ready."""
    statement = visits._INSERT
    rows = [statement._bound(visits._row(one, None, 1)) for one in made]

    def insert() -> None:
        raw: Any = store._raw
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(statement.sql, rows)
        raw.execute("COMMIT")

    return insert


def main(pages: int) -> None:
    """Print the medians, and the whole as a ratio to the bare insert."""
    spent, place = Spent(), Cursor("office:GNC", new_id(), 0)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        ours, bare = blank_store(Path(name) / "ours.db"), blank_store(Path(name) / "bare.db")
        for number in range(pages):
            made = [_visit(number * PULL_EVENTS + at) for at in range(PULL_EVENTS)]
            raw, insert = _page(made, place.after, place), _bare(bare, made)
            gc.collect()
            collector.settle()
            page = spent.on("reading the page", partial(Page.model_validate_json, raw))
            place = spent.on("applying it", partial(merge.apply_page, ours, page, place)).cursor
            spent.on("validating", partial(merge.read_visits, page.events))
            spent.on("bare insert", insert)
        ours.close()
        bare.close()
    found = {what: median(each) for what, each in spent.of.items()}
    floor, validated = found.pop("bare insert"), found.pop("validating")
    for what, cost in found.items():
        print(f"{what}: {cost:.1f} us a row")
    whole = sum(found.values())
    print(f"whole {whole:.1f} us a row, {validated:.1f} of them to validate it")
    print(f"bare insert of the same rows {floor:.1f}: {whole / floor:.2f}x")


if __name__ == "__main__":
    main(int((*sys.argv[1:2], "10")[0]))
