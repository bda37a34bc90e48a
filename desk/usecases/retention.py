"""What the desk forgets by itself: visits and texts that central has and nobody needs here, left drafts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.config import Settings
from desk.db import drafts, erasing, facts
from desk.db.store import Store
from desk.lang import today
from desk.usecases.desk import Desk

SHORTEST = 35
"""Days that the log's texts stay: so old may the backup be that central comes back from."""
_FACT = "purged_on"


@dataclass(frozen=True)
class Purged:
    """How many visits, texts and half-typed forms were forgotten."""

    visits: int
    texts: int
    drafts: int


def purge(store: Store, days: int) -> Purged:
    """Forget what is older than so many days, at least 35; what central has not acknowledged stays.

    Days count back from central's time at the last contact: the computer's clock may have jumped ahead, and
    what is forgotten does not come back.
    """
    with store.write() as connection:
        heard = facts.get(connection, "last_contact")
        if not heard:
            return Purged(0, 0, 0)
        before = datetime.fromisoformat(heard) - timedelta(days=max(SHORTEST, days))
        gone = erasing.old_visits(connection, before)
        erasing.forget_visits(connection, gone)
        texts = erasing.blank(connection, erasing.old_changes(connection, before))
        left = drafts.drop_old(connection, before)
    if gone or texts or left:
        store.checkpoint()
    return Purged(len(gone), len(texts), left)


def purge_daily(desk: Desk, settings: Settings) -> Purged | None:
    """The same once a day, by the setting `keep_days`; 0 keeps everything."""
    now = today().isoformat()
    with desk.store.read() as connection:
        done = facts.get(connection, _FACT)
    if settings.keep_days <= 0 or done == now:
        return None
    purged = purge(desk.store, settings.keep_days)
    with desk.store.write() as connection:
        facts.put(connection, **{_FACT: now})
    return purged
