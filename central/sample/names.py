"""Chance names of a citizenship from its common name words; see names.toml."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from central.sample.scripts import latin

_WORDS = Path(__file__).with_name("names.toml")
_ZWNJ = "\u200c"
_LISTS = ("male", "female", "surname", "stems", "first", "last", "syllables", "patronymic")


@dataclass(frozen=True)
class Word:
    """A name word in its own script, with the Latin spellings that documents give it."""

    native: str
    latins: tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """One person's name in its own script and as one document spells it; a part may be empty."""

    surname: Word
    given: Word
    patronymic: Word


EMPTY = Word("", ("",))


@dataclass(frozen=True)
class Nation:
    """The words and habits of one citizenship."""

    code: str
    weight: int
    citizenships: tuple[str, ...]
    number: tuple[str, ...]
    words: dict[str, tuple[Word, ...]]
    feminine: tuple[tuple[str, str], ...]
    father: tuple[str, ...]


def _word(text: str, nation: str) -> Word:
    native, _, spelled = text.replace("_", " ").partition("|")
    return Word(native, tuple(spelled.split("/")) if spelled else (latin(native, nation),))


def _nation(code: str, row: dict[str, Any]) -> Nation:
    return Nation(
        code=code,
        weight=row["weight"],
        citizenships=tuple(row.get("citizenships", [code])),
        number=tuple(row["number"]),
        words={key: tuple(_word(word, code) for word in row[key].split()) for key in _LISTS if key in row},
        feminine=tuple((pair.split()[0], pair.split()[1]) for pair in row.get("feminine", [])),
        father=tuple(row.get("father", [])),
    )


@lru_cache(maxsize=1)
def nations() -> tuple[Nation, ...]:
    """Every citizenship of the sample data, the most frequent visitors first."""
    table = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return tuple(_nation(code, row) for code, row in table.items())


def _feminine(word: Word, nation: Nation) -> Word:
    for male, female in nation.feminine:
        if word.native.endswith(male):
            native = word.native.removesuffix(male) + female
            return Word(native, (latin(native, nation.code),))
    return word


def _azerbaijani(stem: Word, random: Random) -> Word:
    """Əli -> Əliyev, Əlili, Əlizadə; the suffix follows the stem's last letter and vowel."""
    text, way = stem.native, random.random()
    vowels = [letter for letter in text.lower().replace("i̇", "i") if letter in "aıoueəiöü"]
    if way < 0.66:
        text += "yev" if text[-1] in "aıoueəiöü" else "ov"
    elif way < 0.85:
        text += {"a": "lı", "ı": "lı", "o": "lu", "u": "lu", "ö": "lü", "ü": "lü"}.get(vowels[-1], "li")
    else:
        text += "zadə"
    return Word(text, (latin(text, "AZE"),))


def _joined(first: Word, last: Word, nation: str) -> Word:
    if nation != "IRN":
        native = first.native + last.native
        return Word(native, (latin(native, nation),))
    joiner = "" if last.native.startswith("ی") else _ZWNJ
    return Word(first.native + joiner + last.native, (first.latins[0] + last.latins[0],))


def _surname(nation: Nation, random: Random) -> Word:
    words = nation.words
    if "stems" in words:
        return _azerbaijani(random.choice(words["stems"]), random)
    if "first" in words and random.random() < 0.6:
        first = random.choice(words["first"])
        # A Persian stem that ends in a long vowel takes no suffix that begins with one.
        closed = first.native[-1] in "یا"
        lasts = [last for last in words["last"] if not (closed and last.native.startswith("ی"))]
        return _joined(first, random.choice(lasts), nation.code)
    return random.choice(words["surname"])


def _given(nation: Nation, sex: str, random: Random) -> Word:
    if "syllables" in nation.words:
        parts = random.choices(nation.words["syllables"], k=random.choice((1, 2, 2)))
        spelled = "".join(part.latins[0] for part in parts).capitalize()
        return Word("".join(part.native for part in parts), (spelled,))
    return random.choice(nation.words["male" if sex == "M" else "female"])


def _patronymic(nation: Nation, sex: str, random: Random) -> Word:
    if "patronymic" in nation.words:
        word = random.choice(nation.words["patronymic"])
        return word if sex == "M" else _feminine(word, nation)
    if not nation.father:
        return EMPTY
    father = random.choice(nation.words["male"])
    native, _, spelled = nation.father[sex == "F"].partition("|")
    full = native.format(father.native)
    if not spelled:
        return Word(full, (latin(full, nation.code),))
    return Word(full, tuple(spelled.format(each) for each in father.latins))


def chance_name(nation: Nation, sex: str, random: Random) -> Name:
    """A name of that citizenship, `sex` being M or F."""
    surname = _surname(nation, random)
    if sex == "F":
        surname = _feminine(surname, nation)
    return Name(surname, _given(nation, sex, random), _patronymic(nation, sex, random))
