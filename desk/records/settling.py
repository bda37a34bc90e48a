"""What people do about changes that did not simply go through: facts in the log like any other."""

from enum import StrEnum
from uuid import UUID

from pydantic import AwareDatetime, Field, JsonValue

from desk.records.authored import Authored
from desk.records.base import Record
from desk.records.text import Line, RequiredLine

HANDED_BODY = 200_000
"""Characters of a body that travel to the supervisor; a longer one is read in central's quarantine."""


class Handed(Authored):
    """A rejected change was handed to the supervisor, who reads it at any desk of the office."""

    change_id: UUID
    kind: str = Field(max_length=60)
    stream: str = Field(max_length=80)
    written_by: str = Field(max_length=80)
    written_at: AwareDatetime
    code: str = Field(max_length=60)
    field: str = Field(max_length=60)
    context: dict[str, str | int] = Field(default_factory=dict)
    body: str = Field(max_length=HANDED_BODY)


class Handled(Authored):
    """A rejected change was sent again as it is, or was corrected by the change `by`."""

    change_id: UUID
    by: UUID | None = None


class Settlement(StrEnum):
    """How a person settled a conflict."""

    mine = "mine"
    theirs = "theirs"
    edited = "edited"


class ConflictSettled(Authored):
    """A person looked at all sides of a conflict and decided; `by` is the edit that it took, if any."""

    change_id: UUID
    record_id: UUID
    how: Settlement
    by: UUID | None = None


class LimitOverridden(Authored):
    """A supervisor let a desk go on that had been without central for longer than a function allows."""

    function: Line
    reason: RequiredLine
    age_hours: int = Field(ge=0, le=1_000_000)


class ClashingField(Record):
    """A field of an edit: what its writer saw, what they wrote, and what central holds."""

    base: JsonValue
    mine: JsonValue
    theirs: JsonValue

    @property
    def clashes(self) -> bool:
        """Both sides changed it, and not to the same."""
        return self.theirs not in (self.base, self.mine)


class Conflict(Record):
    """The body of an event `<entity>.conflict`: an edit that central did not apply, all its fields."""

    id: UUID
    change_id: UUID
    actor: str
    at: AwareDatetime
    theirs_actor: str = ""
    """Who last changed the record at central; nothing where central does not know."""
    theirs_at: AwareDatetime | None = None
    fields: dict[str, ClashingField]
