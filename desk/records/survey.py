"""A survey: one question with its answers, and what people answered, as append-only facts."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from desk.lang import N_, language
from desk.records.authored import Authored
from desk.records.base import Record
from desk.records.contact import PastDay
from desk.records.days import Day
from desk.records.errors import refusal
from desk.records.text import Line, Paragraph, RequiredLine, parts_of

MOST_ANSWERS = 9
"""One digit key an answer."""
MOST = 10_000_000


def _different(answers: list[str]) -> list[str]:
    if len(set(answers)) < len(answers):
        raise refusal("answer_twice")
    return answers


Answers = Annotated[
    list[RequiredLine],
    BeforeValidator(parts_of),
    AfterValidator(_different),
    Field(min_length=2, max_length=MOST_ANSWERS),
]
"""Two to nine answers in one line, `;` between them."""

OtherAnswers = Annotated[list[RequiredLine], BeforeValidator(parts_of), Field(max_length=MOST_ANSWERS)]
"""The same answers in another language, or none."""


class SurveyForm(Record):
    """What the organiser types, in the order of the screen."""

    clause: Line = Field("", title=N_("Plan clause"))
    question: Annotated[Paragraph, Field(min_length=1)] = Field(title=N_("Question (az)"))
    answers: Answers = Field(title=N_("Answers (az)"))
    question_ru: Paragraph = Field("", title=N_("Question (ru)"))
    answers_ru: OtherAnswers = Field(default_factory=list, title=N_("Answers (ru)"))
    question_en: Paragraph = Field("", title=N_("Question (en)"))
    answers_en: OtherAnswers = Field(default_factory=list, title=N_("Answers (en)"))
    opens_on: Day = Field(title=N_("Open from"))
    days: int = Field(ge=1, le=366, title=N_("Days open"))

    @field_validator("answers_ru", "answers_en")
    @classmethod
    def _same_answers(cls, value: list[str], info: ValidationInfo) -> list[str]:
        if value and "answers" in info.data and len(value) != len(info.data["answers"]):
            raise refusal("answers_differ")
        return value

    @property
    def closes_on(self) -> date:
        """The last day on which it is asked."""
        return self.opens_on + timedelta(days=self.days - 1)

    def question_in(self, code: str) -> str:
        """The question in a language, else in Azerbaijani."""
        return {"ru": self.question_ru, "en": self.question_en}.get(code) or self.question

    def answers_in(self, code: str) -> list[str]:
        """The answers in a language, else in Azerbaijani, in their one order."""
        return {"ru": self.answers_ru, "en": self.answers_en}.get(code) or self.answers

    @property
    def asked(self) -> str:
        """The question in the language in use."""
        return self.question_in(language())

    @property
    def offered(self) -> list[str]:
        """The answers in the language in use."""
        return self.answers_in(language())


class Survey(Authored, SurveyForm):
    """A survey as it was opened."""

    codes: list[RequiredLine] = Field(min_length=2, max_length=MOST_ANSWERS)
    """The name of each answer in counts and exports, in the order of the answers."""

    @model_validator(mode="after")
    def _codes(self) -> "Survey":
        if len(self.codes) != len(self.answers) or len(set(self.codes)) < len(self.codes):
            raise refusal("answers_differ")
        return self


class Channel(StrEnum):
    """How an answer came."""

    desk = "desk"
    kiosk = "kiosk"
    paper = "paper"
    online = "online"


CHANNELS = {
    Channel.desk: N_("at the desk"),
    Channel.kiosk: N_("at the kiosk"),
    Channel.paper: N_("on paper, tallied"),
    Channel.online: N_("online, tallied"),
}

Count = Annotated[int, Field(ge=0, le=MOST)]


class SurveyAnswered(Authored):
    """One person's answer, or a tally of many; `replaces` takes an earlier tally's place, with a reason."""

    survey: UUID
    on: PastDay
    channel: Channel
    counts: dict[RequiredLine, Count] = Field(max_length=MOST_ANSWERS)
    """By the answer's code."""
    blank: Count = 0
    """People who were asked and left it blank."""
    replaces: UUID | None = None
    reason: Line = ""

    @model_validator(mode="after")
    def _says_something(self) -> "SurveyAnswered":
        if self.replaces and not self.reason:
            raise refusal("reason_needed")
        if not self.replaces and not self.respondents:
            raise refusal("tally_empty")
        return self

    @property
    def respondents(self) -> int:
        """How many people this is, blanks included."""
        return sum(self.counts.values()) + self.blank
