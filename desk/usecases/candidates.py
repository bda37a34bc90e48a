"""A record that may be the person's, in words: how each field relates, why, and what the clerk does next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desk.db.restrictions.answer import Candidate, Parts, Relation
from desk.db.restrictions.certain import Differs, numbered, unlike
from desk.db.restrictions.row import RestrictionRow
from desk.lang import N_, _, day
from desk.names.birth import BirthRelation
from desk.names.numbers import fold_number
from desk.records.countries import country_name
from desk.records.lookup import LookupForm
from desk.records.restriction import RESTRICTION_KINDS, RestrictionKind
from desk.rules.errors import GroundUnknown
from desk.rules.grounds import ground
from desk.usecases.lookup import query_of

__all__ = ["Compared", "Relation", "Shown", "asked_text", "iso_text", "shown"]

_NUMBER_SAME = N_("The document number is the same.")
_FIN_SAME = N_("The FIN is the same.")
_WHY_NAME = {
    Relation.EQUAL: N_("The name is the same"),
    Relation.EQUAL_OTHER_SPELLING: N_("The name is the same in another spelling"),
    Relation.CLOSE: N_("The name is close"),
    Relation.DIFFERENT: N_("A part of the name differs"),
    Relation.MISSING: N_("A part of the name cannot be compared"),
}
_WHY_BIRTH = {
    BirthRelation.EQUAL: N_("the date of birth is the same."),
    BirthRelation.SWAPPED: N_("day and month of birth are swapped."),
    BirthRelation.PARTIAL: N_("as much of the date of birth as is known agrees."),
    BirthRelation.SLIP: N_("the date of birth differs by one digit."),
    BirthRelation.YEAR_ONLY: N_("the year of birth agrees; no more is known."),
    BirthRelation.LISTED_FIRST_JANUARY: N_(
        "the list has 1 January of the same year, which often means that only the year was known."
    ),
    BirthRelation.YEAR_SLIP: N_("the year of birth differs by one digit."),
    BirthRelation.SAME_YEAR_CLOSE: N_("the dates of birth are close, in the same year."),
    BirthRelation.MISSING: N_("a date of birth is missing."),
    BirthRelation.SAME_YEAR: N_("only the year of birth agrees."),
    BirthRelation.NEAR_YEAR: N_("the dates of birth differ, the years are near."),
    BirthRelation.DIFFERENT: N_("the date of birth differs."),
}
_BUT = {
    Differs.NAME: N_("But the name differs."),
    Differs.PATRONYMIC: N_("But the patronymic differs."),
    Differs.BIRTH_DATE: N_("But {birth}"),
    Differs.CITIZENSHIP: N_("But the citizenship differs."),
    Differs.DOCUMENT: N_("But the document number is another."),
    Differs.FIN: N_("But the FIN differs."),
}
_ORDER = (Relation.DIFFERENT, Relation.CLOSE, Relation.MISSING, Relation.EQUAL_OTHER_SPELLING, Relation.EQUAL)
NEXT_STRONG = N_("hold the matter and tell the supervisor; {body} decides about it, not this desk.")
NEXT_UNPAID = N_(
    "hold the matter, tell the supervisor; the ban ends when the fine is paid: ask for the receipt."
)
NEXT_WEAK = N_("compare with the document; if it is the same person, tell the supervisor, else go on.")
NEXT_NUMBER = N_(
    "check the number with the document; if it is right, tell the supervisor: "
    "the list has it with other particulars."
)


class Strength(StrEnum):
    """How much of a record agrees, in a word."""

    agrees = "agrees"
    number = "number"
    may_be = "may_be"


_STRENGTHS = {
    Strength.agrees: N_("agrees"),
    Strength.number: N_("number agrees"),
    Strength.may_be: N_("may be the person"),
}


@dataclass(frozen=True)
class Compared:
    """One field of the query beside the record's."""

    title: str
    asked: str
    listed: str
    relation: Relation


@dataclass(frozen=True)
class Shown:
    """A record as the clerk sees it: nothing of the file but this."""

    name: str
    kind: str
    strength: str
    compared: tuple[Compared, ...]
    why: str
    terms: str
    next_step: str


def asked_text(form: LookupForm, country: Callable[[str], str] = country_name) -> str:
    """What was asked, in one line; `country` tells the citizenship of a code, in the language in use."""
    name = " ".join(part for part in (form.name, form.surname, form.given_name, form.patronymic) if part)
    parts = (name, iso_text(form.birth_date), country(form.citizenship or ""), form.document_number, form.fin)
    return " · ".join(part for part in parts if part)


def shown(candidate: Candidate, form: LookupForm) -> Shown:
    """The record in the language in use, beside what was asked."""
    row = candidate.row
    return Shown(
        name=_told_name(candidate),
        kind=_(RESTRICTION_KINDS[RestrictionKind(row.kind)]),
        strength=_(_STRENGTHS[strength(candidate)]),
        compared=_compared(candidate, form),
        why=_why(candidate.parts),
        terms=_terms(row),
        next_step=_next(candidate),
    )


def _told_name(candidate: Candidate) -> str:
    """The listed name first; where another name of the person matched, that one with it."""
    main, met = _name(candidate.row), candidate.parts.matched_name
    if not _by_other_name(candidate):
        return met or main
    return _("{name}, other name: {other}").format(name=main, other=met)


