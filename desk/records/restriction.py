"""A row of the list of entry and exit restrictions, which other bodies keep and desks only read."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from desk.lang import N_
from desk.records.base import Record
from desk.records.text import Line, RequiredLine


class RestrictionKind(StrEnum):
    """Which way the border is closed."""

    entry = "entry"
    exit = "exit"


RESTRICTION_KINDS = {RestrictionKind.entry: N_("entry"), RestrictionKind.exit: N_("exit")}


class ListedDocument(Record):
    """A document by which the restricted person is known."""

    kind: Line = ""
    number: RequiredLine


class Restriction(Record):
    """One restriction of one person; its end is a date, an event, or open."""

    id: UUID
    kind: RestrictionKind
    ground_code: RequiredLine
    legal_basis: Line = ""
    rule_version: Line = ""
    issuing_body: Line = ""
    surname: RequiredLine
    given_names: Line = ""
    patronymic: Line = ""
    other_names: list[Line] = Field(default_factory=list)
    birth_date: str = Field("", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")
    """Possibly partial: `1990-12-31`, `1990-12`, `1990` or nothing."""
    sex: Line = ""
    citizenship: Line = ""
    documents: list[ListedDocument] = Field(default_factory=list)
    fin: Line = ""
    valid_from: date
    valid_until: date | None = None
    until_event: Line = ""
    lifted_at: date | None = None
