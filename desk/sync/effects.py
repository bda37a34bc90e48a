"""What one event of central's feed does to the store, by its kind."""

from collections.abc import Callable

from desk.db import (
    applications,
    attachments,
    case_files,
    changes,
    closings,
    confirmed,
    conflicts,
    entries,
    erasing,
    handed,
    parked,
    screenings,
    surveys,
    tickets,
)
from desk.db.store import Connection
from desk.records.appeal import Appeal
from desk.records.application import DocumentHandedOver
from desk.records.audit import RecordErased
from desk.records.case_event import CaseEvent
from desk.records.closing import DayClosed
from desk.records.contact import STORED
from desk.records.council import Complaint
from desk.records.entry import Version
from desk.records.kinds import FACTS, OF_CASES, OF_QUEUE, OF_REGISTERS
from desk.records.lookup import ScreeningRaised
from desk.records.settling import Conflict, ConflictSettled, Handed, Handled
from desk.records.survey import Survey, SurveyAnswered
from desk.records.ticket import TicketEvent, TicketIssued
from desk.records.visit import Visit
from desk.records.wire import Edit, Event


class Unread(Exception):
    """An event that cannot be applied now; `code` says why it is parked."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


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
    attachments.put(connection, attachments.KINDS[event.kind].model_validate_json(event.body), feed_n=event.n)


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


EFFECTS: dict[str, Callable[[Connection, Event], None]] = {
    "visit.registered": _visit,
    "screening.raised": _screening,
    "document.handed_over": _handed_over,
    "day.closed": _closed,
    "visit.edited": _edit,
    "visit.conflict": _conflict,
    "conflict.settled": _settled,
    "change.handed": _handed,
    "change.corrected": _corrected,
    "record.erased": _erased,
    "survey.set": _survey,
    "survey.answered": _survey_answer,
    **dict.fromkeys(attachments.KINDS, _attached),
    **dict.fromkeys(OF_CASES, _case),
    **dict.fromkeys(OF_QUEUE, _ticket),
    **dict.fromkeys(OF_REGISTERS, _entry),
}
