"""A lookup in the list of restrictions: what is asked, and the record that it was asked and answered."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from desk.lang import N_, today
from desk.records.authored import Authored
from desk.records.base import Record
from desk.records.countries import Country
from desk.records.days import EARLIEST, whole_day
from desk.records.errors import refusal
from desk.records.text import Line, RequiredLine

_MONTH = re.compile(r"(\d{1,2})[.\-/ ](\d{4})|(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")
_NUMBER_MOST = 40


def _partial_birth(value: object) -> object:
    """Read `31.12.1990`, `12.1990` or `1990` as the ISO form of as much as is known.

    Raises the codes of a whole date.
    """
    if not isinstance(value, str) or not (text := value.strip()):
        return value
    month = _MONTH.fullmatch(text)
    if _YEAR.fullmatch(text):
        first, iso = _day(int(text), 1), text
    elif month:
        year, number = sorted((int(part) for part in month.groups() if part), reverse=True)
        first, iso = _day(year, number), f"{year}-{number:02d}"
    else:
        first = whole_day(text)
        iso = first.isoformat()
    if first < EARLIEST:
        raise refusal("date_too_early")
    if first > today():
        raise refusal("date_future")
    return iso


def _day(year: int, month: int) -> date:
    try:
        return date(year, month, 1)
    except ValueError as error:
        raise refusal("date_impossible") from error


def _searched(text: str) -> str:
    """A number as written: spaces, hyphens and labels are part of what people read out."""
    if len(text) > _NUMBER_MOST:
        raise refusal("string_too_long", max_length=_NUMBER_MOST)
    return text


PartialBirth = Annotated[str, BeforeValidator(_partial_birth)]
"""As much of a birth date as is known: `1990-12-31`, `1990-12`, `1990` or nothing."""

SearchedNumber = Annotated[Line, AfterValidator(_searched)]
"""A number to be found: nothing about its form is refused."""


class LookupForm(Record):
    """What the clerk types or scans, in the order of the screen; purpose first."""

    purpose: RequiredLine = Field(title=N_("Purpose"))
    case_number: Line = Field("", title=N_("Case number"))
    name: Line = Field("", title=N_("Whole name"))
    surname: Line = Field("", title=N_("Surname"))
    given_name: Line = Field("", title=N_("Given name"))
    patronymic: Line = Field("", title=N_("Patronymic"))
    birth_date: PartialBirth = Field("", title=N_("Date of birth"))
    citizenship: Country | None = Field(None, title=N_("Citizenship"))
    document_number: SearchedNumber = Field("", title=N_("Document number"))
    fin: SearchedNumber = Field("", title=N_("FIN"))


class AnswerKind(StrEnum):
    """The four answers of a lookup; there is no other."""

    found = "found"
    possible = "possible"
    none = "none"
    unconfirmed = "unconfirmed"


class ListAge(StrEnum):
    """How old the list is, by central's clock; only a fresh or ageing one gives a clean answer."""

    fresh = "fresh"
    ageing = "ageing"
    stale = "stale"
    absent = "absent"


class LookupMade(Authored, LookupForm):
    """A lookup as it was made: an immutable fact, written before its answer is shown."""

    answer: AnswerKind
    candidates: list[Line] = Field(default_factory=list, max_length=5)
    """Ids of the records shown, best first."""
    list_age: ListAge
    list_version: int | None = None
    list_as_of: AwareDatetime | None = None
    over_limit: bool = False
    """The clerk had made more lookups in the hour than is usual."""


class LookupChecked(Authored):
    """Central's list of a moment later said something else to a lookup than the desk's list had said."""

    lookup: UUID
    answered: AnswerKind
    """What the clerk was told at first."""
    answer: AnswerKind
    candidates: list[Line] = Field(default_factory=list, max_length=5)
    list_version: int
    list_as_of: AwareDatetime


class ScreeningRaised(Authored):
    """Newer list data says that an earlier "no record" would now be a hit: the supervisor looks into it."""

    lookup: UUID
    looked_up_at: AwareDatetime
    asked: str = Field("", max_length=600)
    """What was asked, in one line."""
    restriction: Line
    kind: Line
    ground_code: Line
    valid_from: Line
    list_version: int
    list_as_of: AwareDatetime
    visit: UUID | None = None
    """The visit of the same person that the desk knows, if any."""
    visit_number: Line = ""
    """The printed number of that visit; `number` would claim it for the task."""


__all__ = ["AnswerKind", "ListAge", "LookupChecked", "LookupForm", "LookupMade", "ScreeningRaised"]
