"""Whether what is typed of a person can be of the one whose document was scanned."""

from collections.abc import Mapping
from datetime import date

from pydantic_core import PydanticCustomError

from desk.lang import day
from desk.names.birth import Birth, BirthRelation, parse_birth, relate
from desk.names.clean import MAX_LENGTH
from desk.names.similar import Likeness, similarity
from desk.names.words import Word, parse
from desk.records.days import whole_day
from desk.records.errors import Issue
from desk.records.mrz import Mrz
from desk.records.person import bare_number

_AS_MUCH = (BirthRelation.EQUAL, BirthRelation.PARTIAL, BirthRelation.YEAR_ONLY)


def contradictions(typed: Mapping[str, str], zone: Mrz) -> list[Issue]:
    """The fields that name another document or person than the zone, each with what the zone has.

    What is empty contradicts nothing. A name is the same in every spelling, and is not compared where the
    document is the same one, or cut its names.
    """
    is_same = bare_number(typed.get("document_number", "")) == zone.document_number
    wrong = {} if is_same or zone.names_cut else _other_names(typed, zone)
    born = typed.get("birth_date", "")
    if born and zone.birth_date and not _is_born(born, zone.birth_date):
        wrong["birth_date"] = day(zone.birth_date)
    for name, value in (("document_number", zone.document_number), ("fin", zone.fin)):
        if value and bare_number(typed.get(name, "")) not in ("", value):
            wrong[name] = value
    return [Issue(name, "scan_differs", {"text": value}) for name, value in wrong.items()]


def _is_born(text: str, on: date) -> bool:
    """Whether a text is this day, or as much of it as is known."""
    try:
        return whole_day(text) == on
    except PydanticCustomError:
        return relate(parse_birth(text), Birth(on.year, on.month, on.day)) in _AS_MUCH


def _other_names(typed: Mapping[str, str], zone: Mrz) -> dict[str, str]:
    """Of the names typed, those without a word of the person: zones split and order names as states like."""
    whole = f"{zone.surname} {zone.given_names}".strip()
    scanned = {"surname": zone.surname, "given_name": zone.given_names, "name": whole}
    words = parse(whole)
    return {
        name: value
        for name, value in scanned.items()
        if value and (said := parse(typed.get(name, "")[:MAX_LENGTH])) and not share(said, words)
    }


def share(said: list[Word], words: list[Word]) -> bool:
    """Whether a word of the one is a word of the other, in any spelling and script."""
    return any(similarity(one.forms, other.forms)[1] < Likeness.CLOSE for one in said for other in words)
