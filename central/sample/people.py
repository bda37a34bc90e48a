"""Persons of the sample data: a name in its script, its document's spelling, and a document.

The n-th person of a seed is always the same, however many are asked for. Nobody real is meant: common name
words are combined by chance, numbers are drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random
from uuid import UUID

from central.sample.names import Nation, Word, chance_name, nations
from central.sample.scripts import mrz_name, td1, td3
from desk.records.person import DocumentKind, Sex

FIN_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Digits and Latin capitals without I and O."""

TODAY = date(2026, 11, 1)
"""The day that the sample data is made for, so that it does not change with the clock."""

_WEIGHTS = tuple(nation.weight for nation in nations())


@dataclass(frozen=True)
class SamplePerson:
    """A person with one document; `latin_*` is the spelling of that document, a name part may be empty."""

    surname: str
    given_name: str
    patronymic: str
    latin_surname: str
    latin_given_name: str
    latin_patronymic: str
    other_spellings: tuple[str, ...]
    """Full names as other documents spell them, the own script first; without the document's spelling."""
    born: date
    sex: Sex
    citizenship: str
    document_kind: DocumentKind
    document_number: str
    expires: date
    fin: str
    phone: str

    @property
    def mrz_name(self) -> str:
        """The name field of the machine-readable zone, `SURNAME<<GIVEN`."""
        return mrz_name(self.latin_surname, self.latin_given_name)

    @property
    def mrz(self) -> tuple[str, ...]:
        """The lines of the machine-readable zone, with right check digits; the FIN is the optional data.

        Nothing for a residence permit, whose number is longer than the field.
        """
        zone = {DocumentKind.passport: td3, DocumentKind.id_card: td1}.get(self.document_kind)
        if zone is None:
            return ()
        days = f"{self.born:%y%m%d}", f"{self.expires:%y%m%d}"
        return zone(self.mrz_name, self.citizenship, self.document_number, days, self.sex, self.fin)


def seeded(seed: int, *what: object) -> Random:
    """A source of chance of its own for each thing, so that one thing's number shifts no other."""
    return Random(":".join(map(str, (seed, *what))))


def seeded_id(random: Random, stamp: int) -> UUID:
    """A UUIDv7 whose time is given (milliseconds) and whose chance comes from the seed."""
    value = stamp << 80 | 0x7 << 76 | random.getrandbits(12) << 64 | 0b10 << 62 | random.getrandbits(62)
    return UUID(int=value)


def fin(random: Random) -> str:
    """Seven characters of the FIN's alphabet; there is no public check digit."""
    return "".join(random.choices(FIN_ALPHABET, k=7))


def _document_number(pattern: str, random: Random) -> str:
    letters = "ABCDEFGHJKLMNPRSTUVXYZ"
    drawn = {"#": lambda: random.choice("0123456789"), "@": lambda: random.choice(letters)}
    return "".join(drawn[place]() if place in drawn else place for place in pattern)


def _document(nation: Nation, random: Random) -> tuple[DocumentKind, str]:
    if nation.code != "AZE" and random.random() < 0.12:
        series = random.choice(("MYI", "MYI", "MYI", "DYI"))
        return DocumentKind.residence_permit, _document_number(series + "#######", random)
    pattern = random.choice(nation.number)
    is_card = nation.code == "AZE" and pattern.startswith("@@")
    return (DocumentKind.id_card if is_card else DocumentKind.passport), _document_number(pattern, random)


def _phone(random: Random) -> str:
    operator = random.choice(("50", "51", "55", "70", "77", "99"))
    return f"+994{operator}000{random.randrange(10_000):04d}"


def _spellings(words: tuple[Word, ...], chosen: tuple[str, ...], random: Random) -> tuple[str, ...]:
    """The full name in its own script, and once more in Latin where a part has several spellings."""
    others = [" ".join(word.native for word in words if word.native)]
    if any(len(word.latins) > 1 for word in words):
        others.append(" ".join(random.choice(word.latins) for word in words if word.native))
    document = " ".join(part for part in chosen if part)
    return tuple(dict.fromkeys(other for other in others if other != document))


def _born(random: Random) -> date:
    years = random.triangular(1, 85, 32)
    return TODAY - timedelta(days=int(years * 365.25))


def person(seed: int, n: int) -> SamplePerson:
    """The n-th person of a seed."""
    random = seeded(seed, "person", n)
    nation = random.choices(nations(), _WEIGHTS)[0]
    sex = random.choice(("M", "M", "F"))
    name = chance_name(nation, sex, random)
    words = (name.surname, name.given, name.patronymic)
    chosen = tuple(random.choice(word.latins) for word in words)
    kind, number = _document(nation, random)
    has_fin = nation.code == "AZE" or kind is DocumentKind.residence_permit
    return SamplePerson(
        surname=words[0].native,
        given_name=words[1].native,
        patronymic=words[2].native,
        latin_surname=chosen[0],
        latin_given_name=chosen[1],
        latin_patronymic=chosen[2],
        other_spellings=_spellings(words, chosen, random),
        born=_born(random),
        sex=Sex(sex),
        citizenship=random.choice(nation.citizenships),
        document_kind=kind,
        document_number=number,
        expires=TODAY + timedelta(days=random.randint(-60, 3200)),
        fin=fin(random) if has_fin else "",
        phone=_phone(random) if random.random() < 0.7 else "",
    )


def people(seed: int) -> Iterator[SamplePerson]:
    """Persons without end, the same for the same seed."""
    return (person(seed, n) for n in count())
