"""Sample rows of the list of entry and exit restrictions, as many as are asked for."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from uuid import UUID

from central.sample.people import TODAY, SamplePerson, person, seeded, seeded_id
from desk.lang import BAKU
from desk.records.restriction import ListedDocument, Restriction, RestrictionKind
from desk.rules.deadlines import add_months, due_by
from desk.rules.grounds import ground
from desk.rules.reader import Rule, Unit, rule

LISTED = 1_000_000_000
"""The number of the first listed person in `people.person`, far from those of visitors."""

_FIRST_DAY = date(2014, 1, 6)
_YOUNGEST = date(2008, 10, 1)
_ENTRY = {
    "16.1.8": 40,
    "16.1.6": 18,
    "16.1.4": 18,
    "16.1.7": 8,
    "16.1.5": 6,
    "16.1.1": 5,
    "16.1.3": 4,
    "16.1.2": 1,
}
_EXIT = {"9.3.1": 60, "9.3.2": 30, "9.3.3": 10}
_BODIES = {
    "16.1.1": "Dövlət Təhlükəsizliyi Xidməti",
    "16.1.2": "Dövlət Təhlükəsizliyi Xidməti",
    "16.1.3": "Daxili İşlər Nazirliyi",
    "9.3.1": "Daxili İşlər Nazirliyi",
    "9.3.2": "Ədliyyə Nazirliyi",
    "9.3.3": "Səhiyyə Nazirliyi",
}
_EVENTS = {
    "16.1.8": "Cərimə və penya tam ödənilənədək",
    "9.3.1": "Qətimkan tədbiri ləğv edilənədək",
    "9.3.2": "Cəza çəkilənədək",
    "9.3.3": "Məcburi tədbir ləğv edilənədək",
}


def listed_person(seed: int, n: int) -> SamplePerson:
    """The adult whom row n of a seed's list is about, as they would come to a desk."""
    numbers = count(LISTED + n, LISTED)
    return next(found for found in (person(seed, number) for number in numbers) if found.born <= _YOUNGEST)


def _birth_date(born: date, random: Random) -> str:
    """Whole in most rows; of some only the year, or the year and month, is known."""
    chance = random.random()
    if chance < 0.03:
        return f"{born:%Y}"
    return f"{born:%Y-%m}" if chance < 0.05 else born.isoformat()


def _names(listed: SamplePerson, random: Random) -> dict[str, object]:
    """Latin as in the document in most rows, the own script in some; the other spellings beside it."""
    if listed.citizenship == "AZE" or random.random() < 0.1:
        latin = (listed.latin_surname, listed.latin_given_name, listed.latin_patronymic)
        parts = (listed.surname, listed.given_name, listed.patronymic)
        others = [" ".join(part for part in latin if part)]
    else:
        parts = (listed.latin_surname, listed.latin_given_name, listed.latin_patronymic)
        others = list(listed.other_spellings) if random.random() < 0.6 else []
    patronymic = parts[2] if random.random() < 0.8 else ""
    return {"surname": parts[0], "given_names": parts[1], "patronymic": patronymic, "other_names": others}


def _documents(listed: SamplePerson, random: Random) -> list[ListedDocument]:
    if random.random() < 0.05:
        return []
    found = [ListedDocument(kind=listed.document_kind, number=listed.document_number)]
    if random.random() < 0.1:
        found.append(ListedDocument(kind="passport", number=f"X{random.randrange(10**7):07d}"))
    return found


def _end(code: str, version: Rule, begins: date, random: Random) -> dict[str, object]:
    """When the restriction ends, by the version of the law in force when it was made."""
    end: dict[str, object] = {}
    if version.unit is Unit.year:
        end["valid_until"] = due_by(version, begins).on
    elif code == "16.1.4":
        end["valid_until"] = add_months(begins, 12 * random.randint(1, 5))
    elif version.unit is Unit.until_event:
        end["until_event"] = _EVENTS[code]
        lifted = begins + timedelta(days=random.randint(20, 900))
        if random.random() < 0.15 and lifted <= TODAY:
            end["lifted_at"] = lifted
    return end


def _identity(seed: int, n: int) -> UUID:
    stamp = int(datetime.combine(_FIRST_DAY, time(), BAKU).timestamp() * 1000)
    return seeded_id(seeded(seed, "restriction id", n), stamp + n)


def restriction(seed: int, n: int) -> Restriction:
    """Row n of a seed's list; foreigners are barred from entry, citizens only from leaving."""
    random, listed = seeded(seed, "restriction", n), listed_person(seed, n)
    leaving = listed.citizenship == "AZE" or random.random() < 0.12
    grounds = _EXIT if leaving else _ENTRY
    code = random.choices(list(grounds), list(grounds.values()))[0]
    earliest = max(_FIRST_DAY, add_months(listed.born, 12 * 18))
    begins = earliest + timedelta(days=random.randrange((TODAY - earliest).days))
    version = rule(ground(code).rule, on=begins)
    return Restriction.model_validate(
        {
            "id": _identity(seed, n),
            "kind": RestrictionKind.exit if leaving else RestrictionKind.entry,
            "ground_code": code,
            "legal_basis": version.basis,
            "rule_version": version.version,
            "issuing_body": _BODIES.get(code, "Dövlət Miqrasiya Xidməti"),
            "birth_date": _birth_date(listed.born, random),
            "sex": listed.sex,
            "citizenship": listed.citizenship,
            "documents": _documents(listed, random),
            "fin": listed.fin,
            "valid_from": begins,
        }
        | _names(listed, random)
        | _end(code, version, begins, random)
    )


def restrictions(seed: int, rows: int) -> Iterator[Restriction]:
    """The first `rows` rows; more rows never change those before them."""
    return (restriction(seed, n) for n in range(rows))
