"""One page of central's feed into the store: everything on it and its cursor in one transaction.

An event that cannot be read is parked and the cursor passes it; an event that is there already changes
nothing, so that a scope may be read again from the beginning.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError

from desk.db import (
    applications,
    attachments,
    blobs,
    calendar_days,
    case_events,
    case_files,
    change_states,
    closings,
    confirmed,
    cursors,
    entries,
    facts,
    handed,
    parked,
    references,
    tickets,
    visits,
)
from desk.db.cursors import Cursor
from desk.db.quick import TAKEN
from desk.db.store import Connection, Store
from desk.records.kinds import FACTS, REFERENCES
from desk.records.visit import Visit
from desk.records.wire import Event, Page
from desk.sync.effects import EFFECTS, Unread
from desk.sync.outcomes import Nonsense


@dataclass(frozen=True)
class Merged:
    """What a page brought: its cursor, and how many events were new to the desk, its own, or parked."""

    cursor: Cursor
    applied: int = 0
    own: int = 0
    parked: int = 0
    at_head: bool = True


def place_of(store: Store, scope: str, epoch: UUID) -> Cursor:
    """Where the desk stands in a scope of this life of central."""
    with store.read() as connection:
        return cursors.at(connection, scope, epoch)


def check_order(page: Page, after: int) -> None:
    """Raise Nonsense when the numbers of a page asked for after `after` do not rise or lead nowhere."""
    numbers = [after, *(event.n for event in page.events)]
    rising = all(earlier < later for earlier, later in pairwise(numbers))
    if not rising or page.next < numbers[-1] or (page.next == after and page.next < page.head):
        raise Nonsense("nonsense", "page order")


def read_visits(events: list[Event]) -> dict[int, Visit]:
    """The registered visits among the events, without those that cannot be read."""
    read = dict[int, Visit]()
    for event in events:
        if event.kind == "visit.registered":
            try:
                read[event.n] = Visit.model_validate_json(event.body)
            except ValidationError:
                continue  # singly it is found and parked
    return read


def apply_page(store: Store, page: Page, before: Cursor) -> Merged:
    """Apply a page that was asked for after the cursor `before`.

    Raises Nonsense when the numbers do not rise or lead nowhere, and StoreFailed; nothing is then applied.
    """
    check_order(page, before.after)
    read = read_visits(page.events)  # nobody who saves waits for this
    own = unread = 0
    with store.write() as connection:
        if page.events:
            own = acknowledge(connection, page.events)
            unread = apply_events(connection, page.events, read)
            case_files.refresh(connection, before.after, page.next)
            entries.refresh(connection, before.after, page.next)
        cursors.move(connection, before.scope, page.epoch, page.next, page.as_of)
    moved = moved_to(before, page)
    return Merged(moved, len(page.events) - unread, own, unread, page.next >= page.head)


def moved_to(before: Cursor, page: Page) -> Cursor:
    """Where the desk stands once a page is applied."""
    return Cursor(before.scope, page.epoch, page.next, page.as_of.isoformat())


def apply_events(connection: Connection, events: list[Event], read: Mapping[int, Visit] | None = None) -> int:
    """Apply events in their order, and park those that cannot be read; how many these were.

    `read` has the visits that were registered, where they were read before.
    """
    read = read_visits(events) if read is None else read
    unread = 0
    rows: list[dict[str, str | int]] = []
    for registrations, run in groupby(events, lambda event: event.kind == "visit.registered"):
        for event in _registrations(connection, list(run), read) if registrations else run:
            if reason := _apply(connection, event, rows):
                parked.put(connection, event, reason)
                unread += 1
    if rows:
        _put_references(connection, rows)
    return unread


def acknowledge(connection: Connection, events: list[Event]) -> int:
    """Acknowledge the changes of this desk that came back."""
    named = {event.change_id: event.n for event in events if event.change_id}
    handed.close_applied(connection, named)
    return change_states.seen_in_feed(connection, named)


def _registrations(connection: Connection, events: list[Event], read: Mapping[int, Visit]) -> list[Event]:
    """Take in a run of visits in one go; the events that need a look one by one are left."""
    fresh = {event.n: (read[event.n], event.n) for event in events if event.n in read}
    try:
        with connection.begin_nested():
            done = confirmed.merge_visits(connection, fresh)
    except TAKEN:  # the number of one of them is another visit's; singly it is found and parked
        return events
    return [event for event in events if event.n not in done]


def _apply(connection: Connection, event: Event, rows: list[dict[str, str | int]]) -> str:
    """Apply one event, reference rows by way of the list; the reason when it cannot be read."""
    if event.kind not in REFERENCES and event.kind not in EFFECTS:
        return "" if event.kind in FACTS else "kind_unknown"
    try:
        if event.kind in REFERENCES:
            REFERENCES[event.kind].model_validate_json(event.body)
            rows.append({"kind": event.kind, "stream": event.stream, "body": event.body, "feed_n": event.n})
            return ""
        with connection.begin_nested():
            EFFECTS[event.kind](connection, event)
    except ValidationError:
        return "body_unreadable"
    except Unread as unread:
        return unread.code
    except IntegrityError:
        return "number_taken"
    return ""


def _put_references(connection: Connection, rows: list[dict[str, str | int]]) -> None:
    """Store reference rows; a changed calendar moves the due dates of open cases."""
    references.put(connection, rows)
    if any(row["kind"] == calendar_days.KIND for row in rows):
        case_files.recompute(connection)


def read_parked(store: Store) -> int:
    """Apply what an older version of the program could not read; how many events that were."""
    read = 0
    with store.write() as connection:
        for event in parked.every(connection):
            if event.scope == "restrictions":
                continue  # the list has a file of its own
            rows: list[dict[str, str | int]] = []
            if not _apply(connection, event, rows):
                if rows:
                    _put_references(connection, rows)
                case_files.refresh(connection, event.n - 1, event.n)
                entries.refresh(connection, event.n - 1, event.n)
                parked.drop(connection, event.n)
                read += 1
    return read


def begin_epoch(connection: Connection, epoch: UUID) -> int:
    """Central is another than before: read everything anew, send everything again. How many changes go out.

    Feed numbers of the former life mean nothing now, so nothing stored may win by them.
    """
    facts.put(connection, epoch=str(epoch), sweep_due="1")
    parked.clear(connection)
    blobs.send_again(connection)
    references.forget_numbers(connection)
    visits.forget_numbers(connection)
    case_events.forget_numbers(connection)
    tickets.forget_numbers(connection)
    applications.forget_numbers(connection)
    entries.forget_numbers(connection)
    attachments.forget_numbers(connection)
    closings.forget_numbers(connection)
    return change_states.send_again(connection)


def end_of_feed(store: Store) -> None:
    """Every scope was read to its head: reference rows that this life of central does not have go."""
    with store.write() as connection:
        if facts.get(connection, "sweep_due"):
            references.sweep(connection)
            facts.put(connection, sweep_due="")
