"""Where the fields of each size of machine-readable zone stand, and which characters a wrong layout types."""

import unicodedata
from dataclasses import dataclass

_US = "QWERTYUIOPASDFGHJKLZXCVBNM<"
_RU = "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬБ"
_AZ = {"İ": "I", "Ü": "W", "Ç": "<", "\u0307": ""}  # the dot that Python's lower() leaves of İ
_TYPED_AS = str.maketrans(dict(zip(_RU, _US, strict=True)) | _AZ)
"""A US-keyed scanner's characters, by what the az or ru layout of the desk makes of them."""


def ungarble(text: str) -> str:
    """Undo what an az or ru keyboard layout, capitals or small, made of a US-keyed scanner's keys.

    One table serves: no letter of one layout is another's, and a text in order stays as it is.
    """
    return unicodedata.normalize("NFC", text).upper().translate(_TYPED_AS)


@dataclass(frozen=True)
class Field:
    """A run of characters of the zone taken as one text, counted from 0."""

    start: int
    stop: int

    def __call__(self, zone: str) -> str:
        """The field's characters."""
        return zone[self.start : self.stop]


@dataclass(frozen=True)
class Fields:
    """Runs that count as one text for a check digit."""

    parts: tuple[Field, ...]

    def __call__(self, zone: str) -> str:
        """The characters of all runs, in order."""
        return "".join(part(zone) for part in self.parts)


@dataclass(frozen=True)
class Layout:
    """One size of document; the check digit of number, birth and expiry follows its field."""

    width: int
    codes: str
    """The first letters that a document of this size may have."""
    names: Field
    number: Field
    citizenship: Field
    birth: Field
    sex: int
    expires: Field
    optional: Field
    composite: Fields
    composite_check: int
    issuer: Field = Field(2, 5)
    optional_2: Field = Field(0, 0)
    personal_check: int | None = None
    """TD3 only: the place of the check digit of the personal number."""


def _two_lines(width: int, codes: str, optional_end: int, personal_check: int | None) -> Layout:
    at = width
    last = 2 * width - 1
    return Layout(
        width=width,
        codes=codes,
        names=Field(5, width),
        number=Field(at, at + 9),
        citizenship=Field(at + 10, at + 13),
        birth=Field(at + 13, at + 19),
        sex=at + 20,
        expires=Field(at + 21, at + 27),
        optional=Field(at + 28, at + optional_end),
        composite=Fields((Field(at, at + 10), Field(at + 13, at + 20), Field(at + 21, last))),
        composite_check=last,
        personal_check=personal_check,
    )


_TD1 = Layout(
    width=30,
    codes="ACI",
    names=Field(60, 90),
    number=Field(5, 14),
    citizenship=Field(45, 48),
    birth=Field(30, 36),
    sex=37,
    expires=Field(38, 44),
    optional=Field(15, 30),
    optional_2=Field(48, 59),
    composite=Fields((Field(5, 30), Field(30, 37), Field(38, 45), Field(48, 59))),
    composite_check=59,
)
_TD2 = _two_lines(36, "ACIP", 35, None)
_TD3 = _two_lines(44, "P", 42, 86)

LAYOUTS = {90: _TD1, 72: _TD2, 88: _TD3}
"""By the number of characters, line breaks not counted: TD1 3x30, TD2 2x36, TD3 2x44 (parts 5, 6 and 4)."""
