"""The tables of surveys and of their answers."""

from datetime import date
from uuid import UUID

from sqlmodel import Field, SQLModel

from desk.db.columns import table_of


class SurveyRow(SQLModel, table=True):
    """A survey of any desk."""

    __tablename__ = "survey"

    id: UUID = Field(primary_key=True)
    clause: str
    opens_on: date
    closes_on: date
    body: str
    """A desk.records.survey.Survey."""
    change_n: int | None = None
    feed_n: int | None = None


class SurveyAnswerRow(SQLModel, table=True):
    """One answer or tally of a survey; the one that it `replaces` counts no more."""

    __tablename__ = "survey_answer"

    id: UUID = Field(primary_key=True)
    survey: UUID
    replaces: UUID | None = None
    body: str
    """A desk.records.survey.SurveyAnswered."""
    change_n: int | None = None
    feed_n: int | None = None


survey, survey_answer = table_of(SurveyRow), table_of(SurveyAnswerRow)
