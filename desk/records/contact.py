"""Types of the fields that both registers have: addresses, bodies, past days, numbers, VÖEN."""

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from stdnum.az import voen
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as StdnumError

from desk.lang import today
from desk.records.days import Day
from desk.records.errors import refusal
from desk.records.number import parse
from desk.records.text import Length, RequiredLine, parts_of

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _email(text: str) -> str:
    plain = text.strip()
    if plain and not (plain.isascii() and plain.isprintable() and _EMAIL.fullmatch(plain)):
        raise refusal("email_form")
    return plain


STORED = {"stored": True}
"""The validation context of what is in the store already: a clock set back must not make it unreadable."""


def _past(value: Day, info: ValidationInfo) -> Day:
    if value > today() and not (info.context or {}).get("stored"):
        raise refusal("date_future")
    return value


def _number(text: str) -> str:
    return str(parse(text)) if text.strip() else ""


def _voen(text: str) -> str:
    """Ten digits, the ninth a check digit (stdnum.az.voen)."""
    if not text.strip():
        return ""
    try:
        return str(voen.validate(text))
    except InvalidChecksum as error:
        raise refusal("voen_check") from error
    except StdnumError as error:
        raise refusal("voen_form") from error


Email = Annotated[str, AfterValidator(_email), Length(120)]
"""An address in ASCII, or nothing; kept as typed."""

PastDay = Annotated[Day, AfterValidator(_past)]
"""A day that is not in the future."""

NumberText = Annotated[str, AfterValidator(_number), Length(40)]
"""A number that a desk printed, or nothing."""

Voen = Annotated[str, AfterValidator(_voen), Length(20)]
"""A taxpayer's number, or nothing."""

Names = Annotated[list[RequiredLine], BeforeValidator(parts_of), Field(min_length=1, max_length=20)]
"""Several names in one line, `;` between them."""
