"""The one type of all text that people type: a line without anything that a terminal or a sheet obeys."""

import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from desk.records.errors import refusal

LONGEST = 200
_JOINERS = "\u200c\u200d"
"""Persian and Indic names need these two; every other format character is refused."""


def _refused(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Co", "Zl", "Zp") or (category == "Cf" and character not in _JOINERS)


def line(text: str) -> str:
    """Return the text in NFC, stripped, its spaces single; refuse control, bidi and zero-width characters.

    Raises `text_control` with the place (from 1) and code point of the first one.
    """
    if text.isascii() and text.isprintable():  # is in NFC, and has nothing to refuse
        return " ".join(text.split()) if " " in text else text
    normal = unicodedata.normalize("NFC", text)
    if normal.isprintable():  # No character of a refused category is: nearly every text ends its check here.
        return " ".join(normal.split())
    for place, character in enumerate(normal, 1):
        if _refused(character):
            raise refusal("text_control", place=place, code=f"{ord(character):04X}")
    return " ".join(normal.split())


Line = Annotated[str, AfterValidator(line), Field(max_length=LONGEST)]
"""A line of at most 200 characters."""

RequiredLine = Annotated[str, AfterValidator(line), Field(min_length=1, max_length=LONGEST)]
"""A line that must say something."""

Paragraph = Annotated[str, AfterValidator(line), Field(max_length=2000)]
"""A longer remark, still on one line."""


def parts_of(value: object) -> Any:  # noqa: ANN401 - what is no text stays what it is
    """A typed line as a list, `;` between its parts; anything else as it is."""
    if not isinstance(value, str):
        return value
    return [part for piece in value.split(";") if (part := piece.strip())]


Lines = Annotated[list[RequiredLine], BeforeValidator(parts_of), Field(max_length=60)]
"""Several texts in one line, `;` between them; none is allowed."""
