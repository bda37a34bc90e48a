"""Persons, lists, and questions about them, with the right answer; see README.md for sources and licences."""

import calendar
import csv
import hashlib
import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.lookup import banks, spellings
from desk.db.restrictions.row import Document, Kind, RestrictionRow

BORN = (date(1940, 1, 1), date(2006, 12, 31))


@dataclass(frozen=True)
class Ask:
    """A question: free name, date, citizenship, document; `target` is the row's id, None for a stranger."""

    name: str
    birth: str | None
    citizenship: str | None
    document: str | None
    target: str | None
    family: str
    kind: str  # positive, clean, hard


@dataclass(frozen=True)
class Person:
    """A person with the word variants that published sources give."""

    row: RestrictionRow
    language: str
    female: bool = False
    variants: tuple[tuple[str, ...], ...] = ()  # for each word of surname+given: other forms
    aliases: tuple[str, ...] = ()


def half(identity: str) -> str:
    """Return dev or test: split once, by hash."""
    return "dev" if hashlib.sha256(f"lookup-split:{identity}".encode()).digest()[0] & 1 else "test"


def script(word: str) -> str:
    return unicodedata.name(word[0], "?").split(" ")[0]


def read_classes(path: Path) -> list[list[str]]:
    """Read the forms of each Wikidata name class: one-word forms in the scripts that the desk meets."""
    wanted = {"LATIN", "CYRILLIC", "ARABIC", "GEORGIAN", "ARMENIAN", "HEBREW", "DEVANAGARI"}
    classes = []
    for line in path.read_text(encoding="utf-8").splitlines():
        forms = [form.strip() for form in line.partition(" => ")[0].split(",")]
        kept = [f for f in forms if len(f) > 2 and f.isalpha() and script(f) in wanted]
        if len(kept) > 1:
            classes.append(kept)
    return classes


class Source:
    """Draws persons; deterministic for a seed."""

    def __init__(self, classes: list[list[str]], seed: int) -> None:
        self.rng = random.Random(seed)
        ending = re.compile(r"(ov|ev|in|iy|sky|ski|yan|ian|shvili|dze|zade|oglu|enko|uk|pour|son|sen|ez)$")
        surnames: dict[str, list[list[str]]] = {"ru": [], "ar": [], "ka": [], "xx": []}
        given: dict[str, list[list[str]]] = {"ru": [], "ar": [], "ka": [], "xx": []}
        classes = list(classes)
        random.Random(99).shuffle(classes)
        for forms in classes:
            latin = [f for f in forms if script(f) == "LATIN"]
            if not latin:
                continue
            scripts = {script(f) for f in forms}
            language = (
                "ar"
                if "ARABIC" in scripts
                else "ka"
                if "GEORGIAN" in scripts
                else "ru"
                if "CYRILLIC" in scripts
                else "xx"
            )
            (surnames if any(ending.search(f) for f in latin) else given)[language].append(forms)
        for key in surnames:
            if len(surnames[key]) < 50:
                surnames[key] = given[key]
        self.surnames, self.given = surnames, given

    def birth(self) -> date:
        return BORN[0] + timedelta(days=int(self.rng.triangular(0, (BORN[1] - BORN[0]).days, 17000)))

    def _zipf(self, words: list[Any]) -> Any:  # noqa: ANN401
        """Draw a word; of a hundred, the commonest has 6 %."""
        return words[int(len(words) * self.rng.random() ** 1.6)]

    def person(self, identity: str) -> Person:
        rng = self.rng
        language = rng.choices(["az", "ru", "ar", "ka", "xx"], [45, 18, 20, 5, 12])[0]
        female = rng.random() < 0.35
        birth = self.birth().isoformat()
        document = f"{rng.choice('CPAKN')}{rng.randrange(10**8):08}"
        citizenship = banks.CITIZENSHIP[language]
        if language == "az":
            citizenship = rng.choices(["AZE", "GEO", "RUS", "IRN", "TUR"], [60, 10, 15, 10, 5])[0]
            surname = str(self._zipf(banks.SURNAME))
            if female and surname.endswith("v"):
                surname += "a"
            elif female and surname.endswith("ski"):
                surname = surname[:-1] + "aya"
            given = str(self._zipf(banks.FEMALE if female else banks.MALE))
            father = str(self._zipf(banks.MALE)) if rng.random() < 0.8 else ""
            patronymic = f"{father} {'qızı' if female else 'oğlu'}" if father else ""
            variants: tuple[tuple[str, ...], ...] = ()
        else:
            one: list[str] = self._zipf(self.surnames[language])
            two: list[str] = self._zipf(self.given[language])
            surname = next(f for f in one if script(f) == "LATIN").title()
            given = next(f for f in two if script(f) == "LATIN").title()
            patronymic = ""
            variants = (tuple(one), tuple(two))
        row = RestrictionRow(
            id=identity,
            kind=rng.choice([Kind.ENTRY, Kind.ENTRY, Kind.EXIT]),
            ground_code=f"16.1.{rng.randrange(1, 9)}",
            legal_basis="Migration Code art. 16",
            rule_version="2018-07",
            issuing_body=f"Body {rng.randrange(12)}",
            surname=surname,
            given_names=given,
            patronymic=patronymic,
            birth_date=birth,
            sex="F" if female else "M",
            citizenship=citizenship,
            documents=(Document("passport", document),) if rng.random() < 0.9 else (),
            fin="".join(rng.choices("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", k=7))
            if citizenship == "AZE"
            else None,
            valid_from=date(2020, 1, 1) + timedelta(days=rng.randrange(2000)),
            valid_until=date(2028, 1, 1) + timedelta(days=rng.randrange(1500))
            if rng.random() < 0.6
            else None,
        )
        return Person(row, language, female, variants)


