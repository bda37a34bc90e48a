"""What the desk knows of its line to central: plain data that the screens show. Imports nothing heavy."""

from dataclasses import dataclass
from datetime import datetime

REFUSALS = frozenset({"desk_unknown", "message_refused", "file_older"})
"""Reasons with which a central that was reached turns this desk away."""


@dataclass(frozen=True)
class SyncStatus:
    """The line and the counters of the change log; the counters equal the table's counts."""

    online: bool = False
    reason: str = ""
    """A key of desk.sync.states: why there is no line, or what does not go through while there is one."""
    counted: bool = False
    """Whether the counters below were read from the store: before it is open they say nothing."""
    pending: int = 0
    blocked: int = 0
    rejected: int = 0
    conflicts: int = 0
    last_contact: datetime | None = None
    """When central last answered, by the desk's clock; nothing before the first contact ever."""
    next_attempt: datetime | None = None
    server_offset: int = 0
    """Milliseconds that central's clock is ahead of the desk's."""
    clock_behind: bool = False
    """The computer's clock is behind a moment that has passed for certain."""
    list_fault: str = ""
    """Code of why no newer list of restrictions could be had, a key of desk.usecases.list_age."""
    list_progress: int | None = None
    """Percent of a load of the list that is under way."""
    warning: str = ""
    """Words of a limit that is near or reached, in the language in use."""
    working: bool = False
    """A synchronisation is under way."""

    @property
    def refused(self) -> bool:
        """Central answers, and says no: waiting for the line would not help."""
        return self.reason in REFUSALS

    @property
    def unsent(self) -> int:
        """Changes that central has not acknowledged, the rejected ones apart."""
        return self.pending + self.blocked
