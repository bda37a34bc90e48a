"""Persons of many languages, from name classes and published lists; sources and licences are in README.md."""

import calendar
import csv
import hashlib
import random
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from benchmarks.lookup import banks
from desk.db.restrictions.row import Document, Kind, RestrictionRow

BORN = (date(1940, 1, 1), date(2006, 12, 31))


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


def identity_of(i: int) -> str:
    raw = hashlib.sha256(f"row-{i}".encode()).hexdigest()
    return f"0199{i % 65536:04x}-{raw[:4]}-7{raw[4:7]}-8{raw[7:10]}-{raw[10:22]}"
