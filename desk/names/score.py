"""The score of a candidate: a sum of points through a logistic curve; the points are the explanation.

The weights were fitted by benchmarks/lookup/fit.py on its development half only (see its README).
"""

import math
from collections.abc import Mapping

from desk.names.weights import WEIGHTS


def points(found: Mapping[str, float]) -> float:
    """Return the sum of points (log odds)."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())


def probability(total: float) -> float:
    """Return the score between 0 and 1 of a sum of points."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
