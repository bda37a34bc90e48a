"""A half-typed form is kept as it grows, and offered when its screen is opened again by the same person."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from desk.db import drafts
from desk.usecases.desk import Desk


@dataclass(frozen=True)
class Draft:
    """What was typed, by field, and when it was last kept."""

    values: dict[str, str]
    at: datetime


def keep_draft(desk: Desk, screen: str, values: dict[str, str]) -> None:
    """Keep what is typed; nothing typed leaves no draft. Raises StoreFailed."""
    with desk.store.write() as connection:
        if values:
            drafts.put(connection, screen, desk.clerk.id, values, desk.clock.now())
        else:
            drafts.drop(connection, screen, desk.clerk.id)


def draft_of(desk: Desk, screen: str) -> Draft | None:
    """The draft of the person who works here, or nothing."""
    with desk.store.read() as connection:
        found = drafts.get(connection, screen, desk.clerk.id)
    return Draft(*found) if found else None


@contextmanager
def ending_draft(screen: str, desk: Desk | None) -> Iterator[drafts.Ending]:
    """The first change written inside, in threads begun there too, ends the draft in its own transaction."""
    end = drafts.Ending(screen, desk.clerk.id if desk is not None else "")
    token = drafts.ENDING.set(end)
    try:
        yield end
    finally:
        drafts.ENDING.reset(token)
