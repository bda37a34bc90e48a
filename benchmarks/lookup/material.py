"""Lists, and questions about listed people and strangers, with the right answer."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.lookup import spellings
from benchmarks.lookup.people import Person, Source, half, identity_of, script
from desk.db.restrictions.row import RestrictionRow


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
    half: str = ""  # dev, test, or "" for a person whose names are of both halves: never asked


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
    people = list(ofac) if size >= 10_000 else rng.sample(ofac, size // 3)
    people += [source.person(identity_of(i)) for i in range(size - len(people))]
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
        ask = Ask(name, born, nation, None, person.row.id, family + "/" + what, "positive", half_of(person))
        questions.append(ask)
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
                half_of(stranger),
            )
        )
    for i in rng.sample(range(len(people)), min(asks * 3 // 10, len(people))):
        questions.append(_hard(people[i], source, rng))
    return rows, questions


def _hard(person: Person, source: Source, rng: random.Random) -> Ask:
    """Make a relative (other given name, other date) or a namesake (same name, other date)."""
    other, which = source.person("x"), half_of(person)
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
    return Ask(
        name, birth, row.citizenship if rng.random() < 0.8 else None, None, None, family, "hard", which
    )


def half_of(person: Person) -> str:
    """Return the half of a person: that of all its name classes, else of its id."""
    halves = {half(forms[0]) for forms in person.variants} or {half(person.row.id)}
    return halves.pop() if len(halves) == 1 else ""


def questions_of(questions: list[Ask], which: str) -> Iterator[Ask]:
    """Yield the questions of one half."""
    return (ask for ask in questions if ask.half == which)
