"""Token buckets: how often one desk, or one unknown address, may ask this worker."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from math import ceil

from central.problem import Problem

KEPT = 10_000
"""Buckets remembered; the longest unused goes first."""


class Buckets:
    """A bucket for every key, refilled at `rate` a second up to `burst`."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self.burst = burst
        self.clock = clock
        self._level: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def take(self, key: Hashable) -> None:
        """Take one from the bucket of `key`; raise 429 with Retry-After (seconds) when it is empty."""
        now = self.clock()
        level, before = self._level.pop(key, (self.burst, now))
        level = min(self.burst, level + (now - before) * self.rate)
        allowed = level >= 1
        self._level[key] = (level - 1 if allowed else level, now)
        if len(self._level) > KEPT:
            self._level.popitem(last=False)
        if not allowed:
            raise Problem(429, "too_many_requests", retry_after=max(1, ceil((1 - level) / self.rate)))