def read_ofac(folder: Path) -> list[Person]:
    """Read the individuals of the OFAC list that have other names (public domain)."""
    aliases: dict[str, list[str]] = {}
    with (folder / "alt.csv").open(encoding="latin-1") as file:
        for parts in csv.reader(file):
            if len(parts) > 3:
                aliases.setdefault(parts[0], []).append(parts[3])
    people = []
    with (folder / "sdn.csv").open(encoding="latin-1") as file:
        for parts in csv.reader(file):
            if len(parts) < 12 or parts[2] != "individual" or "," not in parts[1]:
                continue
            surname, _, given = parts[1].partition(",")
            born = re.search(r"DOB (\d{2}) (\w{3}) (\d{4})", parts[11])
            year = re.search(r"DOB (?:circa )?(\d{4})", parts[11])
            months = list(calendar.month_abbr)[1:]
            birth = (
                f"{born[3]}-{months.index(born[2]) + 1:02}-{born[1]}"
                if born and born[2] in months
                else year[1]
                if year
                else None
            )
            row = RestrictionRow(
                id=f"ofac-{parts[0]}",
                surname=surname.title(),
                given_names=given.strip().title(),
                birth_date=birth,
            )
            alike = tuple(
                each for each in aliases.get(parts[0], ()) if _same_name(each, f"{surname} {given}")
            )
            people.append(Person(row, "ofac", aliases=alike))
    return people


def _same_name(alias: str, name: str) -> bool:
    """Tell a spelling of the name from a nom de guerre: two words at least have a like one (by rapidfuzz
    alone)."""
    listed = [word for word in re.split(r"\W+", name.lower()) if len(word) > 2]
    asked = [word for word in re.split(r"\W+", alias.lower()) if len(word) > 2]
    like = sum(any(fuzz.ratio(one, two) >= 60 for two in listed) for one in asked)
    return like >= 2 and like >= len(asked) - 1


