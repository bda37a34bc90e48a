"""A training session and the employees who may attend it: forms, records and their versions."""

import re
from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from desk.lang import N_
from desk.records.base import Record
from desk.records.days import Day, not_before_start
from desk.records.entry import EntryFact, FormFact
from desk.records.errors import refusal
from desk.records.measure import ClauseNumber
from desk.records.text import Length, Line, Lines, RequiredLine

_TIME = re.compile(r"(\d{1,2})[.:]?(\d{2})(?:[.:](\d{2}))?")
_BADGE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")


def parse_time(value: object) -> object:
    """Read `9:05`, `09.05` or `0905` as a time of day; raises `time_form`."""
    if not isinstance(value, str):
        return value
    found = _TIME.fullmatch(value.strip())
    if found is None:
        raise refusal("time_form")
    try:
        hour, minute, second = (int(part) for part in found.groups(default="0"))
        return time(hour, minute, second)
    except ValueError as error:
        raise refusal("time_form") from error


def badge_of(text: str) -> str:
    """A badge code as it is kept: capitals, no blanks; raises `badge_form`."""
    plain = "".join(text.upper().split())
    if plain and not _BADGE.fullmatch(plain):
        raise refusal("badge_form")
    return plain


TimeOfDay = Annotated[time, BeforeValidator(parse_time)]
"""A time of day in Baku."""

Badge = Annotated[str, AfterValidator(badge_of), Length(40)]
"""What a badge or its QR code says: Latin letters, digits, hyphens; or nothing."""


class TrainingForm(Record):
    """What the organiser types of a session, in the order of the screen."""

    topic: RequiredLine = Field(title=N_("Topic (az)"))
    topic_ru: Line = Field("", title=N_("Topic (ru)"))
    topic_en: Line = Field("", title=N_("Topic (en)"))
    starts_on: Day = Field(title=N_("On, or from"))
    ends_on: Day | None = Field(None, title=N_("To"))
    starts_at: TimeOfDay | None = Field(None, title=N_("Begins at"))
    ends_at: TimeOfDay | None = Field(None, title=N_("Ends at"))
    host: Line = Field("", title=N_("Host"))
    trainer: Line = Field("", title=N_("Trainer"))
    place: Line = Field("", title=N_("Place"))
    programme: Line = Field("", title=N_("Programme"))
    clause: ClauseNumber | None = Field(None, title=N_("Clause"))
    units: Lines = Field(default_factory=list, title=N_("Units invited"))
    note: Line = Field("", title=N_("Note"))

    _ends_later = field_validator("ends_on")(not_before_start)

    @field_validator("ends_at")
    @classmethod
    def _ends_after_it_begins(cls, value: time | None, info: ValidationInfo) -> time | None:
        start = info.data.get("starts_at")
        if value is not None and start is not None and value <= start:
            raise refusal("time_first")
        return value

    @property
    def last_day(self) -> Day:
        """The last day of the session."""
        return self.ends_on or self.starts_on

    def topics(self) -> dict[str, str]:
        """The topic by language code; languages without one are left out."""
        found = {"az": self.topic, "ru": self.topic_ru, "en": self.topic_en}
        return {language: text for language, text in found.items() if text}


class TrainingFact(FormFact[TrainingForm]):
    """A version of a session; a withdrawn one has no form."""


class EmployeeForm(Record):
    """A person of the service who attends trainings."""

    name: RequiredLine = Field(title=N_("Surname, names"))
    unit: RequiredLine = Field(title=N_("Unit"))
    badge: Badge = Field("", title=N_("Badge code"))
    left_on: Day | None = Field(None, title=N_("Left the service"))


class EmployeeFact(EntryFact):
    """A version of an employee; set again when anything changes, never withdrawn."""

    REASONED = frozenset()

    form: EmployeeForm

    @property
    def said(self) -> EmployeeForm:
        """The employee as this version has them."""
        return self.form
