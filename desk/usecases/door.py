"""What the door of a session needs to know: its days, whom a scan or a name means, who is still missing."""

from collections.abc import Sequence
from datetime import date, timedelta

from pydantic_core import PydanticCustomError

from desk.lang import N_, _, ngettext, today
from desk.records.training import TrainingForm, badge_of
from desk.usecases.attendance import Attended
from desk.usecases.desk import Desk
from desk.usecases.employees import Employee, by_badge, find_employees
from desk.usecases.entries import Opened

LONGEST = 60
"""Days of a session that the door offers."""
WITHDRAWN = N_("This session was withdrawn: nobody is marked at it.")
TO_COME = N_("That day has not come yet: nobody is marked before it.")


def days_of(session: TrainingForm) -> list[date]:
    """The days of a session, the first of them at most LONGEST."""
    n = (session.last_day - session.starts_on).days + 1
    return [session.starts_on + timedelta(days=place) for place in range(min(n, LONGEST))]


def closed(seen: Opened[TrainingForm], on: date) -> str:
    """Why nobody can be marked at a session on a day, in a sentence; "" where they can."""
    if seen.withdrawn:
        return _(WITHDRAWN)
    return _(TO_COME) if on > today() else ""


def find_at_door(desk: Desk, text: str) -> list[Employee]:
    """Whom a text means: the holder of the badge, else the employees whose name or unit has its words."""
    try:
        badge = badge_of(text)
    except PydanticCustomError:
        badge = ""
    holder = by_badge(desk, badge) if badge else None
    return [holder] if holder is not None else find_employees(desk, text)


def expected_text(desk: Desk, session: TrainingForm, rows: Sequence[Attended]) -> str:
    """How many are there, and how many of the invited units are not yet."""
    there = [row for row in rows if row.present]
    told = ngettext("{n} person is there", "{n} persons are there", len(there)).format(n=len(there))
    if not session.units:
        return told
    came = {row.employee.id for row in there}
    missing = [who for who in find_employees(desk, units=session.units) if who.id not in came]
    return told + "; " + _("invited and not there yet: {n}").format(n=len(missing))
