"""The words by which a case is found: as they fold, and as they sound, so that Шеки finds Şəki."""

from desk.db.searched import WORDS as MOST
from desk.db.searched import cut
from desk.lang import fold
from desk.names.clean import clean
from desk.names.errors import LookupInputError
from desk.names.forms import forms

_SOUND = "0"
"""Before a word's sounds, so that they meet no written word."""
SHORTEST = 2
"""Letters of a word before it is looked for; the index has prefixes of two, three and four."""
WORDS = 400
"""More words of one case are not searched."""


def in_register(register: str) -> str:
    """The word that every case of a register has, so that a search of one passes over the other's at once."""
    return f"1{register}"


def words_of(*texts: str) -> str:
    """The text to index: every word folded, and its sounds."""
    found: dict[str, None] = {}
    for word in " ".join(texts).split()[:WORDS]:
        found.update(dict.fromkeys(fold(word).split()))
        sound = _sounds(word)
        if sound:
            found[_SOUND + sound] = None
    return " ".join(found)


def query_of(text: str) -> str:
    """The FTS5 query of what is typed: the beginning of each word, written or heard; "" for nothing.

    A single letter narrows nothing yet: nearly every case has a word that begins with it.
    """
    parts = []
    for word in cut(text).split()[:MOST]:
        folded, sound = fold(word).split()[:MOST], _sounds(word)
        if len("".join(folded)) < SHORTEST:
            continue
        either = ([" ".join(f'"{part}"*' for part in folded)] if folded else []) + (
            [f'"{_SOUND}{sound}"*'] if len(sound) > 2 else []
        )
        if either:
            parts.append("(" + " OR ".join(f"({one})" for one in either) + ")")
    return " AND ".join(parts)


def _sounds(word: str) -> str:
    """How a word sounds; a number sounds like nothing, or all numbers would sound alike."""
    if any(letter.isdigit() for letter in word):
        return ""
    try:
        plain = "".join(letter for letter in clean(word) if letter.isalpha())
    except LookupInputError:
        return ""
    return forms(plain).main.collapsed if plain else ""
