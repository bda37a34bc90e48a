"""The first step for any name: one Unicode form, nothing invisible, look-alike letters in their own
script."""

import unicodedata

from desk.names.errors import BadInput, LookupInputError

MAX_LENGTH = 300  # characters; the longest name line of a travel document has 88

_APOSTROPHES = str.maketrans(dict.fromkeys("'`´ʻʼʽʿʾˈ‘’‛′ʹʺ\"“”", None))
_TATWEEL = "\u0640"

# Letters that look alike in Latin and Cyrillic capitals and small letters, by position.
_CYRILLIC_TWINS = "АВЕКМНОРСТУХаеорсухіјһѕԛԝ"
_LATIN_TWINS = "ABEKMHOPCTYXaeopcyxijhsqw"
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)


def clean(text: str) -> str:
    """Return the text in NFKC without control, bidi and vowel marks; raises LookupInputError when too
    long."""
    if len(text) > MAX_LENGTH:
        raise LookupInputError(BadInput.TOO_LONG)
    normal = unicodedata.normalize("NFKC", text)
    if normal.isascii() and normal.isprintable():
        return normal.translate(_APOSTROPHES)
    return "".join(_visible(char) for char in normal).translate(_APOSTROPHES)


def _visible(char: str) -> str:
    """Keep a letter; drop format characters and Arabic marks; make a space of control characters."""
    category = unicodedata.category(char)
    if category in ("Cf", "Cs", "Cn", "Co") or char == _TATWEEL:
        return ""
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Mn" and ("\u0610" <= char <= "\u061a" or "\u064b" <= char <= "\u0670"):
        return ""
    return char


def is_cyrillic(char: str) -> bool:
    """Tell whether the letter is of the Cyrillic blocks."""
    return "\u0400" <= char <= "\u052f"


def is_latin(char: str) -> bool:
    """Tell whether the letter is of the Latin blocks."""
    return "a" <= char <= "z" or "A" <= char <= "Z" or "\u00c0" <= char <= "\u024f" or char == "\u0259"


def unmix(word: str) -> str:
    """Write a word that mixes Latin and Cyrillic in the one script that has all its letters, or most of
    them."""
    cyrillic = sum(map(is_cyrillic, word))
    if not cyrillic:
        return word
    latin = sum(map(is_latin, word))
    if not latin:
        return word
    as_latin, as_cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    if not any(map(is_cyrillic, as_latin)):
        return as_latin if latin >= 2 or any(map(is_latin, as_cyrillic)) else as_cyrillic
    if not any(map(is_latin, as_cyrillic)):
        return as_cyrillic
    return as_latin if latin >= cyrillic else as_cyrillic
