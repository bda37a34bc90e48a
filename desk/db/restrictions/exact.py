"""The exact keys of a whole list, put in order in little memory, so that their table fills page by page."""

from array import array
from collections.abc import Iterable, Iterator

_BUCKETS = 256
_HALF = 1 << 31


class ExactKeys:
    """Collects (hash, row) pairs, 8 bytes each, in buckets of the upper byte; sorts one bucket at a time."""

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(_BUCKETS)]

    def add(self, rid: int, hashes: Iterable[int]) -> None:
        """Note the signed 32-bit hashes of one row."""
        for hashed in hashes:
            key = hashed + _HALF
            self._buckets[key >> 24].append(key << 32 | rid)

    def ordered(self) -> Iterator[tuple[int, int]]:
        """Yield every pair in the order of the table."""
        for bucket in self._buckets:
            for pair in sorted(bucket):
                yield (pair >> 32) - _HALF, pair & 0xFFFFFFFF
