"""Lists of cases as the screens show them: saved filters and search."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row

from desk.db import case_lists
from desk.db.case_lists import Wish
from desk.lang import N_, _, day, today
from desk.usecases.desk import Desk
from desk.usecases.registers import REGISTERS

FILTERS = {
    "all": N_("All"),
    "week": N_("Due this week"),
    "overdue": N_("Overdue"),
    "mine": N_("Mine"),
    "forwarded": N_("Forwarded"),
    "out_of_remit": N_("Out of remit"),
    "agenda": N_("Agenda"),
    "attention": N_("Attention"),
}
NOT_CONFIRMED = N_("internal target, not confirmed")


class CaseLine(NamedTuple):
    """A case in a list; its texts are made when they are asked for, for most lines are never drawn."""

    case_id: UUID
    number: str
    row: Row[Any]
    now: date

    @property
    def name(self) -> str:
        """Who it is of."""
        return self.row.name or _("anonymous")

    @property
    def state(self) -> str:
        """Where it stands; that it needs attention comes first."""
        state = REGISTERS[self.row.register_code].state_name(self.row.state)
        return _("needs attention") if self.row.attention else state

    @property
    def due(self) -> str:
        """Its due date with a warning in words."""
        return due_text(self.row.due_on, self.row.due_rule, self.row.due_confirmed, self.now)

    @property
    def doubtful(self) -> bool:
        """Whether its due date is marked as not confirmed."""
        return bool(self.row.due_rule) and not self.row.due_confirmed


def due_text(on: date | None, rule: str, confirmed: bool, now: date) -> str:
    """A due date with what must be said of it: overdue, or `*` where it is not confirmed."""
    if on is None:
        return _("unknown *") if rule else ""
    mark = "" if confirmed else " *"
    return _("{date}{mark} overdue").format(date=day(on), mark=mark) if on < now else f"{day(on)}{mark}"


def cases_of(desk: Desk, register: str, chosen: str, text: str = "") -> list[CaseLine]:
    """The cases of a saved filter that a text finds, at most 200."""
    now = today()
    with desk.store.read() as connection:
        rows = case_lists.listed(connection, Wish(register, desk.clerk.id, now), chosen, text)
    return [CaseLine(row.id, row.number, row, now) for row in rows]
