"""Settle calibrate.USUAL: how many points strangers of the development half reach over lists of each size.

Usage: python -m benchmarks.lookup.usual PERSONS.TXT WORK_FOLDER SIZE..., after

    python -m benchmarks.lookup PERSONS.TXT OFAC WORK_FOLDER SIZE... --half=dev --seed=41

The strangers are new ones, none of those that the weights were fitted to. The threshold of a kind of question
is the lowest at which the upper bound (95 %) of the share of strangers shown is within calibrate.CLEAN, not
the share that happened to be seen: so the fewer were asked, the more careful it is.
"""

import json
import math
import pickle
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.lookup import material, people
from benchmarks.lookup.__main__ import rows_of
from benchmarks.lookup.ours import KEY
from desk.db.restrictions.answer import Query
from desk.db.restrictions.calibrate import CLEAN
from desk.db.restrictions.lists import Known, RestrictionList
from desk.names.birth import parse_birth
from desk.names.errors import LookupInputError

SEED = 141
DOUBT = 0.05
_SHOWN_OF_DATE = {Known.DATE: 10, Known.YEAR: 4, Known.NOTHING: 0}  # letters of 1980-12-31


def counts(rows: int) -> dict[Known, int]:
    """Return how many strangers are asked about: fewer where each takes longer."""
    if rows >= 1_000_000:
        return {Known.DATE: 3000, Known.YEAR: 800, Known.NOTHING: 1000}
    if rows >= 100_000:
        return {Known.DATE: 4000, Known.YEAR: 1000, Known.NOTHING: 1500}
    return {Known.DATE: 8000, Known.YEAR: 2000, Known.NOTHING: 3000}


def allowed(count: int, share: float, doubt: float = DOUBT) -> int:
    """Return how many of `count` may be shown so that the upper bound (Clopper and Pearson) of the share is
    within `share`; of too few none may.
    """
    below, most = 0.0, 0
    for hits in range(count + 1):
        ways = math.lgamma(count + 1) - math.lgamma(hits + 1) - math.lgamma(count - hits + 1)
        below += math.exp(ways + hits * math.log(share) + (count - hits) * math.log1p(-share))
        if below > doubt:
            break
        most = hits
    return most


def threshold(points: Sequence[float], share: float) -> float:
    """Return the points, in hundredths, that no more than the allowed number of these strangers reach."""
    first_hidden = sorted(points, reverse=True)[allowed(len(points), share)]
    return math.floor(first_hidden * 100 + 1) / 100


def strangers(
    source: people.Source, rng: random.Random, present: set[tuple[str, str, str | None]], known: Known
) -> Iterator[Query]:
    """Yield questions about people of the development half who are not on the list."""
    while True:
        person = source.person(f"usual-{known}-{rng.random()}")
        row = person.row
        if material.half_of(person) != "dev" or (row.surname, row.given_names, row.birth_date) in present:
            continue
        name, _ = material.spelled(person, rng)
        birth = (row.birth_date or "")[: _SHOWN_OF_DATE[known]]
        yield Query(
            name=name, birth_date=birth, citizenship=(row.citizenship or "") if rng.random() < 0.8 else ""
        )


def best(held: RestrictionList, query: Query) -> float | None:
    """Return the points of the best candidate; None for a name that cannot be looked up."""
    try:
        return held.best_points(query, parse_birth(query.birth_date))
    except LookupInputError:
        return None


def main() -> None:
    persons, work, *sizes = sys.argv[1:]
    classes = people.read_classes(Path(persons))
    for size in map(int, sizes):
        present = {(row.surname, row.given_names, row.birth_date) for row in rows_of(Path(work), size)}
        held = RestrictionList.open(Path(work) / f"list-{size}.db", KEY)
        source, rng = people.Source(classes, SEED), random.Random(SEED + 1)
        points: dict[str, list[float]] = {}
        for known, count in counts(size).items():
            asked = (best(held, query) for query in strangers(source, rng, present, known))
            found = (value for value in asked if value is not None)
            points[known] = [value for _, value in zip(range(count), found, strict=False)]
        held.close()
        (Path(work) / f"usual-{size}.pickle").write_bytes(pickle.dumps(points))
        usual = {known: threshold(points[known], CLEAN[known]) for known in counts(size)}
        print(json.dumps({"rows": size, "usual": usual}), flush=True)


if __name__ == "__main__":
    main()
