"""Arabic, Persian, Urdu and Pashto letters to sounds; short vowels are not written, so only consonants
are sure."""

import re
from itertools import product

_LETTERS = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ى": "a", "ع": "", "ء": "", "ئ": "i", "ؤ": "o",
    "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ث": "s", "ج": "J", "چ": "C", "ح": "h", "خ": "X", "د": "d",
    "ڈ": "d",
    "ذ": "z", "ر": "r", "ڑ": "r", "ز": "z", "ژ": "Z", "س": "s", "ش": "S", "ص": "s", "ض": "z", "ط": "t",
    "ظ": "z",
    "غ": "G", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "ک": "k", "گ": "g", "ګ": "g", "ل": "l", "م": "m",
    "ن": "n",
    "ں": "n", "ه": "h", "ہ": "h", "ھ": "h", "ۀ": "a", "ة": "a", "ۃ": "a", "و": "o", "ۇ": "u", "ۆ": "o",
    "ي": "i",
    "ی": "i", "ې": "i", "ۍ": "i", "ے": "i", "ټ": "t", "ډ": "d", "ړ": "r", "ږ": "g", "ښ": "S", "څ": "T",
    "ځ": "z",
    "ڼ": "n", "ە": "a", "ھٔ": "h",
}  # fmt: skip
_ABD = re.compile(r"^عبد\s*ا?ل?(?=[^ ]{3})")
_LAM_BEFORE_VOWEL = re.compile(r"^عبد\s*ا?ل(?=[اأإع])")
_MAX_READINGS = 6


def sounds(word: str) -> list[str]:
    """Return the possible sounds, the likeliest first: و as o or v, ض as z or d, ج as j or g, ال as
    article."""
    stem = _abd(word)
    stems = [stem]
    if stem.startswith("ال") and len(stem) > 4:
        stems = [stem[2:], stem]
    readings = [reading for each in stems for reading in _read(each)]
    return list(dict.fromkeys(readings))[:_MAX_READINGS]


def _abd(word: str) -> str:
    """Write servant-of names in one way: Abd al-Rahman as abdrahman, Abd al-Aziz as abdlaziz."""
    if _LAM_BEFORE_VOWEL.match(word):
        return _LAM_BEFORE_VOWEL.sub("عبدل", word)
    return _ABD.sub("عبد", word)


def _read(word: str) -> list[str]:
    """Return every reading of one stem."""
    options: list[tuple[str, ...]] = []
    last = len(word) - 1
    for place, char in enumerate(word):
        heard = _LETTERS.get(char, "")
        if char == "و":
            options.append(("v", "o") if place == 0 else ("o", "v"))
        elif char in "هہ" and place == last and place > 1:
            options.append(("a", "h"))
        elif char == "ض":
            options.append(("z", "d"))
        elif char == "ج":
            options.append(("J", "g"))
        else:
            options.append((heard,))
    return ["".join(parts) for parts in list(product(*options))[:_MAX_READINGS]]
