"""How long a desk may go on without central, function by function: warned first, then a supervisor decides.

Age counts in central's time. Delivery has no limit and is not asked about here. The list of restrictions has
hours of its own (desk/usecases/list_age.py): no supervisor's word makes an old list new.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from desk.config import Settings
from desk.db import changes, cursors, facts, references
from desk.db.file import StoreRefused
from desk.db.store import Connection
from desk.lang import N_, _, day_and_clock, ngettext
from desk.records.reference import Clerk, Role
from desk.records.settling import LimitOverridden
from desk.rules.limits import Limit, limit_of
from desk.usecases.acts import keep_copies, signed
from desk.usecases.desk import Desk
from desk.usecases.people import Person, read_staff

DAY = 24


class Function(StrEnum):
    """What has a limit of its own."""

    intake = "intake"


class Level(StrEnum):
    """How far a function is from its limit."""

    fine = "fine"
    warned = "warned"
    refused = "refused"
    overridden = "overridden"


@dataclass(frozen=True)
class Standing:
    """Where a function stands: `hours` without central, None where nothing ever came."""

    function: Function
    level: Level
    hours: int | None
    limit: Limit
    until: datetime | None = None
    """How long a supervisor's word holds, where there is one."""


class LimitReached(Exception):
    """The function is refused until a supervisor allows it or central is heard."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.function.value)
        self.standing = standing


class NotSupervisor(Exception):
    """Only a supervisor lifts a limit."""


def standing(desk: Desk, function: Function) -> Standing:
    """Where a function stands now."""
    with desk.store.read() as connection:
        return _standing(desk, connection, function)


def _standing(desk: Desk, connection: Connection, function: Function) -> Standing:
    limit, now = limit_of(function), _now(desk, connection)
    heard = cursors.heard(connection)
    hours = None if heard is None else max(0, int((now - heard).total_seconds() // 3600))
    told = facts.get(connection, f"override_{function}")
    until = datetime.fromisoformat(told) if told else None
    level = _level(hours, limit)
    if level is Level.refused and until is not None and now < until:
        return Standing(function, Level.overridden, hours, limit, until)
    return Standing(function, level, hours, limit)


def _level(hours: int | None, limit: Limit) -> Level:
    if hours is None:
        return Level.fine  # enrolment was a contact
    if hours >= limit.refuse_hours:
        return Level.refused
    return Level.warned if hours >= limit.warn_hours else Level.fine


def _now(desk: Desk, connection: Connection) -> datetime:
    """Central's time now, at least; a clock set back does not make old things new."""
    moments = [desk.clock.now(), changes.latest_pending(connection)]
    return max(moment for moment in moments if moment is not None)


def require(desk: Desk, function: Function) -> Standing:
    """The standing of a function that may be used; raises LimitReached where it may not."""
    found = standing(desk, function)
    if found.level is Level.refused:
        raise LimitReached(found)
    return found


def override(desk: Desk, function: Function, reason: str) -> str:
    """Let the desk go on for a while; the log says which supervisor and why.

    Returns the code of why the sealed copy was not written, or nothing. Raises NotSupervisor for anybody
    else, ValidationError for an empty reason, StoreFailed.
    """
    if Role.supervisor not in desk.clerk.roles:
        raise NotSupervisor(desk.clerk.id)
    with desk.store.write() as connection:
        now = _standing(desk, connection, function)
        until = _now(desk, connection) + timedelta(hours=now.limit.override_hours)
        told = LimitOverridden(**signed(desk), function=function, reason=reason, age_hours=now.hours or 0)
        written = changes.append(connection, desk.author, "limit.overridden", f"limit:{told.id}", told)
        facts.put(connection, **{f"override_{function}": until.isoformat()})
    return keep_copies(desk, written)


def override_by(
    settings: Settings, desk: Desk, person_id: str, password: str, function: Function, reason: str
) -> str:
    """The same while a clerk works at the desk: the supervisor's password opens their slot, nothing else.

    Raises StoreRefused for a wrong password, and as `override` does.
    """
    from desk.usecases.sign_in import unlock

    unlock(settings, read_staff(settings).desk, person_id, password)
    with desk.store.read() as connection:
        known = {clerk.id: clerk for clerk in references.every(connection, "clerk.set", Clerk)}
    if person_id not in known:
        raise NotSupervisor(person_id)
    return override(desk.signed_in(known[person_id]), function, reason)


def supervisors(settings: Settings) -> list[Person]:
    """Who may be asked at this computer."""
    return [person for person in read_staff(settings).people if Role.supervisor in person.roles]


_SENTENCES = {
    (Function.intake, Level.warned): N_(
        "No central for {age}; past {limit} new visitors need a supervisor's word."
    ),
    (Function.intake, Level.refused): N_(
        "No contact with central for {age}: new visitors need a supervisor's word."
    ),
    (Function.intake, Level.overridden): N_(
        "No central for {age}; a supervisor allows visitors until {until}."
    ),
}


def sentence_of(found: Standing) -> str:
    """The standing in a sentence in the language in use; nothing where all is fine."""
    if found.level is Level.fine or found.hours is None:
        return ""
    until = day_and_clock(found.until) if found.until else ""
    age, limit = _span(found.hours), _span(found.limit.refuse_hours)
    return _(_SENTENCES[found.function, found.level]).format(age=age, limit=limit, until=until)


def header_words(desk: Desk) -> str:
    """A few words for the head line when visitors' intake is near its limit or past it, else nothing."""
    found = standing(desk, Function.intake)
    if found.level is Level.fine or found.hours is None:
        return ""
    return _("{age} alone").format(age=_span(found.hours))


def _span(hours: int) -> str:
    if hours < 2 * DAY:
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    return ngettext("{n} day", "{n} days", hours // DAY).format(n=hours // DAY)


__all__ = [
    "Function",
    "Level",
    "Limit",
    "LimitReached",
    "NotSupervisor",
    "Standing",
    "StoreRefused",
    "header_words",
    "override",
    "override_by",
    "require",
    "sentence_of",
    "standing",
    "supervisors",
]
