"""What every fact about a person's act says of who, where and when."""

from typing import Any

from desk.records.base import new_id
from desk.records.wire import Change
from desk.usecases.desk import Desk


def signed(desk: Desk) -> dict[str, Any]:
    """The fields of a desk.records.authored.Authored for the person who works at the desk now."""
    return {
        "id": new_id(),
        "clerk": desk.clerk.id,
        "clerk_name": desk.clerk.name,
        "office": desk.identity.office,
        "desk": desk.identity.desk,
        "at": desk.clock.now(),
    }


def keep_copies(desk: Desk, *changes: Change) -> str:
    """Seal changes that were committed; the code of what went wrong with the last, or nothing."""
    return next((code for code in [desk.keep_copy(change) for change in changes] if code), "")
