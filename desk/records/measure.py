"""A measure under the plan: one kind of entry with a small vocabulary, whatever was done."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from desk.lang import N_, today
from desk.records.base import Record
from desk.records.days import Day, not_before_start
from desk.records.entry import FormFact
from desk.records.errors import Issue, refusal
from desk.records.measure_words import DETAILS_OF, Detail, MeasureKind, Unit
from desk.records.text import Length, Line, Lines, Paragraph, RequiredLine

_CLAUSE = re.compile(r"\d{1,2}(\.\d{1,2}){1,2}")
_LANGUAGE = re.compile(r"[a-z]{2}")
MOST = Decimal("1000000000")
"""No quantity of a year reaches this."""


def _clause(text: str) -> str:
    if not _CLAUSE.fullmatch(text):
        raise refusal("clause_form")
    return text


def _codes(value: object) -> object:
    return re.split(r"[\s,;]+", value.strip().lower()) if isinstance(value, str) and value.strip() else value


def _language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise refusal("language_form")
    return code


def _number(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return Decimal(value.strip().replace(" ", "").replace(",", "."))
    except InvalidOperation as error:
        raise refusal("number_typed") from error


def _plain(value: Decimal) -> Decimal:
    """Two places at most, and none where they say nothing: equal quantities are equal texts."""
    exact = value.quantize(Decimal("0.01"))
    if exact != value:
        raise refusal("number_places")
    whole = exact.to_integral_value()
    return whole if whole == exact else exact


ClauseNumber = Annotated[str, AfterValidator(_clause), Length(8)]
"""The number of a clause, of two or three levels: 8.6 or 4.1.1."""

Languages = Annotated[
    list[Annotated[str, AfterValidator(_language)]], BeforeValidator(_codes), Field(max_length=20)
]
"""Language codes (ISO 639-1), blanks or commas between them."""

Quantity = Annotated[
    Decimal, BeforeValidator(_number), Field(ge=0, lt=MOST, allow_inf_nan=False), AfterValidator(_plain)
]
"""A count or a percentage: two decimal places at most."""


class Evidence(Record):
    """A file that proves a measure, by the SHA-256 of its content."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    name: RequiredLine
    size: int = Field(ge=0, le=1 << 40)


class MeasureForm(Record):
    """What the organiser types, in the order of the screen."""

    clause: ClauseNumber = Field(title=N_("Clause"))
    kind: MeasureKind = Field(title=N_("Kind of measure"))
    detail: Detail | None = Field(None, title=N_("Detail"))
    title: RequiredLine = Field(title=N_("Title (az)"))
    title_ru: Line = Field("", title=N_("Title (ru)"))
    title_en: Line = Field("", title=N_("Title (en)"))
    year: int = Field(ge=2000, le=2100, title=N_("Year"))
    starts_on: Day | None = Field(None, title=N_("On, or from"))
    ends_on: Day | None = Field(None, title=N_("To"))
    quantity: Quantity | None = Field(None, validate_default=True, title=N_("Quantity"))
    unit: Unit | None = Field(None, title=N_("Counted in"))
    participants: int | None = Field(None, ge=0, le=10_000_000, title=N_("Participants"))
    places: Lines = Field(default_factory=list, title=N_("Places"))
    partners: Lines = Field(default_factory=list, title=N_("Hosts, partners"))
    channels: Lines = Field(default_factory=list, title=N_("Channels"))
    languages: Languages = Field(default_factory=list, title=N_("Languages"))
    text: Paragraph = Field("", title=N_("Text (az)"))
    text_ru: Paragraph = Field("", title=N_("Text (ru)"))
    text_en: Paragraph = Field("", title=N_("Text (en)"))
    link: Line = Field("", title=N_("Link"))
    note: Line = Field("", title=N_("Note"))

    @field_validator("detail")
    @classmethod
    def _detail_fits(cls, value: Detail | None, info: ValidationInfo) -> Detail | None:
        kind = info.data.get("kind")
        if value is not None and kind is not None and value not in DETAILS_OF.get(kind, ()):
            raise refusal("detail_kind")
        return value

    _ends_later = field_validator("ends_on")(not_before_start)

    @field_validator("starts_on")
    @classmethod
    def _of_the_year(cls, value: Day | None, info: ValidationInfo) -> Day | None:
        year = info.data.get("year")
        if value is not None and year is not None and value.year > year:
            raise refusal("starts_after_year")
        return value

    @field_validator("quantity")
    @classmethod
    def _stated(cls, value: Decimal | None, info: ValidationInfo) -> Decimal | None:
        if value is None and info.data.get("kind") is MeasureKind.stated_total:
            raise refusal("missing")
        return value

    def remarks(self) -> list[Issue]:
        """What is unusual but may be right: shown once, then saved as the organiser insists."""
        found = []
        if self.year > today().year:
            found.append(Issue("year", "date_future"))
        if self.starts_on is not None and self.starts_on > today():
            found.append(Issue("starts_on", "date_future"))
        if self.starts_on is not None and self.starts_on.year < self.year:
            found.append(Issue("starts_on", "begun_before"))
        return found

    def titles(self) -> dict[str, str]:
        """The title by language code; languages without one are left out."""
        found = {"az": self.title, "ru": self.title_ru, "en": self.title_en}
        return {language: text for language, text in found.items() if text}

    def texts(self) -> dict[str, str]:
        """The text by language code; languages without one are left out."""
        found = {"az": self.text, "ru": self.text_ru, "en": self.text_en}
        return {language: text for language, text in found.items() if text}


class Measure(MeasureForm):
    """A measure as it is kept: what was typed, and the files that prove it."""

    evidence: list[Evidence] = Field(default_factory=list, max_length=50)


class MeasureFact(FormFact[Measure]):
    """A version of a measure; a withdrawn one has no form."""
