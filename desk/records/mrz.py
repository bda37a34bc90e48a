"""The machine-readable zone of a travel document (ICAO Doc 9303 parts 3 to 6), read from a scan.

Its check digits are the only proof that a scan is right, so nothing is given out unless all of them fit.
"""

import re
from dataclasses import dataclass
from datetime import date

from desk.lang import N_, today
from desk.records.errors import refusal
from desk.records.mrz_layout import LAYOUTS, Layout, ungarble
from desk.records.person import DocumentKind, Sex

LONGEST = 300
"""Characters of a scan or paste that is looked at; the largest zone has 90 and its line breaks."""

_ZONE = re.compile(r"[0-9A-Z<]*")
_NAMES = re.compile(r"[A-Z<]*[A-Z][A-Z<]*")
_STATE = re.compile(r"[A-Z]{0,3}<*")
_UNKNOWN_DATE = re.compile(r"(?=\d*<)(\d\d|<<){3}")
_OVERFLOW = re.compile(r"([0-9A-Z]+)([0-9])(?:<|$)")
_FIN = re.compile(r"[0-9A-Z]{7}(?![0-9A-Z])")
_SEXES = {"M": Sex.M, "F": Sex.F, "<": Sex.X, "X": Sex.X}
_STATELESS = ("XXA", "XXB", "XXC")

_NUMBER = N_("document number")
_BIRTH = N_("date of birth")
_EXPIRY = N_("date of expiry")
_PERSONAL = N_("personal number")
_WHOLE = N_("whole zone")


@dataclass(frozen=True)
class Mrz:
    """What a zone says, in its own Latin spelling: data, never recomputed or transliterated."""

    document_kind: DocumentKind
    issuing_state: str
    surname: str
    given_names: str
    names_cut: bool
    """The names fill their field to its end: the document may have cut them."""
    document_number: str
    citizenship: str
    birth_date: date | None
    """None where the zone itself says that day, month or year is unknown."""
    sex: Sex
    expires: date | None
    """None for a document without a date of expiry."""
    fin: str
    """Of Azerbaijani documents that carry it, else empty."""
    optional: str
    """What is left of the optional data of both lines, without the outer fillers."""
    lines: tuple[str, ...]


def check_digit(text: str) -> str:
    """The 7-3-1 check digit of Doc 9303 part 3, section 4.9, over digits, A to Z (10 to 35) and `<` (0)."""
    values = (0 if character == "<" else int(character, 36) for character in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def read(text: str) -> Mrz:
    """Read a TD1, TD2 or TD3 zone typed by a scanner or pasted, with line breaks or without.

    Raises `mrz_form` when it is no such zone, `mrz_check` with the part whose check digit does not fit,
    `mrz_date` for a day that does not exist.
    """
    zone = "".join(ungarble(text).split()) if len(text) <= LONGEST else ""
    layout = LAYOUTS.get(len(zone))
    if layout is None or not _ZONE.fullmatch(zone) or zone[0] not in layout.codes:
        raise refusal("mrz_form")
    number, optional = _checked_number(zone, layout)
    _check(layout.birth(zone), zone[layout.birth.stop], _BIRTH)
    _check(layout.expires(zone), zone[layout.expires.stop], _EXPIRY)
    if layout.personal_check is not None:
        _check_personal(layout.optional(zone), zone[layout.personal_check])
    _check(layout.composite(zone), zone[layout.composite_check], _WHOLE)
    return _read_checked(zone, layout, number, optional)


def _read_checked(zone: str, layout: Layout, number: str, optional: str) -> Mrz:
    names, citizenship, issuer = layout.names(zone), layout.citizenship(zone), layout.issuer(zone)
    sex = _SEXES.get(zone[layout.sex])
    is_state = _STATE.fullmatch(citizenship) and _STATE.fullmatch(issuer)
    if sex is None or not is_state or not _NAMES.fullmatch(names):
        raise refusal("mrz_form")
    surname, given_names = _names(names)
    issuer, citizenship = issuer.strip("<"), citizenship.strip("<")
    return Mrz(
        document_kind=_kind(zone[:2], issuer, citizenship, number),
        issuing_state=issuer,
        surname=surname,
        given_names=given_names,
        names_cut=not names.endswith("<"),
        document_number=number,
        citizenship=citizenship,
        birth_date=_birth_date(layout.birth(zone)),
        sex=sex,
        expires=_expiry_date(layout.expires(zone)),
        fin=_fin(optional) if issuer == "AZE" else "",
        optional=optional,
        lines=tuple(zone[at : at + layout.width] for at in range(0, len(zone), layout.width)),
    )


def _check(field: str, digit: str, part: str) -> None:
    if digit != check_digit(field):
        raise refusal("mrz_check", part=part)


def _check_personal(field: str, digit: str) -> None:
    """An empty personal number may have a filler for its check digit (part 4, section 4.2.2)."""
    if not (digit == "<" and not field.strip("<")):
        _check(field, digit, _PERSONAL)


def _checked_number(zone: str, layout: Layout) -> tuple[str, str]:
    """The document number and the optional data.

    In TD1 and TD2 a filler for the number's check digit says that the number goes on in the optional data.
    """
    number, digit, optional = layout.number(zone), zone[layout.number.stop], layout.optional(zone)
    if digit == "<" and layout.personal_check is None:
        rest = _OVERFLOW.match(optional)
        if rest is None:
            raise refusal("mrz_check", part=_NUMBER)
        number, digit, optional = number + rest[1], rest[2], optional[rest.end() :]
    _check(number, digit, _NUMBER)
    if not (plain := number.replace("<", "")):
        raise refusal("mrz_form")
    return plain, f"{optional.strip('<')} {layout.optional_2(zone).strip('<')}".strip()


def _names(field: str) -> tuple[str, str]:
    """Surname and given names; a person of one name has it as the surname (part 3, section 4.6)."""
    primary, _, secondary = field.strip("<").partition("<<")
    return " ".join(primary.replace("<", " ").split()), " ".join(secondary.replace("<", " ").split())


def _kind(code: str, issuer: str, citizenship: str, number: str) -> DocumentKind:
    """Cards of identity are given to citizens: another's card is a permit, whatever its second letter."""
    if code[0] == "P":
        return DocumentKind.travel_document if citizenship in _STATELESS else DocumentKind.passport
    if code == "AC":
        return DocumentKind.other
    is_permit = code[1] == "R" or issuer != citizenship or number.startswith(("MYI", "DYI"))
    return DocumentKind.residence_permit if is_permit else DocumentKind.id_card


def _fin(optional: str) -> str:
    """The FIN stands first in optional data: position 29 of a passport's second line."""
    found = (_FIN.match(word) for word in optional.split())
    return next((match[0] for match in found if match), "")


def _birth_date(field: str) -> date | None:
    """The latest century in which the day is not in the future."""
    return _date(field, today())


def _expiry_date(field: str) -> date | None:
    """The latest century in which the day is less than fifty years ahead."""
    return _date(field, date(today().year + 50, 1, 1))


def _date(field: str, latest: date) -> date | None:
    if _UNKNOWN_DATE.fullmatch(field):
        return None
    if not field.isdecimal():
        raise refusal("mrz_date")
    year, month, day = int(field[:2]), int(field[2:4]), int(field[4:])
    for century in (2000, 1900):
        try:
            found = date(century + year, month, day)
        except ValueError:
            continue
        if found <= latest:
            return found
    raise refusal("mrz_date")
