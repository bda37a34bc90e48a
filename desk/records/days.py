"""Dates as people type them, and the limits that make one impossible."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from desk.lang import today
from desk.records.errors import refusal

EARLIEST = date(1900, 1, 1)
_FIRST = date(2016, 1, 1)
"""The program runs on no earlier day (`desk.lang.BAKU`): what lies before is past, without asking a clock."""
_TYPED = re.compile(r"(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4})|(\d{2})(\d{2})(\d{4})")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(value: object) -> object:
    """Read `31.12.1990`, `31/12/1990`, `31-12-1990`, `31121990` or ISO `1990-12-31` as a date.

    Raises `date_form` for another form and `date_impossible` for a day that does not exist.
    """
    return whole_day(value) if isinstance(value, str) else value


def whole_day(typed_text: str) -> date:
    """The day that a text names in one of the forms of `parse_day`; raises as that does."""
    text = typed_text.strip()
    try:
        if _ISO.fullmatch(text):  # as every record has it
            return date.fromisoformat(text)
        if typed := _TYPED.fullmatch(text):
            day, month, year = (int(part) for part in typed.groups() if part)
            return date(year, month, day)
    except ValueError as error:
        raise refusal("date_impossible") from error
    raise refusal("date_form")


def _not_too_early(value: date) -> date:
    if value < EARLIEST:
        raise refusal("date_too_early")
    return value


def _not_future(value: date) -> date:
    if value >= _FIRST and value > today():
        raise refusal("date_future")
    return value


def not_before_start(value: date | None, info: ValidationInfo) -> date | None:
    """A last day that is not before the record's `starts_on`; raises `ends_first`."""
    start = info.data.get("starts_on")
    if value is not None and start is not None and value < start:
        raise refusal("ends_first")
    return value


Day = Annotated[date, BeforeValidator(parse_day), AfterValidator(_not_too_early)]
"""A calendar day from 1900 on."""

BirthDate = Annotated[Day, AfterValidator(_not_future)]
"""A day that is not in the future."""
