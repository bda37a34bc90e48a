"""The desk's own lookup as the benchmark sees it: five candidates with their points, whatever the
threshold."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.lookup.material import Ask
from benchmarks.lookup.measure import Shown
from desk.db.restrictions.answer import Query
from desk.db.restrictions.build import build, remove
from desk.db.restrictions.codec import unpack_id
from desk.db.restrictions.lists import Known, RestrictionList
from desk.db.restrictions.row import Manifest, RestrictionRow
from desk.db.restrictions.store import RID_MASK
from desk.names.birth import parse_birth
from desk.names.errors import LookupInputError

KEY = b"k" * 32
DAY = 20260601


def index(path: Path, rows: list[RestrictionRow], variants: list[str]) -> tuple[RestrictionList, float]:
    """Build the list; return it and the seconds."""
    remove(path)
    start = time.perf_counter()
    build(path, KEY, rows, Manifest(1, datetime.now(UTC), len(rows)), variants=variants)
    seconds = time.perf_counter() - start
    return RestrictionList.open(path, KEY), seconds


def ask_all(held: RestrictionList, questions: Iterable[Ask]) -> tuple[list[Shown], list[float], list[float]]:
    """Return what is shown for each question without a threshold, and the wall and processor seconds."""
    shown, seconds, processor = [], [], []
    for ask in questions:
        query = Query(name=ask.name, birth_date=ask.birth or "", citizenship=ask.citizenship or "")
        start, busy = time.perf_counter(), time.process_time()
        try:
            words = held._words(query, False)
            scored = held._by_name(words, query, parse_birth(query.birth_date), DAY)[1]
        except LookupInputError:
            scored = []
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
        best = []
        for each in scored[:5]:
            (identity,) = held.connection.execute(
                "SELECT id FROM restriction WHERE rid = ?", (each.name.nid & RID_MASK,)
            ).fetchone()
            best.append((each.points, unpack_id(identity)))
        shown.append(Shown(ask, best))
    return shown, seconds, processor


def above_built(held: RestrictionList, shown: Shown) -> Shown:
    """Return the points above the threshold that the list itself has for such a question."""
    least = held.thresholds[Known.of(parse_birth(shown.ask.birth))]
    return Shown(shown.ask, [(points - least, identity) for points, identity in shown.best])
