"""Thresholds for one list: what strangers made of its own names score against it, kept within the false
alerts.

A fixed set of questions about people who are not on the list is asked; the threshold is where at most
CLEAN of the
strangers, and at most HARD of relatives and namesakes, would be shown. It grows with the list by itself.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from desk.db.restrictions import store
from desk.db.restrictions.answer import Query
from desk.db.restrictions.codec import birth_text
from desk.db.restrictions.lists import RestrictionList
from desk.db.restrictions.row import RestrictionRow
from desk.db.restrictions.store import Connection
from desk.names.birth import parse_birth
from desk.names.errors import LookupInputError

CLEAN, HARD = 0.006, 0.08  # below the 1 % and 10 % that the clerk is promised
# Digits and dashes of the birth date asked: share among travellers, questions put (the tail is in the short).
DATES = {10: (0.86, 150), 4: (0.04, 100), 0: (0.10, 200)}
RELATIVES = 150
LOWEST = -3.0  # points (a score of 0.05); a small list shows doubtful records, but not absurd ones
STRONG_ABOVE = 3.0  # points above the threshold from which a record is called found


def calibrate(connection: Connection, tell: Callable[[int, int], None]) -> None:
    """Derive the thresholds and store them with the list."""
    held = RestrictionList(connection)
    rng = random.Random(held.rows)
    every = sum(count for _, count in DATES.values()) + RELATIVES
    clean: list[tuple[float, float]] = []
    for length, (share, count) in DATES.items():
        ask, before = partial(_stranger, length), len(clean)
        scores = _scores(held, rng, count, ask, _counted(tell, before, every))
        clean += [(score, share / max(1, len(scores))) for score in scores]
    scores = _scores(held, rng, RELATIVES, _relative, _counted(tell, every - RELATIVES, every))
    hard = [(score, 1 / len(scores)) for score in scores]
    possible = max(LOWEST, _limit(clean, CLEAN), _limit(hard, HARD))
    connection.execute("BEGIN IMMEDIATE")
    store.write_about(connection, possible=round(possible, 3), strong=round(possible + STRONG_ABOVE, 3))
    connection.execute("COMMIT")


def _counted(tell: Callable[[int, int], None], before: int, every: int) -> Callable[[int], None]:
    """Return a progress of one part that tells of the whole."""
    return lambda done: tell(before + done, every)


def _limit(scores: list[tuple[float, float]], share: float) -> float:
    """Return the points above which the weights sum to at most this share."""
    above = 0.0
    for score, weight in sorted(scores, reverse=True):
        above += weight
        if above > share:
            return score + 0.001
    return LOWEST


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
        query = ask([held.row(rng.randrange(1, held.rows + 1)) for _ in range(3)], rng)
        try:
            scores.append(held.best_points(query, parse_birth(query.birth_date)))
        except LookupInputError:
            continue
        if done % 50 == 49:
            tell(done + 1)
    return scores


def _stranger(length: int, rows: list[RestrictionRow], rng: random.Random) -> Query:
    """Make a person of one row's surname, another's given name and a third's birth date, moved."""
    one, two, three = rows
    birth = _moved(three.birth_date, rng, 400)[:length]
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
