"""Recall at the operating point of one matcher on one list: the best threshold that keeps the false
alerts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.lookup.material import Ask

CLEAN, HARD = 0.01, 0.10


@dataclass(frozen=True)
class Shown:
    """What a matcher would show for a question: at most five (score, id), best first."""

    ask: Ask
    best: Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Point:
    """A threshold and what it gives."""

    threshold: float
    recall: float
    recall_first: float
    clean: float
    hard: float


def at(shown: Sequence[Shown], threshold: float) -> Point:
    """Return recall and alerts at a threshold."""
    count: Counter[str] = Counter()
    for each in shown:
        kind = each.ask.kind
        count[kind] += 1
        above = [identity for score, identity in each.best if score >= threshold][:5]
        if kind == "positive":
            count["hit"] += each.ask.target in above
            count["first"] += above[:1] == [each.ask.target]
        elif above:
            count[f"alert_{kind}"] += 1
    positive = max(1, count["positive"])
    return Point(
        threshold,
        count["hit"] / positive,
        count["first"] / positive,
        count["alert_clean"] / max(1, count["clean"]),
        count["alert_hard"] / max(1, count["hard"]),
    )


def operating_point(shown: Sequence[Shown]) -> Point:
    """Return the point of highest recall within the two limits of false alerts."""
    tops: dict[str, list[float]] = {"clean": [], "hard": []}
    for each in shown:
        if each.ask.kind in tops:
            tops[each.ask.kind].append(each.best[0][0] if each.best else float("-inf"))
    limits = []
    for kind, share in (("clean", CLEAN), ("hard", HARD)):
        ordered = sorted(tops[kind], reverse=True)
        allowed = int(share * len(ordered))
        limits.append(ordered[allowed] if allowed < len(ordered) else float("-inf"))
    return at(shown, max(limits) + 1e-9)


def by_family(shown: Sequence[Shown], threshold: float) -> dict[str, tuple[int, int]]:
    """Return hits and questions of each family of spelling and of each change of the date."""
    hits: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for each in shown:
        if each.ask.kind != "positive":
            continue
        above = [identity for score, identity in each.best if score >= threshold][:5]
        for family in each.ask.family.split("/"):
            every[family] += 1
            hits[family] += each.ask.target in above
    return {family: (hits[family], every[family]) for family in sorted(every)}
