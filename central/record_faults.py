"""What is wrong with a reference record that no field tells alone: its office, its period, its roles."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from central.desks import NO_OFFICE_CODE, OFFICE
from desk.lang import BAKU
from desk.records.application import Application
from desk.records.base import Record
from desk.records.booking import Booking
from desk.records.plan import Plan
from desk.records.reference import Clerk, Office
from desk.records.restriction import Restriction

_LEAP_YEAR = 2024
_A_DAY = timedelta(days=1)


def faults_beyond(record: Record, offices: Iterable[str]) -> dict[str, str]:
    """A sentence by field for each such fault; `offices` are those there are, and none lets all pass."""
    found = {}
    match record:
        case Office():
            if not OFFICE.fullmatch(record.code):
                found["code"] = NO_OFFICE_CODE
        case Clerk() | Booking() | Application():
            found["office"] = office_fault(record.office, offices)
    match record:
        case Office() | Plan() | Restriction():
            found["valid_until"] = _period_fault(record.valid_from, record.valid_until)
        case Clerk():
            found["roles"] = _roles_fault(record.roles)
        case Booking() if not _A_DAY > record.at - datetime.combine(record.day, time(), BAKU) >= timedelta():
            found["day"] = "This is not the day of “at” in Baku."
    if isinstance(record, Plan) and record.due_day > monthrange(_LEAP_YEAR, record.due_month)[1]:
        found["due_day"] = f"Month {record.due_month} has no day {record.due_day}."
    return {field: text for field, text in found.items() if text}


def office_fault(office: str, offices: Iterable[str]) -> str:
    """Why this cannot be an office; nothing where it is one, or where no office was imported yet."""
    if not OFFICE.fullmatch(office):
        return f"{NO_OFFICE_CODE[:-1]}; this is “{office}”."
    known = sorted(offices)
    if known and office not in known:
        return f"There is no office {office}. The offices are: {', '.join(known)}."
    return ""


def _period_fault(first: date, last: date | None) -> str:
    return f"It ends before it begins, on {first}." if last is not None and last < first else ""


def _roles_fault(roles: Sequence[str]) -> str:
    if not roles:
        return "Name at least one role."
    twice = sorted({role for role in roles if roles.count(role) > 1})
    return f"Named twice: {', '.join(twice)}." if twice else ""
