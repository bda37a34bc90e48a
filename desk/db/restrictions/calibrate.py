"""Thresholds for one list: what strangers made of its own names score against it, kept within the false
alerts.

Questions about people who are not on the list are asked; the threshold is where at most CLEAN of the
strangers, and at most HARD of relatives and namesakes, would be shown. It grows with the list by itself.
What CLEAN is, and how far the list's own strangers are to be believed, was settled on the benchmark's
development half (benchmarks/lookup/README.md).
"""

import math
import random
from collections.abc import Callable, Mapping, Sequence
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
# By how much of the birth date is asked: the share of strangers who may be shown. A name without a date meets
# true namesakes, so more is allowed there.
CLEAN = {Known.DATE: 0.006, Known.YEAR: 0.015, Known.NOTHING: 0.035}
# Points that this share of strangers reaches over 1,000, 10,000, 100,000 and 1,000,000 rows of the
# benchmark's development half; over 10,000 and 100,000 the upper bound of the share
# (benchmarks/lookup/usual.py). The list's own strangers all bear listed names and are spelled as the list
# spells, real ones are not, so they move these only so far.
USUAL = {
    Known.DATE: (-0.9, 0.05, 0.11, 0.3),
    Known.YEAR: (-2.0, -1.76, 0.78, 0.9),
    Known.NOTHING: (-2.5, -0.03, 1.27, 0.9),
}
OWN = 0.2
FEW = 1000  # rows; of a list of fewer the own strangers are all namesakes
RELATIVES = 150
GROWTH = 1.2
"""Times; past it the thresholds are derived anew from the list as it is."""
LOWEST = -3.0  # points (a score of 0.05); a small list shows doubtful records, but not absurd ones
_TAIL = 0.04  # of the strangers: from these, the highest, the rest of the curve is drawn
_TRIES = 40  # rows looked at for a second one of the same country
_LENGTH = {Known.DATE: 10, Known.YEAR: 4, Known.NOTHING: 0}

Tell = Callable[[int, int], None]
Maker = Callable[[RestrictionList, random.Random], Query]


def questions(rows: int) -> dict[Known, int]:
    """How many strangers are made: fewer where each costs more, so that a build ends in time."""
    return {Known.DATE: 1000, Known.YEAR: 250, Known.NOTHING: 250} if rows < 300_000 else {
        Known.DATE: 600, Known.YEAR: 150, Known.NOTHING: 150
    }  # fmt: skip


def calibrate(connection: Connection, tell: Tell) -> None:
    """Derive the thresholds and store them with the list."""
    held = RestrictionList(connection)
    found = derive(held, tell)
    connection.execute("BEGIN IMMEDIATE")
    store.write_about(
        connection,
        calibrated=held.rows,
        **{f"possible_{known.value}": round(value, 3) for known, value in found.items()},
    )
    connection.execute("COMMIT")


def derive(held: RestrictionList, tell: Tell) -> dict[Known, float]:
    """Return the thresholds of the list as it is, in points."""
    rng = random.Random(held.rows)
    counts = questions(held.rows)
    every, before = sum(counts.values()) + RELATIVES, RELATIVES
    own: dict[Known, float] = {}
    hard = limit(_scores(held, rng, RELATIVES, _relative, _counted(tell, 0, every)), HARD, HARD)
    for known, count in counts.items():
        scores = _scores(held, rng, count, partial(_stranger, known), _counted(tell, before, every))
        own[known] = limit(scores, CLEAN[known], _TAIL)
        before += count
    found = {known: settled(known, value, held.rows) for known, value in own.items()}
    found[Known.DATE] = max(hard, found[Known.DATE])
    ends = found[Known.DATE], found[Known.NOTHING]
    found[Known.YEAR] = min(max(found[Known.YEAR], min(ends)), max(ends))
    return {known: max(LOWEST, value) for known, value in found.items()}


def settled(known: Known, own: float, rows: int) -> float:
    """Return the threshold between what is usual for so many rows and what the list's own strangers say."""
    place = min(max(math.log10(max(rows, 1)) - 3, 0.0), 3.0)
    low = min(int(place), 2)
    usual = USUAL[known][low] + (place - low) * (USUAL[known][low + 1] - USUAL[known][low])
    trust = OWN * rows / (rows + FEW)
    return (1 - trust) * usual + trust * own


def outgrown(about: Mapping[str, str]) -> bool:
    """Tell whether a list has grown or shrunk so much that its thresholds are those of another list."""
    count, then = int(about["count"]), int(about.get("calibrated", 0))
    return not then / GROWTH <= count <= then * GROWTH


def _counted(tell: Tell, before: int, every: int) -> Callable[[int], None]:
    """Return a progress of one part that tells of the whole."""
    return lambda done: tell(before + done, every)


def limit(scores: Sequence[float], share: float, tail: float) -> float:
    """Return the points that this share of the questions reaches, from the shape of the highest of them.

    A handful of questions above the limit would move it by a point or two: the highest `tail` of them count.
    """
    ordered = sorted(scores, reverse=True)
    place = int(tail * len(ordered))
    if place >= len(ordered) or not ordered:
        return LOWEST
    base = ordered[place]
    slope = sum(score - base for score in ordered[:place]) / max(1, place)
    return base + slope * math.log(tail / share) + 0.001


def _scores(
    held: RestrictionList, rng: random.Random, count: int, make: Maker, tell: Callable[[int], None]
) -> list[float]:
    """Return the best points of each question about somebody who is not on the list."""
    scores: list[float] = []
    for done in range(count if held.rows else 0):
        query = make(held, rng)
        try:
            scores.append(held.best_points(query, parse_birth(query.birth_date)))
        except LookupInputError:
            continue
        if done % 50 == 49:
            tell(done + 1)
    return scores


def _any(held: RestrictionList, rng: random.Random) -> RestrictionRow:
    """Return a row of the list."""
    return held.row(held.rid_from(rng.randrange(1, held.rows + 1)))


def _compatriot(held: RestrictionList, rng: random.Random, one: RestrictionRow) -> RestrictionRow:
    """Return another row of the same country, or any when there is hardly one."""
    for _ in range(_TRIES):
        two = _any(held, rng)
        if two.citizenship == one.citizenship and two.id != one.id and two.sex == one.sex:
            return two
    return _any(held, rng)


def _stranger(known: Known, held: RestrictionList, rng: random.Random) -> Query:
    """Make a person of one row's surname, a compatriot's given name and a third's birth date, moved."""
    one = _any(held, rng)
    two, three = _compatriot(held, rng, one), _any(held, rng)
    birth = _moved(three.birth_date, rng, 400)[: _LENGTH[known]]
    name = f"{one.surname or _word(one, 0)} {two.given_names or _word(two, 1)}"
    citizenship = (one.citizenship or "") if rng.random() < 0.8 else ""
    return Query(name=name, birth_date=birth, citizenship=citizenship)


def _relative(held: RestrictionList, rng: random.Random) -> Query:
    """Make a namesake, or a brother or sister, born in another year."""
    one, two = _any(held, rng), _any(held, rng)
    given = (one if rng.random() < 0.5 else two).given_names
    name = f"{one.surname} {given} {one.patronymic}".strip() or (
        one.other_names[0] if one.other_names else ""
    )
    birth = _moved(one.birth_date, rng, 8000, 730)
    return Query(name=name, birth_date=birth, citizenship=one.citizenship or "")


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
