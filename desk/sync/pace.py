"""When to try again: full jitter under a doubling cap, central's wish as floor, and never "never"."""

import random
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Pace:
    """The waits of the synchronisation in seconds; tests make them short."""

    cap: float = 300.0
    base: float = 2.0
    idle: float = 30.0
    """Between rounds while all is well; the feed brings what other desks did."""
    spread: float = 30.0
    """The first push after an outage waits up to this, so that all offices do not come back at once."""
    greeting: float = 20.0
    """A hello serves the rounds of so many seconds: a save then reaches central in one request."""
    longest_wish: float = 3600.0
    """A Retry-After above this is cut to it: a mistaken header must not silence a desk for days."""
    dice: random.Random = field(default_factory=random.Random)

    def ceiling(self, failures: int) -> float:
        """The longest wait after so many failures in a row: base, doubled for each further one, capped."""
        # The exponent is bounded before the power is taken: failures grow without end in a long outage.
        return min(self.cap, self.base * 2.0 ** min(max(failures - 1, 0), 60))

    def retry(self, failures: int, retry_after: float = 0.0) -> float:
        """Seconds until the attempt after the given number of failures in a row (1 or more)."""
        floor = min(max(retry_after, 0.0), self.longest_wish)
        return floor + self.dice.uniform(0.0, self.ceiling(failures))

    def between(self, retry_after: float = 0.0) -> float:
        """Seconds until the next round after one that went well, a little irregular."""
        floor = min(max(retry_after, 0.0), self.longest_wish)
        return max(floor, self.idle * self.dice.uniform(0.75, 1.25))

    def first_contact(self) -> float:
        """Seconds to hold back the first push after an outage."""
        return self.dice.uniform(0.0, self.spread)
