"""When a record is found and not only possible: what is known agrees, and nothing known contradicts it."""

from enum import StrEnum

from desk.db.restrictions.answer import Parts, Relation
from desk.names.birth import BirthRelation

_SAME = frozenset({Relation.EQUAL, Relation.EQUAL_OTHER_SPELLING})
_AS_FAR_AS_KNOWN = frozenset(
    {BirthRelation.EQUAL, BirthRelation.PARTIAL, BirthRelation.YEAR_ONLY, BirthRelation.MISSING}
)


class Differs(StrEnum):
    """A field that is known on both sides and is not the same."""

    NAME = "name"
    PATRONYMIC = "patronymic"
    BIRTH_DATE = "birth_date"
    CITIZENSHIP = "citizenship"
    DOCUMENT = "document"
    FIN = "fin"


def numbered(parts: Parts) -> bool:
    """Tell whether the document or the FIN is the same."""
    return not _SAME.isdisjoint((parts.document, parts.fin))


def differences(parts: Parts) -> tuple[Differs, ...]:
    """Return what contradicts; of another name the patronymic is a part.

    Another document does not: a person has several one after the other.
    """
    relations = {
        Differs.NAME: (parts.surname, parts.given),
        Differs.PATRONYMIC: (parts.patronymic,),
        Differs.BIRTH_DATE: (parts.birth_date,),
        Differs.CITIZENSHIP: (parts.citizenship,),
        Differs.FIN: (parts.fin,),
    }
    found = [field for field, fields in relations.items() if Relation.DIFFERENT in fields]
    return tuple(field for field in found if field is not Differs.PATRONYMIC or Differs.NAME not in found)


def unlike(parts: Parts) -> tuple[Differs, ...]:
    """Return what a clerk is told is not the same: what contradicts, a near birth date, another document."""
    found = set(differences(parts))
    if parts.birth not in _AS_FAR_AS_KNOWN:
        found.add(Differs.BIRTH_DATE)
    if parts.document is Relation.DIFFERENT:
        found.add(Differs.DOCUMENT)
    return tuple(field for field in Differs if field in found)


def certain(parts: Parts) -> bool:
    """Tell whether the record may be called the person's.

    A number outweighs one contradiction, not two: numbers are unique within one state only, and are mistyped.
    Without a number both names and the whole birth date are the same; near ones are for a person to compare.
    """
    against = len(differences(parts))
    if numbered(parts):
        return against < 2
    names_same = {parts.surname, parts.given} <= _SAME
    return names_same and parts.birth is BirthRelation.EQUAL and not against