def spelled(person: Person, rng: random.Random) -> tuple[str, str]:
    """Return the person's name in another spelling, and the family of the spelling."""
    row = person.row
    if person.aliases and rng.random() < 0.8:
        return rng.choice(person.aliases), "alias"
    if person.variants:
        return _variant(person, rng)
    if person.language == "ofac":
        return _structure(row.surname, row.given_names, "", person.female, rng), "structure"
    father = row.patronymic.split(" ")[0]
    family = rng.choice(
        ["az", "az", "cyrillic", "cyrillic", "mrz", "structure", "structure", "typo", "arabic", "georgian"]
    )
    if family == "structure":
        return _structure(row.surname, row.given_names, father, person.female, rng), family
    if family == "typo":
        return _mistyped(row, rng), family
    how: Callable[[str, random.Random], str] = {
        "az": rng.choice([spellings.stripped, spellings.english, spellings.english, spellings.look_alike]),
        "cyrillic": rng.choice([spellings.russian, spellings.russian, spellings.soviet]),
        "mrz": spellings.mrz,
        "arabic": spellings.arabic,
        "georgian": spellings.georgian,
    }[family]
    surname, given = how(row.surname, rng), how(row.given_names, rng)
    if family == "mrz":
        tail = (
            f"<{how(father, rng)}" + rng.choice(["", "<OGLU" if not person.female else "<QIZI"])
            if father and rng.random() < 0.6
            else ""
        )
        return f"{surname}<<{given}{tail}<<<<", family
    tail = ""
    if father and rng.random() < 0.6:
        if how is spellings.russian:
            tail = " " + spellings.russian_father(father, person.female, rng)
        else:
            marker = {
                "cyrillic": ("кызы", "оглы"),
                "arabic": ("قیزی", "اوغلو"),
                "georgian": ("ყიზი", "ოღლი"),
            }.get(family)
            tail = " " + how(father, rng) + (" " + marker[0 if person.female else 1] if marker else "")
    order = [surname, given] if rng.random() < 0.7 else [given, surname]
    return " ".join(order) + tail, family


def _mistyped(row: RestrictionRow, rng: random.Random) -> str:
    """Make one or two typing errors in the name without marks."""
    base = rng.choice([spellings.stripped, spellings.english])
    words = [base(word, rng) for word in (row.surname, row.given_names)]
    for _ in range(rng.choice([1, 1, 2])):
        place = rng.randrange(2)
        words[place] = spellings.typo(words[place], rng)
    return " ".join(words)


def _variant(person: Person, rng: random.Random) -> tuple[str, str]:
    """Use published forms of each word."""
    scripts = sorted({script(f) for f in person.variants[0]} & {script(f) for f in person.variants[1]})
    wanted = rng.choice(scripts)
    if rng.random() < 0.15:
        return _structure(person.row.surname, person.row.given_names, "", False, rng), "structure"
    words = [rng.choice([f for f in forms if script(f) == wanted]) for forms in person.variants]
    if wanted == "LATIN" and rng.random() < 0.2:
        i = rng.randrange(2)
        words[i] = spellings.typo(words[i], rng)
        return " ".join(words), "typo"
    if rng.random() < 0.3:
        words.reverse()
    return " ".join(word.title() for word in words), f"forms_{wanted.lower()}"


def _structure(surname: str, given: str, father: str, female: bool, rng: random.Random) -> str:
    kind = rng.randrange(6)
    bases: list[Callable[[str], str]] = [str, lambda text: spellings.stripped(text, rng), str.upper]
    base = rng.choice(bases)
    surname, given, father = base(surname), base(given), base(father)
    if kind == 0:
        return f"{given} {surname}"
    if kind == 1 and father:
        return f"{surname} {given} {spellings.son_of(father, female, rng)}"
    if kind == 2:
        return f"{surname} {given[0]}."
    if kind == 3 and len(given) > 5:
        return f"{surname} {given[:3]}{rng.choice('- ')}{given[3:]}"
    if kind == 4:
        return f"{surname}-{given}" if rng.random() < 0.5 else f"{surname}, {given}"
    return f"{surname} {given} {father}".strip()


