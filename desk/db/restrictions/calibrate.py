"""Thresholds for one list: what strangers made of its own names score against it, kept within the false
alerts.

A fixed set of questions about people who are not on the list is asked; the threshold is where at most
CLEAN of the
strangers, and at most HARD of relatives and namesakes, would be shown. It grows with the list by itself.
"""

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial

from desk.db.restrictions import store
from desk.db.restrictions.answer import Query
from desk.db.restrictions.codec import birth_text
from desk.db.restrictions.lists import Known, RestrictionList
from desk.db.restrictions.row import RestrictionRow
from desk.db.restrictions.store import Connection
from desk.names.birth import parse_birth
from desk.names.errors import LookupInputError

HARD = 0.08  # of relatives and namesakes; the clerk is promised 10 %
# By how much of the birth date is asked: the share of strangers who may be shown, and questions put. A name
# without a date meets true namesakes, so more is allowed there (figures: benchmarks/lookup/README.md).
CLEAN = {Known.DATE: (0.008, 350), Known.YEAR: (0.02, 130), Known.NOTHING: (0.03, 130)}
RELATIVES = 150
GROWTH = 1.2
"""Times; past it the thresholds are derived anew from the list as it is."""
LOWEST = -3.0  # points (a score of 0.05); a small list shows doubtful records, but not absurd ones
# Strangers made of the names of a few rows are all namesakes; such a list has the thresholds of common sense.
SMALL = {Known.DATE: -2.0, Known.YEAR: -2.0, Known.NOTHING: -1.5}
FEW = 400  # rows with which the list's own strangers count half
_LENGTH = {Known.DATE: 10, Known.YEAR: 4, Known.NOTHING: 0}


def calibrate(connection: Connection, tell: Callable[[int, int], None]) -> None:
    """Derive the thresholds and store them with the list."""
    held = RestrictionList(connection)
    rng = random.Random(held.rows)
    every = sum(count for _, count in CLEAN.values()) + RELATIVES
    scores = _scores(held, rng, RELATIVES, _relative, _counted(tell, 0, every))
    hard, before, found = max(LOWEST, _limit(scores, HARD)), RELATIVES, {}
    for known, (share, count) in CLEAN.items():
        scores = _scores(held, rng, count, partial(_stranger, known), _counted(tell, before, every))
        found[known] = max(hard if known is Known.DATE else LOWEST, _limit(scores, share))
        before += count
    ends = found[Known.DATE], found[Known.NOTHING]
    found[Known.YEAR] = min(
        max(found[Known.YEAR], min(ends)), max(ends)
    )  # few questions: kept between the others
    share = held.rows / (held.rows + FEW)
    connection.execute("BEGIN IMMEDIATE")
    store.write_about(
        connection,
        calibrated=held.rows,
        **{f"possible_{k.value}": round(share * v + (1 - share) * SMALL[k], 3) for k, v in found.items()},
    )
    connection.execute("COMMIT")


def outgrown(about: Mapping[str, str]) -> bool:
    """Tell whether a list has grown or shrunk so much that its thresholds are those of another list."""
    count, then = int(about["count"]), int(about.get("calibrated", 0))
    return not then / GROWTH <= count <= then * GROWTH


def _counted(tell: Callable[[int, int], None], before: int, every: int) -> Callable[[int], None]:
    """Return a progress of one part that tells of the whole."""
    return lambda done: tell(before + done, every)


def _limit(scores: list[float], share: float) -> float:
    """Return the points that at most this share of the questions reaches."""
    ordered = sorted(scores, reverse=True)
    allowed = int(share * len(ordered))
    return ordered[allowed] + 0.001 if allowed < len(ordered) else LOWEST


def _scores(
    held: RestrictionList,
    rng: random.Random,
    count: int,
    ask: Callable[[list[RestrictionRow], random.Random], Query],
    tell: Callable[[int], None],
) -> list[float]:
    """Return the best points of each question about somebody who is not on the list."""
    scores: list[float] = []
    for done in range(count):
        if not held.rows:
            break
        query = ask([held.row(held.rid_from(rng.randrange(1, held.rows + 1))) for _ in range(3)], rng)
        try:
            scores.append(held.best_points(query, parse_birth(query.birth_date)))
        except LookupInputError:
            continue
        if done % 50 == 49:
            tell(done + 1)
    return scores


def _stranger(known: Known, rows: list[RestrictionRow], rng: random.Random) -> Query:
    """Make a person of one row's surname, another's given name and a third's birth date, moved."""
    one, two, three = rows
    birth = _moved(three.birth_date, rng, 400)[: _LENGTH[known]]
    name = f"{one.surname or _word(one, 0)} {two.given_names or _word(two, 1)}"
    citizenship = (one.citizenship or "") if rng.random() < 0.8 else ""
    return Query(name=name, birth_date=birth, citizenship=citizenship)


def _relative(rows: list[RestrictionRow], rng: random.Random) -> Query:
    """Make a namesake, or a brother or sister, born in another year."""
    one, two, _ = rows
    given = (one if rng.random() < 0.5 else two).given_names
    name = f"{one.surname} {given} {one.patronymic}".strip() or (
        one.other_names[0] if one.other_names else ""
    )
    return Query(
        name=name, birth_date=_moved(one.birth_date, rng, 8000, 730), citizenship=one.citizenship or ""
    )


def _word(row: RestrictionRow, place: int) -> str:
    """Return a word of a name whose parts the list does not tell apart."""
    words = (row.other_names[0] if row.other_names else row.surname or row.given_names).split()
    return words[min(place, len(words) - 1)] if words else ""


def _moved(text: str | None, rng: random.Random, most: int, least: int = 0) -> str:
    """Return the date moved by least to most days either way; a made one when there is none."""
    known = parse_birth(text)
    start = (
        date(known.year, known.month or rng.randrange(1, 13), known.day or rng.randrange(1, 29))
        if known
        else None
    )
    start = start or date(1950, 1, 1) + timedelta(days=rng.randrange(18000))
    moved = start + timedelta(days=rng.choice((-1, 1)) * rng.randint(least, most))
    return birth_text(moved.year * 10000 + moved.month * 100 + moved.day) or ""
