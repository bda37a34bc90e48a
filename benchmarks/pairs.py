"""How all figures are taken: two things in turn in one run, a ratio a pair, the median of the ratios."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Ratio:
    """The median of paired ratios and what it was made of; `floor` and `subject` are medians."""

    ratio: float
    floor: float
    subject: float
    best: float
    worst: float
    pairs: int

    def line(self, name: str, unit: str) -> str:
        """One line of a report."""
        return (
            f"{name}: {self.ratio:.2f}x (best {self.best:.2f}, worst {self.worst:.2f}, {self.pairs} pairs); "
            f"floor {self.floor:.3g} {unit}, subject {self.subject:.3g} {unit}"
        )


def ratios(floors: list[float], subjects: list[float]) -> Ratio:
    """The ratio of measures that were taken in turn."""
    each = [subject / floor for floor, subject in zip(floors, subjects, strict=True)]
    return Ratio(median(each), median(floors), median(subjects), min(each), max(each), len(each))


def in_turn(floor: Callable[[], float], subject: Callable[[], float], pairs: int) -> Ratio:
    """Measure both in turn, the order changing from pair to pair."""
    floors, subjects = [], []
    for turn in range(pairs):
        if turn % 2:
            subjects.append(subject())
            floors.append(floor())
        else:
            floors.append(floor())
            subjects.append(subject())
    return ratios(floors, subjects)
