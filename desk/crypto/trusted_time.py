"""What time it is at least, when the computer's clock may have been set by anybody."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desk.crypto.encoding import instant
from desk.crypto.files import replace_file

TOLERANCE = timedelta(minutes=5)
_LATEST = datetime.max.replace(tzinfo=UTC)


def utc_now() -> datetime:
    """The computer's clock, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Reading:
    """A trusted moment in UTC; `clock_suspect`: the computer's clock is over 5 minutes behind it."""

    at: datetime
    clock_suspect: bool


class TrustedTime:
    """The latest of the computer's clock, and what was last known plus the time that ran since.

    It never stands still, and it never goes back, except that central's word is taken over what was stored:
    a clock once set to 2036 must not end everybody's validity for ten years.
    """

    def __init__(
        self,
        stored: datetime | None = None,
        *,
        wall: Callable[[], datetime] = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start from what `stored` was when the program last ran; None at enrolment."""
        self._stored = stored
        self._wall = wall
        self._monotonic = monotonic
        self._since = monotonic()

    @property
    def stored(self) -> datetime | None:
        """What to keep for the next start: the last trusted moment, UTC."""
        return self._stored

    def seen(self, server: datetime) -> None:
        """Take central's time, from an authenticated answer only, at the moment it arrives."""
        self._stored, self._since = server.astimezone(UTC), self._monotonic()

    def read(self) -> Reading:
        """The trusted moment now, and whether the computer's clock is behind it."""
        wall = self._wall().astimezone(UTC)
        now = self._monotonic()
        at = max(wall, self._run_on(now) or wall)
        self._stored, self._since = at, now
        return Reading(at, at - wall > TOLERANCE)

    def at_least(self, moment: datetime) -> None:
        """Take a moment that has passed for certain, from a store that nobody set back."""
        known, self._since = self._run_on(now := self._monotonic()), now
        self._stored = max(moment.astimezone(UTC), known or moment.astimezone(UTC))

    def _run_on(self, now: float) -> datetime | None:
        if self._stored is None:
            return None
        elapsed = timedelta(seconds=max(0.0, now - self._since))
        return self._stored + elapsed if self._stored < _LATEST - elapsed else _LATEST


def load_stored(path: Path) -> datetime | None:
    """The stored moment, or None when there is none to be read; the copy in the store then has to do."""
    try:
        stored = datetime.fromisoformat(json.loads(path.read_bytes())["stored"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return stored if stored.tzinfo else None


def save_stored(path: Path, stored: datetime) -> None:
    """Keep the moment for the next start, before anybody has signed in; raises OSError."""
    replace_file(path, json.dumps({"stored": instant(stored)}).encode() + b"\n")