def _by_other_name(candidate: Candidate) -> bool:
    main, met = _name(candidate.row), candidate.parts.matched_name
    return bool(main and met and main != met)


def _name(row: RestrictionRow) -> str:
    return " ".join(part for part in (row.surname, row.given_names, row.patronymic) if part)


def _compared(candidate: Candidate, form: LookupForm) -> tuple[Compared, ...]:
    row, parts = candidate.row, candidate.parts
    asked = query_of(form)  # a number or a date may stand in the line of the name
    number = fold_number(asked.document)
    # The one that agrees, else the first: the others are the person's, not the clerk's business.
    documents = sorted((one.number for one in row.documents), key=lambda one: fold_number(one) != number)
    compared = [
        *_names(candidate, form),
        Compared(
            N_("Date of birth"),
            iso_text(asked.birth_date),
            iso_text(row.birth_date or ""),
            parts.birth_date,
        ),
        Compared(
            N_("Citizenship"),
            country_name(asked.citizenship),
            country_name(row.citizenship or ""),
            parts.citizenship,
        ),
        Compared(N_("Document"), asked.document, "".join(documents[:1]), parts.document),
    ]
    if asked.fin:
        compared.append(Compared(N_("FIN"), asked.fin, row.fin or "", parts.fin))
    return tuple(compared)


def _names(candidate: Candidate, form: LookupForm) -> list[Compared]:
    """The name by its parts; in one line where the list or the question does not tell them apart."""
    row, parts = candidate.row, candidate.parts
    asked = {"surname": form.surname, "given": form.given_name, "patronymic": form.patronymic}
    words = [word for word in parts.words if word.asked and word.listed]
    untold = form.name and (not words or any(word.role == "unknown" for word in words))
    if untold or _by_other_name(candidate):
        typed_all = " ".join(filter(None, (form.name, *asked.values())))
        return [Compared(N_("Whole name"), typed_all, parts.matched_name or _name(row), _whole(parts))]
    pieces = " ".join((form.name, *asked.values())).replace(",", " ").split()
    typed = {piece.lower(): piece for piece in pieces}
    for role, field in asked.items():  # a scan has the father's name among the given names
        met = [typed.get(word.asked or "", word.asked or "") for word in words if word.role == role]
        asked[role] = field or " ".join(met)
    return [
        Compared(N_("Surname"), asked["surname"], row.surname, parts.surname),
        Compared(N_("Given name"), asked["given"], row.given_names, parts.given),
        Compared(N_("Patronymic"), asked["patronymic"], row.patronymic, parts.patronymic),
    ]


def _whole(parts: Parts) -> Relation:
    """How a name in one line relates: as its worst part does; a patronymic may be missing on either side."""
    compared = [parts.surname, parts.given]
    if parts.patronymic is not Relation.MISSING:
        compared.append(parts.patronymic)
    return min(compared, key=_ORDER.index)


def iso_text(iso: str) -> str:
    """An ISO date as far as it is known: dd.MM.yyyy, MM.yyyy or yyyy."""
    return ".".join(reversed(iso.split("-")))


def not_the_same(candidate: Candidate) -> tuple[str, ...]:
    """The codes of what is known on both sides and is not the same, as `Differs` names them."""
    return unlike(candidate.parts)


def strength(candidate: Candidate) -> Strength:
    """How much agrees: all that is known, the number against the rest, or not enough to say so."""
    if numbered(candidate.parts) and not_the_same(candidate):
        return Strength.number
    return Strength.agrees if candidate.strong else Strength.may_be


def _why(parts: Parts) -> str:
    """What speaks for the record, then what speaks against it."""
    against = unlike(parts)
    if numbered(parts):
        by_document = parts.document.value.startswith("equal")
        told = [_(_NUMBER_SAME if by_document else _FIN_SAME)]
    else:
        name = min((parts.surname, parts.given), key=_ORDER.index)
        told = [f"{_(_WHY_NAME[name])}; {_(_WHY_BIRTH[parts.birth])}"]
        against = tuple(field for field in against if field not in (Differs.NAME, Differs.BIRTH_DATE))
    birth = _(_WHY_BIRTH[parts.birth])
    return " ".join([*told, *(_(_BUT[field]).format(birth=birth) for field in against)])


def _terms(row: RestrictionRow) -> str:
    """Ground, dates and issuing body."""
    try:
        basis = f"{row.ground_code} {ground(row.ground_code).name}"
    except GroundUnknown:
        basis = row.ground_code
    since = _("from {day}").format(day=_day(row.valid_from))
    return f"{basis}. {row.issuing_body}, {since}, {_until(row)}."


def _until(row: RestrictionRow) -> str:
    if row.valid_until:
        return _("until {day}").format(day=_day(row.valid_until))
    return row.until_event or _("without an end date")


def _day(value: date | None) -> str:
    return day(value) if value else "?"


def _next(candidate: Candidate) -> str:
    if not candidate.strong:
        return _(NEXT_NUMBER if numbered(candidate.parts) else NEXT_WEAK)
    unpaid = candidate.row.ground_code == "16.1.8" and not candidate.row.valid_until
    return _(NEXT_UNPAID if unpaid else NEXT_STRONG).format(body=candidate.row.issuing_body)
