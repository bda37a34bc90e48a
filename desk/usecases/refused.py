"""Refused sign-ins and sign-outs as changes of the log; the refused ones wait in a file until it opens."""

from contextlib import suppress
from dataclasses import dataclass
from os import urandom

from desk.config import Settings
from desk.crypto import refused_tries
from desk.crypto.refused_tries import TriesAlteredError, Try
from desk.db import changes, facts
from desk.db.store import Connection, StoreFailed
from desk.records.audit import Leaving, SessionClosed, SignInRefused, TriesAltered
from desk.records.wire import Change
from desk.usecases.acts import keep_copies, signed
from desk.usecases.desk import Desk

_KEY = "refused_key"
_BEFORE = "refused_before"
_TAKEN = "refused_taken"


def note_refused(desk: Desk, settings: Settings) -> None:
    """Write what the file of refused sign-ins says into the log, and begin a new file.

    The next key is in the store before it is in the file; a crash between the two writes nothing twice, for
    the store also keeps the key of before and how much of its file was taken.
    """
    fresh = urandom(32)
    with desk.store.write() as connection:
        found = _found(connection, settings)
        written = _written(connection, desk, found.fresh if found else None)
        before, taken = (found.key, len(found.tries)) if found else ("", 0)
        facts.put(connection, **{_BEFORE: before, _TAKEN: str(taken), _KEY: fresh.hex()})
    keep_copies(desk, *written)
    with suppress(OSError):
        refused_tries.begin(settings.refused, fresh)


@dataclass(frozen=True)
class Found:
    """The tries of a file, by the key that it was begun with, and how many were taken before."""

    key: str
    tries: list[Try]
    taken: int

    @property
    def fresh(self) -> list[Try]:
        """Those that the log does not have."""
        return self.tries[self.taken :]


def _found(connection: Connection, settings: Settings) -> Found | None:
    """What the file says; None where it was altered. A desk that never kept one has nothing to say."""
    key, before = facts.get(connection, _KEY), facts.get(connection, _BEFORE)
    if not key:
        return Found("", [], 0)
    for known, taken in ((key, 0), (before, int(facts.get(connection, _TAKEN, "0")))):
        with suppress(TriesAlteredError, ValueError):
            return Found(known, refused_tries.read(settings.refused, bytes.fromhex(known)), taken)
    return None


def _written(connection: Connection, desk: Desk, tries: list[Try] | None) -> list[Change]:
    if tries is None:
        told = TriesAltered(**signed(desk))
        return [changes.append(connection, desk.witness, "session.altered", f"session:{told.id}", told)]
    written = []
    for one in tries:
        said = SignInRefused(**signed(desk), person=one.person, tried_at=one.at)
        written.append(
            changes.append(connection, desk.witness, "session.refused", f"session:{said.id}", said)
        )
    return written


def leave(desk: Desk, why: Leaving) -> None:
    """Write that the person's work here ended; a store that takes no more lets them go all the same."""
    with suppress(StoreFailed):
        with desk.store.write() as connection:
            told = SessionClosed(**signed(desk), why=why)
            change = changes.append(connection, desk.witness, "session.closed", f"session:{told.id}", told)
        keep_copies(desk, change)
    desk.access.entered(None)
