"""One page of central's feed into the store: everything on it and its cursor in one transaction.

An event that cannot be read is parked and the cursor passes it; an event that is there already changes
nothing, so that a scope may be read again from the beginning.
"""

from collections.abc import Callable
from contextlib import suppress
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
    changes,
    closings,
    confirmed,
    conflicts,
    cursors,
    entries,
    erasing,
    facts,
    handed,
    parked,
    references,
    screenings,
    surveys,
    tickets,
    visits,
)
from desk.db.cursors import Cursor
from desk.db.quick import TAKEN
from desk.db.store import Connection, Store
from desk.records.appeal import Appeal
from desk.records.application import DocumentHandedOver
from desk.records.attachment import FileAttached
from desk.records.audit import RecordErased
from desk.records.case_event import CaseEvent
from desk.records.closing import DayClosed
from desk.records.contact import STORED
from desk.records.council import Complaint
from desk.records.entry import Version
from desk.records.kinds import FACTS, OF_CASES, OF_QUEUE, OF_REGISTERS, REFERENCES
from desk.records.lookup import ScreeningRaised
from desk.records.settling import Conflict, ConflictSettled, Handed, Handled
from desk.records.survey import Survey, SurveyAnswered
from desk.records.ticket import TicketEvent, TicketIssued
from desk.records.visit import Visit
from desk.records.wire import Edit, Event, Page
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


def apply_page(store: Store, page: Page, before: Cursor) -> Merged:
    """Apply a page that was asked for after the cursor `before`.

    Raises Nonsense when the numbers do not rise or lead nowhere, and StoreFailed; nothing is then applied.
    """
    check_order(page, before.after)
    with store.write() as connection:
        own = acknowledge(connection, page.events)
        unread = apply_events(connection, page.events)
        case_files.refresh(connection, before.after, page.next)
        entries.refresh(connection, before.after, page.next)
        cursors.move(connection, before.scope, page.epoch, page.next, page.as_of)
    moved = Cursor(before.scope, page.epoch, page.next, page.as_of.isoformat())
    return Merged(moved, len(page.events) - unread, own, unread, page.next >= page.head)


def apply_events(connection: Connection, events: list[Event]) -> int:
    """Apply events in their order, and park those that cannot be read; how many these were."""
    unread = 0
    rows: list[dict[str, str | int]] = []
    for registrations, run in groupby(events, lambda event: event.kind == "visit.registered"):
        for event in _registrations(connection, list(run)) if registrations else run:
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
    return changes.seen_in_feed(connection, named)


def _registrations(connection: Connection, events: list[Event]) -> list[Event]:
    """Take in a run of visits in one go; the events that need a look one by one are left."""
    read: dict[int, tuple[Visit, int]] = {}
    for place, event in enumerate(events):
        with suppress(ValidationError):
            read[place] = (Visit.model_validate_json(event.body), event.n)
    try:
        with connection.begin_nested():
            done = confirmed.merge_visits(connection, read)
    except TAKEN:  # the number of one of them is another visit's; singly it is found and parked
        return events
    return [event for place, event in enumerate(events) if place not in done]


def _apply(connection: Connection, event: Event, rows: list[dict[str, str | int]]) -> str:
    """Apply one event, reference rows by way of the list; the reason when it cannot be read."""
    if event.kind not in REFERENCES and event.kind not in _EFFECTS:
        return "" if event.kind in FACTS else "kind_unknown"
    try:
        if event.kind in REFERENCES:
            REFERENCES[event.kind].model_validate_json(event.body)
            rows.append({"kind": event.kind, "stream": event.stream, "body": event.body, "feed_n": event.n})
            return ""
        with connection.begin_nested():
            _EFFECTS[event.kind](connection, event)
    except ValidationError:
        return "body_unreadable"
    except Unread as unread:
        return unread.code
    except IntegrityError:
        return "number_taken"
    return ""


