"""Percentages of counts in tenths of a percent, in whole numbers: no float decides a rounding."""

from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = 1000
"""Tenths of a percent in the whole."""


@dataclass(frozen=True)
class Share:
    """One count's share of all: plainly rounded (half up), and so that all shares add up to 100.0 %."""

    count: int
    plain_tenths: int
    even_tenths: int

    @property
    def plain(self) -> float:
        """Percent, rounded for itself."""
        return self.plain_tenths / 10

    @property
    def even(self) -> float:
        """Percent by the method of largest remainders."""
        return self.even_tenths / 10

    @property
    def differ(self) -> bool:
        """Whether the two ways of rounding say different things, so that both are to be shown."""
        return self.plain_tenths != self.even_tenths


def shares(counts: Sequence[int]) -> list[Share]:
    """The share of each count in their sum; of equal remainders the earlier count is served first.

    Raises ValueError for a negative count; nothing counted gives shares of 0.
    """
    if any(count < 0 for count in counts):
        raise ValueError("a count is negative")
    total = sum(counts)
    if not total:
        return [Share(0, 0, 0) for _count in counts]
    floors = [count * WHOLE // total for count in counts]
    remainders = [count * WHOLE % total for count in counts]
    order = sorted(range(len(counts)), key=lambda place: (-remainders[place], place))
    lucky = set(order[: WHOLE - sum(floors)])
    return [
        Share(count, (count * WHOLE * 2 + total) // (2 * total), floor + (place in lucky))
        for place, (count, floor) in enumerate(zip(counts, floors, strict=True))
    ]
