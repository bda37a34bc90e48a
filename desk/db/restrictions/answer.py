"""Candidate rows of a query, by exact number and by name, each with its score and how each field relates."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desk.db.restrictions.row import RestrictionRow
from desk.names.birth import BirthRelation
from desk.names.similar import Likeness

MOST_SHOWN = 5


class Relation(StrEnum):
    """How a field asked for relates to the listed one."""

    EQUAL = "equal"
    EQUAL_OTHER_SPELLING = "equal_other_spelling"
    CLOSE = "close"
    DIFFERENT = "different"
    MISSING = "missing"


class Answer(StrEnum):
    """What the list says; whether it is fresh enough to say "none" is the caller's to judge."""

    FOUND = "record_found"
    POSSIBLE = "possible_records"
    NONE = "no_record"
    TOO_LITTLE = "too_little_known"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked; any part may be empty, but not all of document, fin and names."""

    surname: str = ""
    given: str = ""
    patronymic: str = ""
    name: str = ""
    document: str = ""
    fin: str = ""
    birth_date: str = ""
    citizenship: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A word asked for beside the listed word that it stands for; None where one side has no word."""

    asked: str | None
    listed: str | None
    likeness: Likeness
    role: str


@dataclass(frozen=True, slots=True)
class Parts:
    """How each field relates; the words and the birth relation say why."""

    surname: Relation = Relation.MISSING
    given: Relation = Relation.MISSING
    patronymic: Relation = Relation.MISSING
    birth_date: Relation = Relation.MISSING
    citizenship: Relation = Relation.MISSING
    document: Relation = Relation.MISSING
    fin: Relation = Relation.MISSING
    birth: BirthRelation = BirthRelation.MISSING
    words: tuple[WordMatch, ...] = ()
    matched_name: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listed restriction that may be the person's; score between 0 and 1."""

    row: RestrictionRow
    score: float
    strong: bool
    parts: Parts


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: at most five candidates, best first, and which list said it."""

    answer: Answer
    candidates: tuple[Candidate, ...]
    version: int
    as_of: str
    today: date
    birth_date_unread: bool = False
