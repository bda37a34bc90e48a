"""What is wrong with this computer's clock, in a sentence with what follows from it."""

from typing import TYPE_CHECKING

from desk.lang import _, ngettext

if TYPE_CHECKING:
    from desk.sync.status import SyncStatus

WARN_MS = 120_000
"""Further off than this, the times on receipts mislead people."""
_MINUTE = 60_000


def clock_text(status: "SyncStatus") -> str:
    """The sentence; nothing while the clock is right, or right as far as is known."""
    minutes = round(abs(status.server_offset) / _MINUTE)
    if status.server_offset > WARN_MS:
        told = ngettext(
            "This computer's clock is {n} minute slow: set it. Delivery goes on, the list gets no fresher.",
            "This computer's clock is {n} minutes slow: set it. Delivery goes on, the list gets no fresher.",
            minutes,
        )
    elif status.server_offset < -WARN_MS:
        told = ngettext(
            "This computer's clock is {n} minute fast: set it. Delivery goes on, receipts are wrong.",
            "This computer's clock is {n} minutes fast: set it. Delivery goes on, receipts are wrong.",
            minutes,
        )
    elif status.clock_behind:
        return _("This computer's clock was set back: set it right. Nothing grows fresher by it.")
    else:
        return ""
    return told.format(n=minutes)
