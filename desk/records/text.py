"""The one type of all text that people type: a line without anything that a terminal or a sheet obeys."""

import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import chain_schema, str_schema

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


@dataclass(frozen=True)
class Length:
    """How long a text may be once our own validator, named before this, is done with it.

    A `Field` there makes pydantic call Python for it: a fifth of the cost of a record with a dozen texts.
    """

    most: int
    least: int = 0

    def __get_pydantic_core_schema__(self, source: type[str], handler: GetCoreSchemaHandler) -> CoreSchema:
        """What is before it, then the length by pydantic's own core."""
        return chain_schema([handler(source), str_schema(min_length=self.least, max_length=self.most)])

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The length as others are told of it."""
        least = {"minLength": self.least} if self.least else {}
        return handler(schema) | {"maxLength": self.most} | least


Line = Annotated[str, AfterValidator(line), Length(LONGEST)]
"""A line of at most 200 characters."""

RequiredLine = Annotated[str, AfterValidator(line), Length(LONGEST, least=1)]
"""A line that must say something."""

Paragraph = Annotated[str, AfterValidator(line), Length(2000)]
"""A longer remark, still on one line."""


def parts_of(value: object) -> Any:  # noqa: ANN401 - what is no text stays what it is
    """A typed line as a list, `;` between its parts; anything else as it is."""
    if not isinstance(value, str):
        return value
    return [part for piece in value.split(";") if (part := piece.strip())]


Lines = Annotated[list[RequiredLine], BeforeValidator(parts_of), Field(max_length=60)]
"""Several texts in one line, `;` between them; none is allowed."""
