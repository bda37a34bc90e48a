"""Surveys and their answers: stored once by their identifier, whichever desk wrote them."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select
from sqlalchemy.dialects.sqlite import insert

from desk.db.survey_tables import survey, survey_answer
from desk.records.base import canonical
from desk.records.survey import Survey, SurveyAnswered

LISTED = 200
_ADD = insert(survey)
_MERGE = _ADD.on_conflict_do_update(index_elements=["id"], set_={"feed_n": _ADD.excluded.feed_n})
_ADD_ANSWER = insert(survey_answer)
_MERGE_ANSWER = _ADD_ANSWER.on_conflict_do_update(
    index_elements=["id"], set_={"feed_n": _ADD_ANSWER.excluded.feed_n}
)


def add(connection: Connection, record: Survey, change_n: int) -> None:
    """Store a survey of this desk, written by the change of that number."""
    connection.execute(_ADD, _row(record) | {"change_n": change_n, "feed_n": None})


def merge(connection: Connection, record: Survey, feed_n: int) -> None:
    """Store a survey that the feed brought, or note on our own that it was applied there."""
    connection.execute(_MERGE, _row(record) | {"change_n": None, "feed_n": feed_n})


def add_answer(connection: Connection, record: SurveyAnswered, change_n: int) -> None:
    """Store an answer of this desk."""
    connection.execute(_ADD_ANSWER, _answer_row(record) | {"change_n": change_n, "feed_n": None})


def merge_answer(connection: Connection, record: SurveyAnswered, feed_n: int) -> None:
    """Store an answer that the feed brought; it may arrive before its survey."""
    connection.execute(_MERGE_ANSWER, _answer_row(record) | {"change_n": None, "feed_n": feed_n})


def _row(record: Survey) -> dict[str, object]:
    return {
        "id": record.id,
        "clause": record.clause,
        "opens_on": record.opens_on,
        "closes_on": record.closes_on,
        "body": canonical(record),
    }


def _answer_row(record: SurveyAnswered) -> dict[str, object]:
    return {
        "id": record.id,
        "survey": record.survey,
        "replaces": record.replaces,
        "body": canonical(record),
    }


def one(connection: Connection, survey_id: UUID) -> Survey | None:
    """A survey by its identifier."""
    found = _read(connection, select(survey.c.body).where(survey.c.id == survey_id))
    return found[0] if found else None


def open_on(connection: Connection, day: date) -> list[Survey]:
    """The surveys that are asked on a day, the oldest first."""
    rows = select(survey.c.body).where(survey.c.opens_on <= day, survey.c.closes_on >= day)
    return _read(connection, rows.order_by(survey.c.opens_on, survey.c.id))


def newest(connection: Connection) -> list[Survey]:
    """The surveys, the newest first, at most LISTED."""
    rows = select(survey.c.body).order_by(survey.c.opens_on.desc(), survey.c.id.desc())
    return _read(connection, rows.limit(LISTED))


def of_year(connection: Connection, year: int) -> list[Survey]:
    """The surveys that opened in a year, in the order in which they were opened."""
    rows = select(survey.c.body).where(survey.c.opens_on.between(date(year, 1, 1), date(year, 12, 31)))
    return _read(connection, rows.order_by(survey.c.opens_on, survey.c.id))


def _read(connection: Connection, rows: Select[Any]) -> list[Survey]:
    return [Survey.model_validate_json(body) for body in connection.execute(rows).scalars()]


def answers_of(connection: Connection, survey_id: UUID) -> list[SurveyAnswered]:
    """The answers of a survey that count, in the order of their identifiers."""
    later = survey_answer.alias()
    replaced = select(later.c.replaces).where(later.c.survey == survey_id, later.c.replaces.is_not(None))
    rows = (
        select(survey_answer.c.body)
        .where(survey_answer.c.survey == survey_id, survey_answer.c.id.not_in(replaced))
        .order_by(survey_answer.c.id)
    )
    return [SurveyAnswered.model_validate_json(body) for body in connection.execute(rows).scalars()]
