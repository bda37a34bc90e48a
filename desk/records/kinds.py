"""Which record stands in the body of which kind of change or event."""

from desk.records.appeal import Appeal
from desk.records.appeal_steps import AppealEvent
from desk.records.application import Application, DocumentHandedOver
from desk.records.attachment import CaseFileAttached, FileAttached
from desk.records.attendance import AttendanceFact
from desk.records.audit import (
    DeskTransferred,
    ExportMade,
    LogViewed,
    PasswordChanged,
    PersonAdmitted,
    RecordErased,
    SessionClosed,
    SignInRefused,
    TriesAltered,
)
from desk.records.authored import Authored
from desk.records.base import Record
from desk.records.booking import Booking
from desk.records.closing import DayClosed
from desk.records.council import Complaint
from desk.records.council_session import SessionEvent
from desk.records.council_steps import CouncilEvent
from desk.records.entry import Version
from desk.records.lookup import LookupChecked, LookupMade, ScreeningRaised
from desk.records.measure import MeasureFact
from desk.records.paper import PaperPrinted
from desk.records.plan import Plan
from desk.records.reference import CalendarDay, Clerk, Office, Procedure
from desk.records.restriction import Restriction
from desk.records.settling import ConflictSettled, Handed, Handled, LimitOverridden
from desk.records.survey import Survey, SurveyAnswered
from desk.records.ticket import TicketEvent, TicketIssued
from desk.records.training import EmployeeFact, TrainingFact
from desk.records.visit import CorrectableVisit, Visit


class SignIn(Authored):
    """Somebody opened the desk; the audit trail is made of changes like any other."""


FACTS: dict[str, type[Record]] = {
    "visit.registered": Visit,
    "session.opened": SignIn,
    "lookup.made": LookupMade,
    "lookup.checked": LookupChecked,
    "screening.raised": ScreeningRaised,
    "paper.printed": PaperPrinted,
    "change.handed": Handed,
    "change.resent": Handled,
    "change.corrected": Handled,
    "conflict.settled": ConflictSettled,
    "limit.overridden": LimitOverridden,
    "session.closed": SessionClosed,
    "session.refused": SignInRefused,
    "session.altered": TriesAltered,
    "password.changed": PasswordChanged,
    "person.admitted": PersonAdmitted,
    "log.viewed": LogViewed,
    "export.made": ExportMade,
    "record.erased": RecordErased,
    "desk.transferred": DeskTransferred,
    "appeal.registered": Appeal,
    "appeal.event": AppealEvent,
    "council.registered": Complaint,
    "council.event": CouncilEvent,
    "ticket.issued": TicketIssued,
    "ticket.event": TicketEvent,
    "document.handed_over": DocumentHandedOver,
    "council.session": SessionEvent,
    "survey.set": Survey,
    "survey.answered": SurveyAnswered,
    "measure.entered": MeasureFact,
    "measure.corrected": MeasureFact,
    "measure.withdrawn": MeasureFact,
    "training.entered": TrainingFact,
    "training.corrected": TrainingFact,
    "training.withdrawn": TrainingFact,
    "employee.set": EmployeeFact,
    "attendance.marked": AttendanceFact,
    "attendance.corrected": AttendanceFact,
    "file.attached": FileAttached,
    "case_file.attached": CaseFileAttached,
    "day.closed": DayClosed,
}
"""Append-only kinds that desks write; central applies them set-wise."""

OF_CASES = frozenset(
    {"appeal.registered", "appeal.event", "council.registered", "council.event", "council.session"}
)
"""Facts that every office reads, in a scope of their own: one case may be worked on in several offices."""

OF_QUEUE = frozenset({"ticket.issued", "ticket.event"})
"""Facts that the office's desks and wall boards read, in a scope without a word about visitors."""

OF_REGISTERS = frozenset(kind for kind, record in FACTS.items() if issubclass(record, Version))
"""Versions of the organisers' registers, in a scope that only the desks of their offices read."""

OF_SURVEYS = frozenset({"survey.set", "survey.answered"})
"""Surveys and answers to them: any office may ask, and every desk knows what all of them were told."""

REFERENCES: dict[str, type[Record]] = {
    "office.set": Office,
    "clerk.set": Clerk,
    "procedure.set": Procedure,
    "plan.set": Plan,
    "restriction.set": Restriction,
    "calendar_day.set": CalendarDay,
    "booking.set": Booking,
    "application.set": Application,
}
"""Kinds that only central writes; the newest of a stream counts."""

OF_OFFICE = frozenset({"booking.set", "application.set"})
"""Reference data about visitors: only the desks of the office named in it read it."""

EDITABLE: dict[str, type[Record]] = {"visit": CorrectableVisit}
"""By entity, the form whose fields a change of kind `<entity>.edited` may alter."""

KEPT = (
    *("visit", "screening", "appeal", "council", "office", "clerk", "procedure", "plan", "calendar_day"),
    *("ticket", "document", "booking", "application", "file", "day", "case_file"),
)
"""Entities whose records desks keep as central holds them: what a digest compares."""


def scope_of(kind: str, office: str) -> str:
    """The part of the feed that a fact of an office goes into."""
    if kind in OF_CASES or kind.startswith("case_file."):
        return "cases"
    if kind in OF_SURVEYS:
        return "all"
    if kind in OF_REGISTERS:
        return "registers"
    return f"queue:{office}" if kind in OF_QUEUE else f"office:{office}"
