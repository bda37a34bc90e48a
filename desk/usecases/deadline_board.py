"""What is due in both registers: how many are overdue, due today and this week, and the nearest of them."""

from dataclasses import dataclass
from datetime import date

from desk.db import case_lists
from desk.db.case_lists import Wish
from desk.lang import N_, today
from desk.usecases.desk import Desk

NEAREST = 5
REGISTERS = {"appeal": N_("Appeals"), "council": N_("the Council")}
ROWS = {"overdue": N_("Overdue"), "today": N_("Due today"), "week": N_("This week")}
"""The saved filters that are counted; the week holds today too, and nothing that is overdue."""


@dataclass(frozen=True)
class Near:
    """A case that is due soon, or overdue."""

    number: str
    due_on: date
    overdue: bool
    confirmed: bool


@dataclass(frozen=True)
class Board:
    """Counts by filter and register, and the nearest cases of both registers."""

    counts: dict[str, dict[str, int]]
    nearest: tuple[Near, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is due at all."""
        return not self.nearest


def deadline_board(desk: Desk) -> Board:
    """The board of this moment."""
    now, counts, near = today(), {}, []
    with desk.store.read() as connection:
        for register in REGISTERS:
            wish = Wish(register, desk.clerk.id, now)
            counts[register] = case_lists.counts(connection, wish, tuple(ROWS))
            near += case_lists.nearest(connection, register, NEAREST)
    near.sort(key=lambda row: (row.due_on, row.number))
    found = [Near(row.number, row.due_on, row.due_on < now, row.due_confirmed) for row in near[:NEAREST]]
    return Board(counts, tuple(found))
