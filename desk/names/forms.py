"""One word in the three forms that the search compares: sound, collapsed sound, and skeleton of
consonants."""

import re
from dataclasses import dataclass
from functools import lru_cache

from desk.names import arabic, cyrillic, latin, other
from desk.names.clean import is_cyrillic, unmix

_COLLAPSE = str.maketrans("kgqGhXJZCcszSTfvwbpdtaeouiy", "kkkkhhccccssssvvvbbttaaooii")
_DOUBLES = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("h", "k", "aoi")
_ABD = re.compile(r"^abd[aeou]?(?:l(?=[^aeiouy])|(?=.))(?=.{3})")
_DIN = re.compile(r"[aeou]d+[iy]+n$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to hear a word: sounds, sounds in ten classes without doubles, and consonants only."""

    sound: str
    collapsed: str
    skeleton: str


@dataclass(frozen=True, slots=True)
class Forms:
    """All readings of one word, the likeliest first; `vowelless` when its script leaves vowels out."""

    readings: tuple[Reading, ...]
    vowelless: bool

    @property
    def main(self) -> Reading:
        """Return the likeliest reading."""
        return self.readings[0]


def collapse(sound: str) -> str:
    """Return the sounds in their classes, doubles once: Cəfərov, Jafarov and Джафаров are one."""
    if len(sound) > 2 and sound[-1] == "h" and sound[-2] in "aeou":
        sound = sound[:-1]
    return _DOUBLES.sub(r"\1", sound.translate(_COLLAPSE))


def skeleton(collapsed: str) -> str:
    """Return the consonants of a collapsed form, h and k as one."""
    return collapsed.translate(_VOWELS)


def reading(sound: str) -> Reading:
    """Return the reading of one sound form, with servant-of and -uddin names written in one way."""
    if sound.startswith("abd"):
        sound = _ABD.sub("abdu", sound)
    sound = _DIN.sub("edin", sound)
    collapsed = collapse(sound)
    return Reading(sound, collapsed, skeleton(collapsed))


def variant_key(form: Forms) -> str:
    """Return the key of the word in the table of name variants."""
    return ("*" if form.vowelless else "") + form.main.collapsed


@lru_cache(maxsize=65536)
def forms(word: str) -> Forms:
    """Return the forms of one word of one script; a word without a known letter has one empty reading."""
    word = unmix(word)
    heard, vowelless = _sounds(word)
    unique = dict.fromkeys(sound for sound in heard if sound)
    return Forms(tuple(map(reading, unique)) or (Reading("", "", ""),), vowelless)


def _sounds(word: str) -> tuple[list[str], bool]:
    """Return the sounds by the word's script, and whether that script leaves vowels out."""
    first = word[:1]
    if word.isascii() or "\u00c0" <= first <= "\u024f" or first in "əƏ":
        return latin.sounds(word), False
    if is_cyrillic(first):
        return cyrillic.sounds(word), False
    if "\u0600" <= first <= "\u06ff" or "\ufb50" <= first <= "\ufeff":
        return arabic.sounds(word), True
    if other.is_georgian(first):
        return other.georgian_sounds(word), False
    return other.sounds(word), other.hides_vowels(first) or "\u0590" <= first <= "\u05ff"
