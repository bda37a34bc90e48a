"""Earlier lookups asked again of a newer list: a "no record" that would now be a hit becomes a task."""

import time
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

from desk.config import Settings
from desk.db import changes, screenings, visits
from desk.db.changes import Author
from desk.db.restrictions.answer import Candidate
from desk.db.store import Connection
from desk.records.lookup import LookupMade, ScreeningRaised
from desk.records.wire import Change
from desk.usecases.candidates import asked_text
from desk.usecases.desk import Desk
from desk.usecases.lookup import ask_again

MOST = 1000
"""Lookups asked again at once, the newest ones."""
_PAUSE = 0.002
"""Seconds between two questions, so that the screen never waits for them."""


def screen_again(desk: Desk, settings: Settings) -> int:
    """Raise a task for each earlier "no record" that the list of now would hit; each once. How many are new.

    Raises StoreFailed; what was raised before that stays.
    """
    since = desk.clock.now() - timedelta(days=settings.list_screening_days)
    with desk.store.read() as connection:
        earlier = screenings.clean_lookups(connection, since, MOST)
    raised = 0
    for made in earlier:
        found = ask_again(desk, made)
        if found is not None and found.candidates:
            raised += _raise(desk, made, found.candidates[0], found.version, found.as_of)
        time.sleep(_PAUSE)
    return raised


def _raise(desk: Desk, made: LookupMade, candidate: Candidate, version: int, as_of: str) -> bool:
    """Write the task unless it is there; it has the same identifier whenever it is raised.

    It names who made the lookup, and is written by who works here now: the other may have left since.
    """
    row = candidate.row
    task_id = uuid5(made.id, row.id)
    with desk.store.write() as connection:
        if screenings.is_known(connection, task_id):
            return False
        seen = _visit(connection, made)
        record = ScreeningRaised(
            id=task_id,
            lookup=made.id,
            looked_up_at=made.at,
            asked=asked_text(made, country=str),  # read in any language
            restriction=row.id,
            kind=row.kind,
            ground_code=row.ground_code,
            valid_from=row.valid_from.isoformat() if row.valid_from else "",
            list_version=version,
            list_as_of=as_of,
            visit=seen[0] if seen else None,
            visit_number=seen[1] if seen else "",
            office=made.office,
            desk=made.desk,
            clerk=made.clerk,
            clerk_name=made.clerk_name,
            at=desk.clock.now(),
        )
        opened = desk.access.opened
        author: Author = replace(desk.witness, actor=opened.person if opened else made.clerk)
        change: Change = changes.append(connection, author, "screening.raised", f"lookup:{made.id}", record)
        screenings.add(connection, record)
    desk.keep_copy(change)
    return True


def _visit(connection: Connection, made: LookupMade) -> tuple[UUID, str] | None:
    """The newest visit here of the person asked about, by document or FIN, or birth date and surname."""
    row = visits.of_person(
        connection, made.document_number, made.fin, made.birth_date, made.surname or made.name.split(" ")[0]
    )
    return (row.id, row.number) if row else None


def tasks(desk: Desk) -> list[ScreeningRaised]:
    """The tasks of the office as known here, the newest first."""
    with desk.store.read() as connection:
        return screenings.newest(connection)


def task_count(desk: Desk) -> int:
    """How many tasks there are."""
    with desk.store.read() as connection:
        return screenings.count(connection)
