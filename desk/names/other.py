"""Scripts without a table of their own: Georgian letter by letter, Han by syllable, the rest by anyascii."""

from anyascii import anyascii

from desk.names import latin

_GEORGIAN = dict(
    zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", ["a", "b", "g", "d", "e", "v", "z", "t", "i", "k", "l", "m",
    "n", "o", "p", "Z", "r", "s", "t", "u", "p", "k", "G", "q", "S", "C", "T", "z", "T", "C", "X", "J", "h"],
        strict=True)
)  # fmt: skip
_ABUGIDAS = ("\u0900", "\u0dff")  # Devanagari to Sinhala: the inherent vowel is not written


def is_georgian(char: str) -> bool:
    """Tell whether the letter is Georgian (Mkhedruli)."""
    return "\u10d0" <= char <= "\u10ff"


def is_han(char: str) -> bool:
    """Tell whether the letter is a Han ideograph."""
    return "\u3400" <= char <= "\u9fff"


def hides_vowels(char: str) -> bool:
    """Tell whether the letter is of an Indic script, which leaves the inherent vowel out."""
    return _ABUGIDAS[0] <= char <= _ABUGIDAS[1]


def georgian_sounds(word: str) -> list[str]:
    """Return the sounds of a Georgian word; ფ also as f."""
    first = "".join(_GEORGIAN.get(char, "") for char in word)
    return [first, first.replace("p", "f")] if "ფ" in word else [first]


def han_words(word: str) -> list[str]:
    """Split a Han name into family name and given name, both in pinyin."""
    syllables = [anyascii(char).lower() for char in word]
    family = 2 if len(syllables) > 3 else 1
    return [part for part in ("".join(syllables[:family]), "".join(syllables[family:])) if part]


def sounds(word: str) -> list[str]:
    """Return the sounds of a word of any other script through anyascii."""
    return latin.sounds("".join(char for char in anyascii(word).lower() if char.isalpha()))