class Unread(Exception):
    """An event that cannot be applied now; `code` says why it is parked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _put_references(connection: Connection, rows: list[dict[str, str | int]]) -> None:
    """Store reference rows; a changed calendar moves the due dates of open cases."""
    references.put(connection, rows)
    if any(row["kind"] == calendar_days.KIND for row in rows):
        case_files.recompute(connection)


def _case(connection: Connection, event: Event) -> None:
    record = FACTS[event.kind].model_validate_json(event.body, context=STORED)
    if isinstance(record, CaseEvent | Appeal | Complaint):
        case_files.merge(connection, event.kind, record, event.n)


def _ticket(connection: Connection, event: Event) -> None:
    record = FACTS[event.kind].model_validate_json(event.body)
    if isinstance(record, TicketIssued | TicketEvent):
        tickets.merge(connection, record, event.n)


def _handed_over(connection: Connection, event: Event) -> None:
    applications.merge(connection, DocumentHandedOver.model_validate_json(event.body), event.n)


def _entry(connection: Connection, event: Event) -> None:
    record = FACTS[event.kind].model_validate_json(event.body)
    if isinstance(record, Version):
        entries.merge(connection, event.kind, record, event.n)


def _attached(connection: Connection, event: Event) -> None:
    attachments.put(connection, FileAttached.model_validate_json(event.body), feed_n=event.n)


def _closed(connection: Connection, event: Event) -> None:
    closings.put(connection, DayClosed.model_validate_json(event.body), feed_n=event.n)


def _visit(connection: Connection, event: Event) -> None:
    confirmed.merge_visit(connection, Visit.model_validate_json(event.body), event.n)


def _edit(connection: Connection, event: Event) -> None:
    _in_turn(connection, event)
    if not confirmed.merge_edit(connection, Edit.model_validate_json(event.body), event.n):
        raise Unread("record_unknown")
    if event.change_id:
        conflicts.drop(connection, event.change_id)


def _conflict(connection: Connection, event: Event) -> None:
    _in_turn(connection, event)
    told = Conflict.model_validate_json(event.body)
    theirs = {name: field.theirs for name, field in told.fields.items()}
    if not confirmed.merge_conflict(connection, told.id, theirs, event.n):
        raise Unread("record_unknown")
    own = bool(changes.known(connection, [told.change_id]))
    conflicts.add(connection, told, event.kind.partition(".")[0], event.n, own=own)


def _in_turn(connection: Connection, event: Event) -> None:
    if parked.holds(connection, event.stream, event.n):
        raise Unread("behind_parked")


def _settled(connection: Connection, event: Event) -> None:
    told = ConflictSettled.model_validate_json(event.body)
    conflicts.settle(connection, told.change_id, told.how, told.clerk)


def _handed(connection: Connection, event: Event) -> None:
    told = Handed.model_validate_json(event.body)
    own = bool(changes.known(connection, [told.change_id]))
    handed.add(connection, told, own=own)


def _corrected(connection: Connection, event: Event) -> None:
    handed.close(connection, Handled.model_validate_json(event.body).change_id)


def _erased(connection: Connection, event: Event) -> None:
    told = RecordErased.model_validate_json(event.body)
    erasing.erase_record(connection, told.entity, told.record)


def _screening(connection: Connection, event: Event) -> None:
    screenings.merge(connection, ScreeningRaised.model_validate_json(event.body), event.n)


def _survey(connection: Connection, event: Event) -> None:
    surveys.merge(connection, Survey.model_validate_json(event.body), event.n)


def _survey_answer(connection: Connection, event: Event) -> None:
    surveys.merge_answer(connection, SurveyAnswered.model_validate_json(event.body), event.n)


_EFFECTS: dict[str, Callable[[Connection, Event], None]] = {
    "visit.registered": _visit,
    "screening.raised": _screening,
    "document.handed_over": _handed_over,
    "file.attached": _attached,
    "day.closed": _closed,
    "visit.edited": _edit,
    "visit.conflict": _conflict,
    "conflict.settled": _settled,
    "change.handed": _handed,
    "change.corrected": _corrected,
    "record.erased": _erased,
    "survey.set": _survey,
    "survey.answered": _survey_answer,
    **dict.fromkeys(OF_CASES, _case),
    **dict.fromkeys(OF_QUEUE, _ticket),
    **dict.fromkeys(OF_REGISTERS, _entry),
}


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
    return changes.send_again(connection)


def end_of_feed(store: Store) -> None:
    """Every scope was read to its head: reference rows that this life of central does not have go."""
    with store.write() as connection:
        if facts.get(connection, "sweep_due"):
            references.sweep(connection)
            facts.put(connection, sweep_due="")
