"""The score of a candidate: a sum of points through a logistic curve; the points are the explanation.

The weights were fitted by benchmarks/lookup/fit.py on its development half only (see its README).
"""

import math
from collections.abc import Mapping

from desk.names.align import PATRONYMIC_WEIGHT, Alignment
from desk.names.birth import BirthRelation
from desk.names.similar import Likeness
from desk.names.weights import WEIGHTS
from desk.names.words import Role


def name_features(alignment: Alignment, log_rows: float) -> dict[str, float]:
    """Return the name's features; `log_rows` is ln of the number of rows, so that they do not depend on
    it."""
    asked, listed = alignment.asked, alignment.listed
    left_asked = set(range(len(asked)))
    left_listed = set(range(len(listed)))
    bits = covered = covered_listed = 0.0
    own: list[float] = []
    features = {"bias": 1.0}
    for pair in alignment.pairs:
        left_asked.discard(pair.asked)
        left_listed.discard(pair.listed)
        word, other = asked[pair.asked], listed[pair.listed]
        father = Role.PATRONYMIC in (word.role, other.role)
        share = PATRONYMIC_WEIGHT if father else 1.0
        bits += share * min(word.rarity, other.rarity) * max(0.0, (pair.value - 0.6) / 0.4)
        covered += share * word.rarity * pair.value
        covered_listed += share * other.rarity * pair.value
        if father:
            features["father"] = pair.value
        else:
            own.append(pair.value)
        if pair.likeness is Likeness.INITIAL:
            features["initial"] = features.get("initial", 0.0) + 1.0
    rest = sum(_share(asked[i].role) * asked[i].rarity for i in left_asked)
    rest_listed = sum(_share(listed[j].role) * listed[j].rarity for j in left_listed)
    own.sort(reverse=True)
    features["best"] = own[0] if own else 0.0
    features["second"] = own[1] if len(own) > 1 else 0.0
    features["weakest"] = own[-1] if len(own) > 1 else 0.0
    features["words"] = min(len(own), 4) / 4
    features["chance"] = max(-2.0, min(2.0, (log_rows - bits) / 6.0))
    features["asked_left"] = rest / (rest + covered + 0.01)
    features["listed_left"] = rest_listed / (rest_listed + covered_listed + 0.01)
    _leftovers(features, alignment, left_asked, left_listed)
    return features


def _share(role: Role) -> float:
    """Weigh the father's name half."""
    return PATRONYMIC_WEIGHT if role is Role.PATRONYMIC else 1.0


def _leftovers(features: dict[str, float], alignment: Alignment, asked: set[int], listed: set[int]) -> None:
    """Tell a contradiction (both sides have a word left) from a word that only one side has."""
    own_asked = [i for i in asked if alignment.asked[i].role is not Role.PATRONYMIC]
    own_listed = [j for j in listed if alignment.listed[j].role is not Role.PATRONYMIC]
    fathers = len(asked) > len(own_asked) and len(listed) > len(own_listed)
    features["contradiction"] = float(bool(own_asked and own_listed))
    features["father_contradiction"] = float(fathers)
    features["asked_extra"] = float(bool(own_asked) and not own_listed)
    features["listed_extra"] = float(bool(own_listed) and not own_asked)
    if len(alignment.pairs) == 1 and len(alignment.asked) > 1:
        features["single"] = 1.0
    if len(alignment.asked) == 1:
        features["one_word"] = 1.0


def features(
    alignment: Alignment, log_rows: float, birth: BirthRelation, citizenship: int, sex: int
) -> dict[str, float]:
    """Return all features; citizenship and sex are 1 equal, 0 missing, -1 different."""
    found = name_features(alignment, log_rows)
    found[f"birth_{birth.value}"] = 1.0
    if citizenship:
        found["citizenship_equal" if citizenship > 0 else "citizenship_different"] = 1.0
    if sex < 0:
        found["sex_different"] = 1.0
    if found["contradiction"]:
        found[f"contradiction_{'near' if birth in _STRONG else 'far'}"] = 1.0
    if birth in _STRONG:
        found["strong_weakest"] = found["weakest"]
        found["strong_chance"] = found["chance"]
    return found


_STRONG = frozenset({BirthRelation.EQUAL, BirthRelation.SWAPPED, BirthRelation.SLIP})


def points(found: Mapping[str, float]) -> float:
    """Return the sum of points (log odds)."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())


def probability(total: float) -> float:
    """Return the score between 0 and 1 of a sum of points."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
