"""Slowing down whoever guesses passwords at the keyboard: by count, on a clock that nobody can set.

Against a copied disk only the cost of Argon2id helps; this file is not signed and says so.
"""

import json
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from desk.crypto.files import replace_file

FREE_TRIES = 5
LAST_TRY = 10
LONGEST_WAIT = 60.0


class LockCode(StrEnum):
    """Why a try is not allowed now."""

    wait = "wait"
    locked = "locked"
    """Only a supervisor's slot or central lets the person in again."""


class LockedOutError(Exception):
    """A try is not allowed: `wait` with the seconds left, or `locked`."""

    def __init__(self, code: LockCode, seconds: float = 0.0) -> None:
        """Keep the code and the seconds to wait."""
        super().__init__(code.value)
        self.code = code
        self.seconds = seconds


def wait_after(failures: int) -> float:
    """Seconds to wait before the next try after so many failures in a row: 0, then 1, 2, 4 ... 60."""
    if failures < FREE_TRIES:
        return 0.0
    return min(LONGEST_WAIT, 2.0 ** (failures - FREE_TRIES))


class Lockout:
    """Failed tries in a row of each person, kept on the disk; a restart begins the wait anew.

    A try is counted before the password is looked at, so that killing the program does not undo it. When
    the disk takes no more, counting goes on in memory: a full disk must not keep people from their work.
    """

    def __init__(self, path: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Read the counts; a file that is not there or unreadable gives everybody no free tries, not all."""
        self._path = path
        self._monotonic = monotonic
        self._otherwise = 0
        self._failures: dict[str, int] = {}
        self._since: dict[str, float] = {}
        self._unwritten = False
        self._read()
        self._start = monotonic()

    @classmethod
    def create(cls, path: Path, monotonic: Callable[[], float] = time.monotonic) -> "Lockout":
        """A new file without failures, made at enrolment; raises OSError."""
        replace_file(path, _document({}, 0))
        return cls(path, monotonic)

    @classmethod
    def running(cls, path: Path) -> "Lockout":
        """The one of this program run: waits go on from one try to the next, counts are read anew."""
        known = _RUNNING.get(path)
        if known is None:
            known = _RUNNING[path] = cls(path)
        elif not known._unwritten:
            known._read()
        return known

    def failures(self, person: str) -> int:
        """Failed tries in a row."""
        return self._failures.get(person, self._otherwise)

    def seconds_left(self, person: str) -> float:
        """Seconds until the next try is allowed; infinite when locked."""
        failures = self.failures(person)
        if failures >= LAST_TRY:
            return float("inf")
        waited = self._monotonic() - self._since.get(person, self._start)
        return max(0.0, wait_after(failures) - max(0.0, waited))

    def begin(self, person: str) -> None:
        """Count a try as failed before it is made; raises LockedOutError when it is not allowed now."""
        left = self.seconds_left(person)
        if left == float("inf"):
            raise LockedOutError(LockCode.locked)
        if left > 0:
            raise LockedOutError(LockCode.wait, left)
        self._set(person, self.failures(person) + 1)
        self._since[person] = self._monotonic()

    def failed(self, person: str) -> None:
        """Begin the wait now: the try took time, which is not part of it."""
        self._since[person] = self._monotonic()

    def succeeded(self, person: str) -> None:
        """Forget the failures: the password was right, or a supervisor or central vouched for the person."""
        self._set(person, 0)

    def _set(self, person: str, failures: int) -> None:
        self._failures[person] = failures
        self._unwritten = True
        with suppress(OSError):
            replace_file(self._path, _document(self._failures, self._otherwise))
            self._unwritten = False

    def _read(self) -> None:
        try:
            values = json.loads(self._path.read_bytes())
            self._failures = {str(person): max(0, int(n)) for person, n in values["failures"].items()}
            self._otherwise = max(0, int(values["otherwise"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            self._failures = {}
            self._otherwise = FREE_TRIES


def _document(failures: dict[str, int], otherwise: int) -> bytes:
    return json.dumps({"failures": failures, "otherwise": otherwise}, sort_keys=True).encode() + b"\n"


_RUNNING: dict[Path, Lockout] = {}
