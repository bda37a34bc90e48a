"""An action plan: its clauses of two and three levels, dated, and the day its report is due."""

from datetime import date
from typing import Literal

from pydantic import Field

from desk.records.base import Record
from desk.records.measure import ClauseNumber
from desk.records.text import Line, RequiredLine

Headings = dict[str, str]
"""A heading by language code: az, ru, en."""


class Clause(Record):
    """One clause of a plan; `valid_from` and `valid_until` only where it was not in force all the time."""

    number: ClauseNumber
    headings: Headings
    valid_from: date | None = None
    valid_until: date | None = None
    registers: list[Literal["council"]] = Field(default_factory=list)
    """Registers of cases whose figures of the year belong under this clause."""
    indicators: dict[str, str] = Field(default_factory=dict)
    """Names that this plan gives to figures of the clause: the program's name -> the plan's."""

    @property
    def levels(self) -> int:
        """2 for 8.6, 3 for 4.1.1."""
        return self.number.count(".") + 1

    def covers(self, year: int) -> bool:
        """Whether the clause was in force on some day of the year."""
        begun = self.valid_from is None or self.valid_from.year <= year
        return begun and (self.valid_until is None or self.valid_until.year >= year)


class Plan(Record):
    """A plan of some years, with whose report it asks for and until when."""

    code: RequiredLine
    names: Headings
    valid_from: date
    valid_until: date
    due_month: int = Field(ge=1, le=12)
    due_day: int = Field(ge=1, le=31)
    due_verified: bool
    """False where no text that was read gives the day: then it is an internal target."""
    due_basis: Line = ""
    basis: Line = ""
    clauses: list[Clause]

    def covers(self, year: int) -> bool:
        """Whether the plan was in force on some day of the year."""
        return self.valid_from.year <= year <= self.valid_until.year

    def of_year(self, year: int) -> list[Clause]:
        """The clauses in force in a year, in the order of their numbers."""
        return sorted((c for c in self.clauses if c.covers(year)), key=lambda c: order(c.number))

    def due_on(self, year: int) -> date:
        """The day by which the report of a year is due."""
        return date(year, self.due_month, self.due_day)


def order(number: str) -> tuple[int, ...]:
    """The place of a clause's number: 8.6 before 10.1."""
    return tuple(int(part) for part in number.split("."))
