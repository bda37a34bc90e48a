"""The end of a desk's day, as the supervisor signs it off: what was done, what is still open."""

from datetime import date
from uuid import UUID

from pydantic import Field

from desk.lang import N_
from desk.records.authored import Authored
from desk.records.base import Record
from desk.records.days import Day
from desk.records.service import Amount
from desk.records.text import Paragraph

Counts = dict[str, int]
"""How many, by a code."""


class DayTotals(Record):
    """Numbers of one desk's day; what other desks did is on their own sheets."""

    visits: int = Field(0, ge=0)
    by_procedure: Counts = Field(default_factory=dict)
    tickets: Counts = Field(default_factory=dict)
    """Tickets of the day that this desk called, by the state that they are in."""
    lookups: Counts = Field(default_factory=dict)
    """By the form of the answer."""
    papers: Counts = Field(default_factory=dict)
    """By template."""
    attachments: int = Field(0, ge=0)
    handed_over: int = Field(0, ge=0)
    paid: dict[str, Amount] = Field(default_factory=dict)
    """Manats by the way of payment."""
    overrides: int = Field(0, ge=0)
    unsent: int = Field(0, ge=0)
    rejected: int = Field(0, ge=0)
    conflicts: int = Field(0, ge=0)


class ClosingForm(Record):
    """What the supervisor adds; a correction says why."""

    day: Day | None = Field(None, title=N_("Day"))
    """Nothing means today."""
    remark: Paragraph = Field("", title=N_("Remark"))


class DayClosed(Authored):
    """One closing; a later one of the same day and desk corrects the one that it names."""

    day: date
    totals: DayTotals
    remark: Paragraph = ""
    corrects: UUID | None = None
    head_n: int = Field(ge=0)
    """Number of the newest change of the desk's log that the closing stands on."""
    head: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Its link of the chain: the head of the day."""
