"""Candidate names out of the inverted index: any two words, or one word with the birth date."""

import math
from collections.abc import Iterable, Sequence
from itertools import combinations, count
from typing import NamedTuple

from desk.db.restrictions.codec import unpack_tokens
from desk.db.restrictions.store import ALIAS_BITS, RID_MASK, Connection
from desk.db.restrictions.vocabulary import Vocabulary
from desk.db.restrictions.words import base36
from desk.names.align import Near
from desk.names.birth import Birth, slip_dates, slip_years
from desk.names.forms import Forms

MOST_READ = 4000  # names read for one query
MOST_SCORED = 120
_MOST_TERMS = 40  # listed words looked up for one asked word
_FEW = 400  # expected names of a pair below which the year is not worth an index term


class Name(NamedTuple):
    """One listed name with what the score needs."""

    nid: int
    tokens: list[tuple[int, int]]
    birth: int | None
    citizenship: str | None
    sex: str | None

    @property
    def born(self) -> Birth | None:
        """Return the birth date as far as the list has it."""
        return Birth.of(self.birth) if self.birth else None


_SELECT = f"""
SELECT p.rowid, coalesce(a.tokens, r.tokens), r.birth, r.citizenship, r.sex
FROM posting p JOIN restriction r ON r.rid = (p.rowid & {RID_MASK}) LEFT JOIN alias a ON a.nid = p.rowid
WHERE p.posting MATCH ? AND r.first_day <= ? AND r.last_day >= ? LIMIT {MOST_READ}
"""  # noqa: S608 - a constant
_ONE = """
SELECT coalesce(a.tokens, r.tokens), r.birth, r.citizenship, r.sex
FROM restriction r LEFT JOIN alias a ON a.nid = :nid
WHERE r.rid = :rid AND (a.nid IS NOT NULL OR :nid = :rid)
"""


def fetch(
    connection: Connection,
    vocabulary: Vocabulary,
    sets: Sequence[dict[int, Near]],
    extra: Sequence[dict[int, Near]],
    birth: Birth | None,
    today: int,
    initials: Sequence[Forms] = (),
) -> list[Name]:
    """Return the most promising names; `extra` are joined or split words, searched together with the rest.

    `initials` only rank: a letter is in too many names to be searched by.
    """
    found: dict[int, Name] = {}
    years = {*slip_years(birth.year), 0} if birth else set()
    for match in _matches(vocabulary, [near for near in sets if near], extra, birth):
        for nid, tokens, born, citizenship, sex in connection.execute(_SELECT, (match, today, today)):
            if nid not in found and (birth is None or (born or 0) // 10000 in years):
                found[nid] = Name(nid, unpack_tokens(tokens), born, citizenship, sex)
    names = list(found.values())
    if len(names) <= MOST_SCORED:
        return names
    numbers = {number for name in names for number, _ in name.tokens} if initials else set()
    short = [vocabulary.abbreviated(initial, numbers) for initial in initials]
    return _best(names, [*sets, *extra, *short], birth)


def names_of(connection: Connection, rid: int) -> list[Name]:
    """Return every name of one row."""
    found: list[Name] = []
    for nid in count(rid, 1 << ALIAS_BITS):
        row = connection.execute(_ONE, {"nid": nid, "rid": rid}).fetchone()
        if row is None:
            return found
        tokens, *rest = row
        found.append(Name(nid, unpack_tokens(tokens), *rest))
    return found


def _matches(
    vocabulary: Vocabulary, sets: list[dict[int, Near]], extra: Sequence[dict[int, Near]], birth: Birth | None
) -> Iterable[str]:
    """Yield the expressions of the inverted index."""
    years = _any(f"y{year}" for year in [*slip_years(birth.year), 0]) if birth else ""
    for one, two in combinations([*sets, *extra], 2):
        expression = f"{_words(one)} AND {_words(two)}"
        yield f"{expression} AND {years}" if years and _expected(vocabulary, one, two) > _FEW else expression
    every = [*sets, *extra]
    if birth and birth.day:
        dates = _any(f"d{number}" for number in slip_dates(birth))
        if (birth.month, birth.day) == (1, 1) and every:
            yield f"{dates} AND ({' OR '.join(map(_words, every))})"
        else:
            yield dates
        if len(sets) == 1:
            yield f"{_words(sets[0])} AND {years}"
    elif len(sets) == 1:
        yield f"{_words(sets[0])} AND {years}" if years else _words(sets[0])


def _words(near: dict[int, Near]) -> str:
    """Return any of the listed words, the likest first."""
    if len(near) > _MOST_TERMS:
        near = dict(sorted(near.items(), key=lambda item: -item[1].value)[:_MOST_TERMS])
    return _any(f"t{base36(number)}" for number in near)


def _any(terms: Iterable[str]) -> str:
    """Return a disjunction."""
    return f"({' OR '.join(terms)})"


def _expected(vocabulary: Vocabulary, one: dict[int, Near], two: dict[int, Near]) -> float:
    """Return how many names would have both words were they independent."""
    rows = math.exp(vocabulary.log_rows)
    with_one = sum(map(vocabulary.names_with, one))
    with_two = sum(map(vocabulary.names_with, two))
    return with_one * with_two / rows


def _best(names: list[Name], sets: Sequence[dict[int, Near]], birth: Birth | None) -> list[Name]:
    """Keep the names with the greatest quick sum of likeness and birth."""
    value: dict[int, float] = {}
    for near in sets:
        for number, hit in near.items():
            if hit.value > value.get(number, 0.0):
                value[number] = hit.value
    get = value.get
    wanted = birth.number if birth else -1
    year = birth.year if birth else -1

    def quick(name: Name) -> float:
        total = sum([get(number, 0.0) for number, _ in name.tokens])
        born = name.birth
        if born is None:
            return total
        return total + (1.5 if born == wanted else 0.6 if born // 10000 == year else 0.0)

    names.sort(key=quick, reverse=True)
    return names[:MOST_SCORED]
