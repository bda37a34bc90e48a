"""A person as their document names them: the types of the fields and what is unusual in them."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from desk.lang import N_
from desk.records.errors import Issue, refusal
from desk.records.text import Length, RequiredLine

_IDENTIFIER = re.compile(r"[0-9A-Z]*")
_FIN = re.compile(r"[0-9A-HJ-NP-Z]{7}")
_AZE_FORMS = {
    "id_card": (re.compile(r"(AZE\d{8}|[A-Z]{2}\d{7})"), "AA1234567"),
    "passport": (re.compile(r"[A-Z]\d{8}"), "C01234567"),
}


class Sex(StrEnum):
    """As in the machine-readable zone; X is unspecified."""

    M = "M"
    F = "F"
    X = "X"


class DocumentKind(StrEnum):
    """What the visitor shows."""

    passport = "passport"
    id_card = "id_card"
    residence_permit = "residence_permit"
    travel_document = "travel_document"
    other = "other"


SEXES = {Sex.M: N_("male"), Sex.F: N_("female"), Sex.X: N_("unspecified")}
DOCUMENT_KINDS = {
    DocumentKind.passport: N_("passport"),
    DocumentKind.id_card: N_("identity card"),
    DocumentKind.residence_permit: N_("residence permit"),
    DocumentKind.travel_document: N_("travel document"),
    DocumentKind.other: N_("other document"),
}


def _schwa(name: str) -> str:
    """Write the Cyrillic letter schwa in a Latin name as the Latin one, which looks the same."""
    if "Ә" not in name and "ә" not in name:
        return name
    has_latin = any("A" <= letter.upper() <= "Z" for letter in name)
    return name.replace("Ә", "Ə").replace("ә", "ə") if has_latin else name


def _stranger(text: str) -> str:
    """The first character that is neither an ASCII capital nor a digit; nothing where there is none."""
    return next((letter for letter in text if not _IDENTIFIER.fullmatch(letter)), "")


def bare_number(text: str) -> str:
    """Capitals and digits; spaces, hyphens and the sign of numbers are only how people write it."""
    if _IDENTIFIER.fullmatch(text):
        return text
    return "".join(letter for letter in text.upper() if letter.isalnum()).replace("İ", "I")


def _document_number(text: str) -> str:
    plain = bare_number(text)
    if not 3 <= len(plain) <= 20:
        raise refusal("document_length")
    return plain


def _fin(text: str) -> str:
    plain = re.sub(r"[\s\-]", "", text).upper()
    if stranger := _stranger(plain):
        raise refusal("fin_letters", text=stranger)
    if len(plain) not in (0, 7):
        raise refusal("fin_length", length=len(plain))
    return plain


def _phone(text: str) -> str:
    plain = re.sub(r"[\s\-()]", "", text) if text else ""
    if plain and not re.fullmatch(r"\+?\d{5,15}", plain):
        raise refusal("phone_form")
    return plain


PersonName = Annotated[RequiredLine, AfterValidator(_schwa)]
"""A surname, given name or patronymic in any script."""

DocumentNumber = Annotated[str, AfterValidator(_document_number), Length(40)]
"""A document number: 3 to 20 capitals and digits once what stands between them is gone."""

Fin = Annotated[str, AfterValidator(_fin), Length(20)]
"""A personal identification number, or nothing; the letters I and O are only unusual."""

Phone = Annotated[str, AfterValidator(_phone), Length(30)]
"""Digits with an optional plus, or nothing."""


def name_remarks(**names: str) -> list[Issue]:
    """What is unusual in names, each under its field's: a digit, which a slip of the hand leaves there."""
    digits = {field: next(filter(str.isdigit, name), "") for field, name in names.items()}
    return [Issue(field, "name_digit", {"text": digit}) for field, digit in digits.items() if digit]


def fin_remarks(fin: str) -> list[Issue]:
    """What is unusual in a FIN: the letters I and O, which a real one has not."""
    if not fin or _FIN.fullmatch(fin):
        return []
    return [Issue("fin", "fin_look_alike", {"offer": fin.replace("I", "1").replace("O", "0")})]


def document_remarks(kind: str, number: str, citizenship: str) -> list[Issue]:
    """What is unusual in a document number: letters that are not Latin, or another form than Azerbaijan's."""
    if stranger := _stranger(number):
        return [Issue("document_number", "document_letters", {"text": stranger})]
    form = _AZE_FORMS.get(kind) if citizenship == "AZE" else None
    if form is None or form[0].fullmatch(number):
        return []
    return [Issue("document_number", "document_pattern", {"form": form[1]})]
