"""A person's name, in any order and script, to words with a role: surname, given name, father's name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from desk.names import latin, other
from desk.names.clean import MAX_LENGTH, clean
from desk.names.errors import BadInput, LookupInputError
from desk.names.forms import Forms, Reading, forms, reading

MAX_WORDS = 12  # longer names exist in no travel document; the rest says nothing more


class Role(IntEnum):
    """What a word is in the name; the number is stored in the index."""

    UNKNOWN = 0
    SURNAME = 1
    GIVEN = 2
    PATRONYMIC = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: as written, its forms and its role."""

    text: str
    forms: Forms
    role: Role

    @property
    def initial(self) -> bool:
        """Tell whether the word is a single letter."""
        return len(self.text) == 1


_MARKER = re.compile(
    r"(?:a?o|u)[Ggqkh]l(?:u|i|y|o)|[qkgG][iy]z[iy]"
)  # the sounds of oğlu, oğly, qızı and the like
_KYRGYZ_MARKERS = frozenset({"uulu", "уулу"})
_RUSSIAN = re.compile(r"^(.{2,}?)[oe]v(?:[iy][CJ]|na)$")
_ARTICLES = frozenset(
    {"al", "el", "ul", "bin", "ben", "ibn", "bint", "ال", "بن", "ابن", "بنت", "аль", "эль", "ибн", "бин"}
)
_ASSIMILATED = frozenset(
    {"as", "ash", "ar", "an", "ad", "at", "az", "ud", "ed", "ас", "аш", "ар", "ан", "ад", "ат", "уд"}
)
_SERVANT = re.compile(r"^abd(?:[aeou]?l?|[aeou][rsnzdt]|ush|ur)$|^عبد$|^абд(?:[уаэе]л?ь?)?$")
_FAITH = re.compile(r"^(?:[aeou]?d)?d[iy]+n(?:e)?$")
_ARABIC_FAITH = frozenset({"الدين", "الدین", "دين", "دین"})
_GOD = frozenset({"ullah", "allah", "ollah", "ulla", "olla", "alla", "ullo", "الله", "اللہ"})
_MRZ = re.compile(r"^[PV](?:<[A-Z<]{3}|[A-Z<]{4}(?=[A-Z<]{39}$))(?=[A-Z<]*<<)")


def parse(name: str, role: Role = Role.UNKNOWN) -> list[Word]:
    """Return the words of a free name or of one field; never raises but LookupInputError on a name too
    long."""
    text = clean(name)
    if role is Role.UNKNOWN:
        parts = _known_order(text)
        if parts:
            surname, rest = parts
            return [*parse(surname, Role.SURNAME), *parse(rest, Role.GIVEN)][:MAX_WORDS]
    words = [_word(raw, role) for raw in _joined(list(_split(text)))]
    return _marked([word for word in words if word.forms.main.sound])[:MAX_WORDS]


def person(surname: str = "", given: str = "", patronymic: str = "", name: str = "") -> list[Word]:
    """Return all the words of a person; raises LookupInputError when they cannot be looked up."""
    if not (surname or given or patronymic or name).strip():
        raise LookupInputError(BadInput.EMPTY)
    fields = (
        (surname, Role.SURNAME),
        (given, Role.GIVEN),
        (patronymic, Role.PATRONYMIC),
        (name, Role.UNKNOWN),
    )
    words = [word for text, role in fields if text for word in parse(text, role)]
    if not words:
        raise LookupInputError(BadInput.NO_LETTERS)
    if sum(len(word.forms.main.sound) for word in words) < 2 or all(word.initial for word in words):
        raise LookupInputError(BadInput.TOO_SHORT)
    if all(word.role is Role.PATRONYMIC for word in words):
        raise LookupInputError(BadInput.ONLY_PATRONYMIC)
    return words[:MAX_WORDS]


def _known_order(text: str) -> tuple[str, str] | None:
    """Split a name whose own punctuation tells the surname: an MRZ line or "Surname, Given"."""
    mark = "<<" if "<<" in text else ","
    surname, found, rest = _MRZ.sub("", text).strip().partition(mark)
    return (surname, rest.replace(",", " ")) if found and surname.strip("< ") and rest.strip("< ") else None


def _split(text: str) -> Iterator[str]:
    """Yield runs of letters and their marks; an ASCII hyphen after an article keeps the article apart."""
    run: list[str] = []
    for char in f"{text} ":
        if unicodedata.category(char)[0] in "LM":
            run.append(char)
        elif run:
            word = "".join(run)
            run.clear()
            if char == "-" and word.lower() in _ASSIMILATED:
                continue
            yield word


def _joined(raws: list[str]) -> Iterator[str]:
    """Drop articles, join Abd + X, X + ullah, X + uddin, and split Han names."""
    out: list[str] = []
    for raw in raws:
        low = raw.lower()
        if other.is_han(raw[0]):
            out.extend(other.han_words(raw) if len(raws) == 1 else [raw])
        elif (out and _SERVANT.match(out[-1].lower())) or (out and low in _GOD):
            out[-1] += raw
        elif out and (_FAITH.match(low) or low in _ARABIC_FAITH):
            out[-1] += "دین" if low in _ARABIC_FAITH else "eddin" if raw.isascii() else raw
        elif low in _ARTICLES and len(raws) > 1:
            continue
        else:
            out.append(raw)
    return iter(out)


def _word(raw: str, role: Role) -> Word:
    """Return one word with its forms."""
    return Word(latin.fold(raw) if raw.isascii() else raw.lower(), forms(raw), role)


def _marked(words: list[Word]) -> list[Word]:
    """Take the markers out, giving the word before them the father's role, and stem -ovich and -ovna."""
    out: list[Word] = []
    for word in words:
        if (out or word.role is Role.PATRONYMIC) and _is_marker(word):
            if out:
                out[-1] = replace(out[-1], role=Role.PATRONYMIC)
            continue
        out.append(word)
    return [_stemmed(word, len(out)) for word in out]


def _is_marker(word: Word) -> bool:
    """Tell whether the word is oğlu, qızı or another spelling of them."""
    return bool(_MARKER.fullmatch(word.forms.main.sound)) or word.text in _KYRGYZ_MARKERS


def _stemmed(word: Word, count: int) -> Word:
    """Read Rashidovich also as Rashid; in a name of three words or more it is the father's name."""
    stems: list[Reading] = []
    for each in word.forms.readings:
        match = _RUSSIAN.match(each.sound)
        if match:
            stem = match.group(1)
            stems.append(reading(stem))
            if stem.endswith("y") and len(stem) > 3:
                stems.append(reading(stem[:-1]))
    if not stems:
        return word
    role = Role.PATRONYMIC if count >= 3 and word.role is not Role.SURNAME else word.role
    return replace(
        word, forms=Forms((*_unique(stems), *word.forms.readings), word.forms.vowelless), role=role
    )


def _unique(readings: Iterable[Reading]) -> list[Reading]:
    """Return the readings once each, in order."""
    return list(dict.fromkeys(readings))


def same_words(name: str, fields: Sequence[str]) -> bool:
    """Tell whether a whole name says no more than its fields do, in whatever order."""
    said = {word.text for text in fields for word in parse(text[:MAX_LENGTH])}
    return all(word.text in said for word in parse(name[:MAX_LENGTH]))
