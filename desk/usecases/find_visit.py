"""Finding a visit of the day by its printed number or by a part of the visitor's name."""

from datetime import date

from pydantic_core import PydanticCustomError

from desk.db import visits
from desk.records.errors import Issue
from desk.records.number import Number, parse
from desk.usecases.day import VisitLine, line_of, visits_of
from desk.usecases.desk import Desk

_LIKE_A_NUMBER = 6
"""Digits in a text from which on it is meant as a printed number and not as a name."""


def find_visits(desk: Desk, day: date, text: str) -> tuple[list[VisitLine], Issue | None]:
    """The visits that a text means, and what is wrong with the text if it cannot mean one.

    A number finds a visit of any day; a name searches the day given.
    """
    if sum(character.isdigit() for character in text) >= _LIKE_A_NUMBER:
        return _by_number(desk, text)
    return visits_of(desk, day, text), None


def _by_number(desk: Desk, text: str) -> tuple[list[VisitLine], Issue | None]:
    try:
        number = parse(text)
    except PydanticCustomError as error:
        return [], Issue("find", error.type)
    with desk.store.read() as connection:
        row = visits.by_number(connection, str(number))
    return ([line_of(row)], None) if row else ([], _unknown(desk, number))


def _unknown(desk: Desk, number: Number) -> Issue:
    if number.desk == desk.identity.desk:
        return Issue("find", "number_unknown")
    return Issue("find", "number_other_desk", {"desk": number.desk})
