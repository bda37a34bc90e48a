"""An event of a case: one act of one person, never altered; what was written of it is a small form."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, TypeVar
from uuid import UUID

from pydantic import Field, JsonValue, StringConstraints, ValidationInfo, model_validator

from desk.lang import BAKU, N_
from desk.records.authored import Authored
from desk.records.base import Record
from desk.records.contact import STORED
from desk.records.errors import refusal
from desk.records.text import Line, Paragraph, RequiredLine

Act = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z_]+$")]


class Nothing(Record):
    """A step that needs no words."""


class Told(Record):
    """A step that is told in one sentence."""

    text: Annotated[Paragraph, Field(min_length=1)] = Field(title=N_("What"))


class Why(Record):
    """A step that needs a reason."""

    reason: RequiredLine = Field(title=N_("Reason"))


F = TypeVar("F", bound=Record)


class CaseEvent(Authored):
    """What two offices' events merge by: who wrote it, when, and which events they had seen by then."""

    FORMS: ClassVar[Mapping[str, type[Record]]] = {}
    """The form of each act."""

    case: UUID
    act: Act
    details: dict[str, JsonValue] = Field(default_factory=dict)
    terms: dict[str, int] = Field(default_factory=dict, max_length=10)
    """Limits of law that the act was measured by, by rule id, as the tables of that day had them."""
    after: list[UUID] = Field(default_factory=list, max_length=100)
    """The newest events that the writer had seen."""
    due_on: date | None = None
    """When the case was due by the writer's calendar once this had happened; told, never computed by."""
    due_rule: Line = ""

    @model_validator(mode="after")
    def _fits_its_form(self, info: ValidationInfo) -> "CaseEvent":
        if self.act not in self.FORMS:
            raise refusal("enum")
        self.FORMS[self.act].model_validate(self.details, context=info.context)
        return self

    @cached_property
    def form(self) -> Record:
        """What was written, by the form of the act."""
        return self.FORMS[self.act].model_validate(self.details, context=STORED)

    @property
    def day(self) -> date:
        """The day the act is of: the one written, else the day of writing in Baku."""
        on = getattr(self.form, "on", None)
        return on if isinstance(on, date) else self.at.astimezone(BAKU).date()

    def written(self, of: type[F]) -> F:
        """What was written, as the form that the act is known to have; TypeError for another."""
        if not isinstance(self.form, of):
            raise TypeError(self.act)
        return self.form
