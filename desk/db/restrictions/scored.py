"""Candidates by name with their points, and what a crowd of namesakes takes off each of them."""

import math
from bisect import bisect_left
from typing import NamedTuple

from desk.db.restrictions.fetch import Name
from desk.names.align import Alignment
from desk.names.birth import Birth
from desk.names.features import Dates, rarity
from desk.names.score import points

_AS_NEAR = 0.3  # ln; names within it of one another are equally near
_SAME_WORD = 0.95  # likeness of a word to itself in another spelling
_MOST_COUNTED = 40  # of the best candidates; whether there are more namesakes makes no difference


class Scored(NamedTuple):
    """A candidate by name: its points, which division of the asked name it is, and what the points are of."""

    points: float
    name: Name
    alignment: Alignment
    division: int
    features: dict[str, float]


def crowded(scored: list[Scored], birth: Birth | None) -> list[Scored]:
    """Return the candidates, best first, each with the points for how many others are named as nearly."""
    scored.sort(key=lambda each: -each.points)
    near = sorted(rarity(each.alignment) for each in scored[:_MOST_COUNTED])
    name = f"namesakes_{'undated' if birth is None else 'dated'}"
    found = []
    for each in scored:
        alike = max(1, len(near) - bisect_left(near, rarity(each.alignment) - _AS_NEAR))
        each.features[name] = math.log(alike)
        found.append(each._replace(points=each.points + points({name: each.features[name]})))
    return sorted(found, key=lambda each: -each.points)


def fits(scored: Scored, birth: Birth | None) -> bool:
    """Tell whether nothing that was asked contradicts the record: every word is in it, the rest is the same
    or not known."""
    alignment = scored.alignment
    if len(alignment.pairs) < len(alignment.asked):
        return False
    if any(alignment.value(pair) < _SAME_WORD for pair in alignment.pairs):
        return False
    return Dates.of(birth, scored.name.born).kind != "far" and "citizenship_different" not in scored.features