def dated(row: RestrictionRow, rng: random.Random) -> tuple[str | None, RestrictionRow, str]:
    """Return the date asked, the row as listed, and what happened to the date."""
    text = row.birth_date
    if text is None or len(text) < 10:
        return (text if rng.random() < 0.7 else None), row, "partial"
    year, month, day = map(int, text.split("-"))
    kind = rng.choices(
        [
            "equal",
            "ask_none",
            "both_none",
            "list_none",
            "swap",
            "digit",
            "year_ask",
            "year_list",
            "jan",
            "year_off",
            "day_off",
        ],
        [56, 8, 4, 5, 4, 5, 4, 4, 3, 4, 3],
    )[0]
    if kind == "ask_none":
        return None, row, kind
    if kind == "both_none":
        return None, replace(row, birth_date=None), kind
    if kind == "list_none":
        return text, replace(row, birth_date=None), kind
    if kind == "swap" and day <= 12:
        return f"{year}-{day:02}-{month:02}", row, kind
    if kind == "digit":
        for _ in range(20):
            place = rng.choice([2, 3, 6, 8, 9])
            changed = text[:place] + rng.choice("0123456789") + text[place + 1 :]
            try:
                date.fromisoformat(changed)
            except ValueError:
                continue
            if 1930 <= int(changed[:4]) <= 2010:
                return changed, row, kind
    if kind == "year_ask":
        return str(year), row, kind
    if kind == "year_list":
        return text, replace(row, birth_date=str(year)), kind
    if kind == "jan":
        return text, replace(row, birth_date=f"{year}-01-01"), kind
    if kind == "year_off" and not (month == 2 and day == 29):
        return f"{year + rng.choice([-1, 1])}-{month:02}-{day:02}", row, kind
    if kind == "day_off":
        return f"{year}-{month:02}-{rng.randrange(1, 29):02}", row, kind
    return text, row, "equal"


def world(
    size: int, classes: list[list[str]], ofac: list[Person], asks: int, seed: int = 7
) -> tuple[list[RestrictionRow], list[Ask]]:
    """Return the list's rows and the questions, both halves; about 5 of 11 questions are of strangers."""
    source, rng = Source(classes, seed), random.Random(seed + 1)
    people = list(ofac)
    people += [source.person(_identity(i)) for i in range(size - len(people))]
    rows = [person.row for person in people]
    questions: list[Ask] = []
    for i in rng.sample(range(len(people)), min(asks, len(people))):
        person = people[i]
        born, listed, what = dated(person.row, rng)
        rows[i] = listed
        name, family = spelled(person, rng)
        nation = person.row.citizenship if rng.random() < 0.8 else None
        if nation and rng.random() < 0.05:
            nation = "DEU"
        questions.append(Ask(name, born, nation, None, person.row.id, family + "/" + what, "positive"))
    present = {(row.surname, row.given_names, row.birth_date) for row in rows}
    for i in range(asks * 5 // 10):
        stranger = source.person(f"stranger-{i}")
        if (stranger.row.surname, stranger.row.given_names, stranger.row.birth_date) in present:
            continue
        name, family = spelled(stranger, rng)
        full, roll = stranger.row.birth_date or "", rng.random()
        born = full if roll < 0.88 else full[:4] if roll < 0.92 else None
        questions.append(
            Ask(
                name,
                born,
                stranger.row.citizenship if rng.random() < 0.8 else None,
                None,
                None,
                family,
                "clean",
            )
        )
    for i in rng.sample(range(len(people)), min(asks * 3 // 10, len(people))):
        questions.append(_hard(people[i], source, rng))
    return rows, questions


def _identity(i: int) -> str:
    raw = hashlib.sha256(f"row-{i}".encode()).hexdigest()
    return f"0199{i % 65536:04x}-{raw[:4]}-7{raw[4:7]}-8{raw[7:10]}-{raw[10:22]}"


def _hard(person: Person, source: Source, rng: random.Random) -> Ask:
    """Make a relative (other given name, other date) or a namesake (same name, other date)."""
    other = source.person("x")
    text = person.row.birth_date or "1980-01-01"
    year = int(text[:4]) + rng.choice([-1, 1]) * rng.randrange(2, 25)
    birth = source.birth().replace(year=max(1930, min(2010, year)), day=rng.randrange(1, 29)).isoformat()
    row = person.row
    if rng.random() < 0.5:
        while other.language != "az":
            other = source.person("x")
        row = replace(row, given_names=other.row.given_names)
        person = replace(
            person,
            variants=(),
            aliases=(),
            language="az" if person.language == "az" else "ofac",
            female=person.female,
        )
    person = replace(person, row=row)
    name, family = spelled(person, rng)
    return Ask(name, birth, row.citizenship if rng.random() < 0.8 else None, None, None, family, "hard")


def questions_of(questions: list[Ask], which: str) -> Iterator[Ask]:
    """Yield the questions of one half."""
    for ask in questions:
        if half(ask.target or ask.name) == which:
            yield ask
