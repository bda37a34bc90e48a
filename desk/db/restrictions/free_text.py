"""What else than a name stands in the one line that a clerk types or scans: a zone, a number, a date."""

import re
from contextlib import suppress
from dataclasses import replace

from pydantic_core import PydanticCustomError

from desk.db.restrictions.answer import Query
from desk.names.birth import parse_birth
from desk.names.clean import MAX_LENGTH
from desk.names.numbers import fold_number
from desk.records.mrz import check_digit, read
from desk.records.mrz_layout import ungarble

_SECOND = re.compile(
    r"(?P<number>[0-9A-Z<]{9})(?P<check>[0-9])(?P<citizenship>[A-Z<]{3})(?P<birth>[0-9]{6})(?P<born>[0-9])"
    r"[MFX<][0-9<]{7}(?P<optional>[0-9A-Z<]{8,16})"
)
_FIN = re.compile(r"[0-9A-Z]{7}(?![0-9A-Z])")
_LONGEST_NUMBER = 20
_LEAST_DIGITS = 4


def understood(query: Query) -> Query:
    """Move what is no name out of the name; a field that was filled apart stays as it is."""
    if len(query.name) > MAX_LENGTH or not any(char.isdigit() for char in query.name):
        return query
    found = _zone(query.name) or _second_line(query.name) or _words(query.name)
    kept = {name: value for name, value in found.items() if name == "name" or not getattr(query, name)}
    return replace(query, **kept)


def _zone(text: str) -> dict[str, str]:
    """The fields of a whole machine-readable zone; nothing when it is none."""
    if text.count("<") < 3:
        return {}
    with suppress(PydanticCustomError):
        zone = read(text)
        return {
            "name": "",
            "surname": zone.surname,
            "given": zone.given_names,
            "birth_date": zone.birth_date.isoformat() if zone.birth_date else "",
            "citizenship": zone.citizenship,
            "document": zone.document_number,
            "fin": zone.fin,
        }
    return {}


def _second_line(text: str) -> dict[str, str]:
    """The fields of a passport's second line alone, as far as their check digits agree."""
    line = "".join(ungarble(text).split())
    match = _SECOND.fullmatch(line)
    if match is None or check_digit(match["number"]) != match["check"]:
        return {}
    found = {
        "name": "",
        "document": match["number"].strip("<"),
        "citizenship": match["citizenship"].strip("<"),
    }
    if check_digit(match["birth"]) == match["born"]:
        found["birth_date"] = _birth(match["birth"])
    fin = _FIN.match(match["optional"])
    if fin and found["citizenship"] == "AZE":
        found["fin"] = fin[0]
    return found


def _birth(digits: str) -> str:
    """The day of six digits in the latest century in which a person can hold a document."""
    from desk.lang import today

    for century in ("20", "19"):
        birth = parse_birth(f"{century}{digits}")
        if birth is not None and birth.number <= int(f"{today():%Y%m%d}"):
            return f"{birth.year}-{birth.month:02}-{birth.day:02}"
    return ""


def _words(text: str) -> dict[str, str]:
    """The name without the words that are a date or a number."""
    found: dict[str, str] = {}
    rest: list[str] = []
    for word in text.split():
        digits = sum(char.isdigit() for char in word)
        if not digits:
            rest.append(word)
        elif len(word) > 4 and parse_birth(word.strip(",;")) and "birth_date" not in found:
            found["birth_date"] = word.strip(",;")
        elif digits >= _LEAST_DIGITS and len(word) <= _LONGEST_NUMBER and fold_number(word):
            found.setdefault("document", word)
        else:
            rest.append(word)
    return found | {"name": " ".join(rest)} if found else {}
