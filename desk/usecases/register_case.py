"""Registering an appeal or a complaint: number, record and change in one durable transaction."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from desk.db import calendar_days, case_files, changes, drafts, numbers
from desk.db.case_events import Opening
from desk.db.store import Connection
from desk.lang import day, today
from desk.records.appeal import Appeal, AppealCard
from desk.records.base import new_id
from desk.records.council import Complaint, ComplaintForm
from desk.records.errors import Issue
from desk.rules.deadlines import Due, due
from desk.rules.errors import RuleOutsideDates
from desk.usecases.desk import Desk
from desk.usecases.registers import APPEALS, COUNCIL, Register

O = TypeVar("O", Appeal, Complaint)  # noqa: E741 - either kind of opening


@dataclass(frozen=True)
class CaseReceipt:
    """What the applicant is told: the number, the day, and when an answer is due."""

    number: str
    case_id: UUID
    received_on: date
    due: Due | None
    warning: str = ""


def register_appeal(desk: Desk, card: AppealCard, insisted: tuple[str, ...] = ()) -> CaseReceipt:
    """Register a citizen's appeal and drop its draft. Raises StoreFailed; nothing is then written."""
    return _register(desk, APPEALS, card, Appeal, insisted)


def register_complaint(desk: Desk, form: ComplaintForm, insisted: tuple[str, ...] = ()) -> CaseReceipt:
    """Register a complaint to the Appeals Council, as `register_appeal` does. Raises StoreFailed."""
    return _register(desk, COUNCIL, form, Complaint, insisted)


def complaint_remarks(form: ComplaintForm) -> list[Issue]:
    """What is unusual in a complaint; one that is lodged late is warned of, never refused."""
    found = form.remarks()
    if form.act_on is not None:
        with suppress(RuleOutsideDates):  # an act of before the Council
            last = due("council.lodge", form.act_on).on
            if last is not None and (form.received_on or today()) > last:
                found.append(Issue("act_on", "lodged_late", {"date": day(last)}))
    return found


def _register(
    desk: Desk,
    register: Register,
    form: AppealCard | ComplaintForm,
    make: Callable[..., O],
    insisted: tuple[str, ...],
) -> CaseReceipt:
    with desk.store.write() as connection:
        number = numbers.mint(connection, register.series, today().year, desk.identity.desk)
        record: Any = make(**_fields(desk, form, str(number), insisted))
        term = _due(record, connection)
        if term is not None:
            record = record.model_copy(update={"due_on": term.on, "due_rule": term.rule.version})
        kind = f"{register.code}.registered"
        change = changes.append(connection, desk.author, kind, f"{register.code}:{record.id}", record)
        case_files.add(connection, kind, record, change.n)
        drafts.drop(connection, register.code, desk.clerk.id)
    warning = desk.keep_copy(change)
    return CaseReceipt(record.number, record.id, record.received_on, term, warning)


def _due(record: Opening, connection: Connection) -> Due | None:
    case = case_files.derive(record, [])
    terms = case_files.terms_of(case, calendar_days.calendar(connection))
    return terms[0].due if terms else None


def _fields(
    desk: Desk, form: AppealCard | ComplaintForm, number: str, insisted: tuple[str, ...]
) -> dict[str, Any]:
    return dict(form) | {
        "id": new_id(),
        "number": number,
        "received_on": form.received_on or today(),
        "insisted": list(insisted),
        "office": desk.identity.office,
        "desk": desk.identity.desk,
        "clerk": desk.clerk.id,
        "clerk_name": desk.clerk.name,
        "registered_at": desk.clock.now(),
    }
