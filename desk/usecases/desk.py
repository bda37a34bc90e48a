"""The desk as a use case sees it: its store, who it is, and who works at it."""

import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from desk.crypto.signing import DeskKey
from desk.crypto.trusted_time import TrustedTime, save_stored
from desk.db import facts
from desk.db.changes import Author
from desk.db.restrictions.held import HeldList
from desk.db.spool import Spool
from desk.db.spool_errors import SpoolError
from desk.db.store import Connection, Store, StoreFailed
from desk.lang import keep_time
from desk.records.base import utc_now
from desk.records.reference import Clerk, Role
from desk.records.wire import Change
from desk.usecases.access import Access

_DAY = 86_400_000


@dataclass(frozen=True)
class Identity:
    """What enrolment made of this computer."""

    desk: str
    desk_id: UUID
    office: str
    incarnation: UUID
    recovery_key: str
    device: str = "desk"
    """`board` for a wall board, which holds nothing about visitors."""

    @property
    def is_board(self) -> bool:
        """Whether this computer only shows the queue."""
        return self.device == "board"


@dataclass
class Clock:
    """How far central's clock is ahead of this computer's (ms, as last seen), and what time it is.

    `trusted` counts from central's word and runs on by itself, whatever is done to the computer's clock.
    """

    offset: int = 0
    trusted: TrustedTime = field(default_factory=TrustedTime)
    file: Path | None = None

    def keep(self) -> None:
        """Write the trusted moment down for the next start, where signing in has begun to."""
        if self.file is not None and self.file.exists():
            with suppress(OSError):
                save_stored(self.file, self.trusted.read().at)

    _floor: tuple[int, datetime, float] | None = None
    """The offset, the latest moment given, and the running time then."""

    def now(self) -> datetime:
        """Central's time as far as known; a clock set back while the program runs does not turn it back.

        A new offset is central's word and counts instead.
        """
        moment, ran = utc_now() + timedelta(milliseconds=self.offset), time.monotonic()
        if self._floor is not None and self._floor[0] == self.offset:
            moment = max(moment, self._floor[1] + timedelta(seconds=ran - self._floor[2]))
        self._floor = (self.offset, moment, ran)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)  # as utc_now


@dataclass(frozen=True)
class Desk:
    """An open desk with a person signed in."""

    store: Store
    identity: Identity
    clerk: Clerk
    key: DeskKey
    spool: Spool
    clock: Clock = field(default_factory=Clock)
    lost: int = 0
    """Saves that only the sealed copy has: the file is an older one, or was damaged."""
    restrictions: HeldList | None = None
    """The list of restrictions, whichever is held; asked by desk.usecases.lookup only."""
    access: Access = field(default_factory=Access)
    """Whose slot opened the desk, and until when it is good."""
    warning: str = ""
    """Code of why the sealed copy lacked changes when the person signed in; they are all in the store."""
    uncopied: set[str] = field(default_factory=set)
    """Codes of why changes of this run were not sealed, for who does not follow each save."""

    @property
    def author(self) -> Author:
        """Who the changes of this moment are written by.

        Raises StoreFailed on a frozen desk and for a person whose access has ended; delivery asks neither.
        """
        if self.store.frozen:
            raise StoreFailed(self.store.frozen)
        if self.access.revoked:
            raise StoreFailed("access_revoked")
        if self.access.expired(self.clock.trusted.read().at):
            raise StoreFailed("access_expired")
        return self.witness

    @property
    def witness(self) -> Author:
        """Who entries of the audit trail are written by, on a frozen desk too."""
        return Author(self.identity.incarnation, self.clerk.id, self.clock.offset, tuple(self.clerk.roles))

    def keep_copy(self, change: Change) -> str:
        """Seal a committed change into the spool, before anybody is told “saved”.

        Returns the code of what went wrong, or nothing: the change itself is safe in the store either way.
        """
        try:
            self.spool.append(change.change_id, change.model_dump_json().encode())
        except SpoolError as error:
            self.uncopied.add(str(error.code))
            return str(error.code)
        return ""

    def get_ready(self) -> None:
        """Prepare the seal of the next save while nobody waits for it."""
        with suppress(SpoolError):
            self.spool.prepare()

    def close(self) -> None:
        """Close the list, the spool and the store."""
        if self.restrictions is not None:
            self.restrictions.close()
        self.clock.keep()
        keep_time()
        self.spool.close()
        self.store.close()

    def signed_in(self, clerk: Clerk) -> "Desk":
        """The same desk with another person."""
        return replace(self, clerk=clerk)


def offset_at_start(connection: Connection) -> int:
    """How far central's clock is ahead of this computer's now (ms), by what the last contact left.

    A clock that stands before that contact was set back since: it is then that moment at least. One that was
    over a day behind and has passed it was most likely put right since, and is believed.
    """
    offset, told = int(facts.get(connection, "clock_offset", "0")), facts.get(connection, "last_contact")
    if not told:
        return offset
    since = (utc_now() - datetime.fromisoformat(told)) // timedelta(milliseconds=1)
    if since + offset < 0:
        return max(0, -since)
    return 0 if offset > _DAY and since >= 0 else offset


NOBODY = Clerk(id="-", name="-", office="-", roles=[Role.clerk])
"""Who works at a desk before anybody signed in."""


def identity_of(connection: Connection) -> Identity:
    """Read who this desk is; KeyError where enrolment did not finish."""
    names = ("desk", "desk_id", "office", "incarnation", "recovery_key")
    known = {name: facts.get(connection, name) for name in names}
    if not all(known.values()):
        raise KeyError("not enrolled")
    return Identity(
        known["desk"],
        UUID(known["desk_id"]),
        known["office"],
        UUID(known["incarnation"]),
        known["recovery_key"],
        facts.get(connection, "device", "desk"),
    )
