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
    """The latest of the computer's clock, central's last time plus time run since, and what was last stored.

    It never goes back, except that central's word is taken over what was stored: a clock once set to 2036
    must not end everybody's validity for ten years.
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
        self._server: tuple[datetime, float] | None = None

    @property
    def stored(self) -> datetime | None:
        """What to keep for the next start: the last trusted moment, UTC."""
        return self._stored

    def seen(self, server: datetime) -> None:
        """Take central's time, from an authenticated answer only, at the moment it arrives."""
        self._server = (server.astimezone(UTC), self._monotonic())
        self._stored = self._server[0]

    def read(self) -> Reading:
        """The trusted moment now, and whether the computer's clock is behind it."""
        wall = self._wall().astimezone(UTC)
        at = max(wall, self._stored or wall, self._server_now() or wall)
        self._stored = at
        return Reading(at, at - wall > TOLERANCE)

    def _server_now(self) -> datetime | None:
        if self._server is None:
            return None
        server, since = self._server
        elapsed = timedelta(seconds=max(0.0, self._monotonic() - since))
        return server + elapsed if server < _LATEST - elapsed else _LATEST


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
