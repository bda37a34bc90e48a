"""What the first event of a case has in both registers, beside what was typed."""

from datetime import date
from uuid import UUID

from pydantic import AwareDatetime, Field

from desk.records.base import Record
from desk.records.text import Line


class Registered(Record):
    """Under which number, when and by whom a case was entered in its register."""

    id: UUID
    number: str
    received_on: date
    insisted: list[str] = Field(default_factory=list)
    """Codes of the remarks that the writer saved in spite of."""
    due_on: date | None = None
    """When it was due by the writer's calendar; told to the applicant, never computed by."""
    due_rule: Line = ""
    office: str
    desk: str
    clerk: str
    clerk_name: Line
    registered_at: AwareDatetime
