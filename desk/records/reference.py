"""Reference data that central keeps and every desk reads: offices, clerks, procedures."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from desk.records.base import Record
from desk.records.text import Line, RequiredLine

Texts = dict[str, Line]
"""The same text by language code: az, ru, en, and ar where it is printed."""


class Role(StrEnum):
    """What a person may do; central enforces the same table."""

    clerk = "clerk"
    secretary = "secretary"
    organiser = "organiser"
    supervisor = "supervisor"
    administrator = "administrator"


class Office(Record):
    """A regional department with a reception; its area changes with time."""

    code: RequiredLine
    names: Texts
    area: list[Line] = Field(default_factory=list)
    valid_from: date
    valid_until: date | None = None


class Clerk(Record):
    """A person who signs in at the desks of one office."""

    id: RequiredLine
    name: RequiredLine
    office: RequiredLine
    roles: list[Role]
    active: bool = True


class Procedure(Record):
    """A service that a visitor comes for."""

    code: RequiredLine
    names: Texts
    applicants: Texts = Field(default_factory=dict)
    """Who may apply."""
    foreigners_only: bool = Field(False, exclude_if=lambda said: not said)
    """Whether a citizen of Azerbaijan cannot be the one who applies."""
    documents: list[Texts] = Field(default_factory=list)
    payment_proof: int | None = Field(None, ge=0, exclude_if=lambda said: said is None)
    """Place in `documents` of the proof that the fee was paid, where it is asked for."""
    apply_rule: Line = ""
    """Id in `desk.rules` of the last day to apply; nothing where no term is known."""
    decide_rules: list[Line] = Field(default_factory=list)
    """Ids of the consideration terms: the ordinary speed first, quicker and dearer ones after it."""
    fee_table: Line = ""
    """Name of the table in `desk.rules.fees`; nothing where no fee is known."""
    legal_basis: Line = ""
    electronic: bool = False
    verified: bool = False
    """False where the source of domain rules was not read in full; the screens say so."""


class CalendarDay(Record):
    """What central says of one day's being a working day, against the calendars of the program."""

    id: date
    working: bool
    note: Line = ""
    source: Line = ""
