"""Latin letters to sounds: Azerbaijani, Turkish, English, German and Slavic Latin, and ICAO spellings.

A sound is one character: S = sh, C = ch, J = j of "jam", Z = zh, X = kh, G = gh, T = ts; the rest as written.
"""

import re
import unicodedata

_SPECIAL = str.maketrans(
    {
        "ə": "e", "ǝ": "e", "ä": "e", "æ": "e", "ı": "i", "ö": "o", "ø": "o", "œ": "o", "ü": "u",
        "ß": "s", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ý": "y", "ñ": "n", "ŋ": "n",
        "ş": "S", "š": "S", "ș": "S", "ś": "S", "ç": "C", "č": "C", "ć": "C", "ğ": "G", "ž": "Z", "ź":
        "Z", "ż": "Z",
    }
)  # fmt: skip

# Longest first; the left side is what is written, the right side what is heard.
_GRAPHS = {
    "schtsch": "S", "shch": "S", "tsch": "C", "dsch": "J", "dzh": "J", "sch": "S", "tch": "C", "dj": "J",
    "sh": "S", "ch": "C", "zh": "Z", "kh": "X", "gh": "G", "jh": "J", "ph": "f", "th": "t", "dh": "d",
    "bh": "b",
    "ck": "k", "ts": "T", "tz": "T", "cz": "C", "sz": "S",
    "eev": "eyev", "aev": "ayev", "oev": "oyev", "uev": "uyev",
    "oo": "u", "ou": "u", "ee": "i", "oe": "o", "ue": "u", "aa": "a",
    "x": "X", "c": "J", "j": "J",
}  # fmt: skip
_GRAPH = re.compile("|".join(sorted(_GRAPHS, key=len, reverse=True)))
_HARD_C = re.compile(r"c(?=[aou]|[^aeiouyhkz]|$)")


def fold(word: str) -> str:
    """Return the lower-case word with known letters as sounds and other marks dropped."""
    lowered = word.replace("İ", "i").lower().translate(_SPECIAL)
    if lowered.isascii():
        return lowered
    bare = unicodedata.normalize("NFD", lowered)
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_SPECIAL)


def sound(word: str) -> str:
    """Return the most likely sounds of a Latin word."""
    return _initial(_GRAPH.sub(lambda match: _GRAPHS[match.group()], fold(word)))


def sounds(word: str) -> list[str]:
    """Return the possible sounds of a Latin word, the likeliest first: x = kh or ks, c = j, k or s, j =
    j or y."""
    folded = fold(word)
    readings = [_initial(_GRAPH.sub(lambda match: _GRAPHS[match.group()], folded))]
    other = folded
    if "c" in folded:
        other = re.sub(r"c(?=[eiy])", "s", _HARD_C.sub("k", other))
    if "x" in folded:
        other = other.replace("x", "ks")
    if "j" in folded:
        other = re.sub(r"(?<!d)j", "y", other)
    if folded.startswith("g") and len(folded) > 3:
        other = "h" + other[1:] if not folded.startswith("gh") else other
    if other != folded:
        readings.append(_initial(_GRAPH.sub(lambda match: _GRAPHS[match.group()], other)))
    return readings


def _initial(heard: str) -> str:
    """Hear Yelena and Elena alike."""
    return heard[1:] if heard.startswith("ye") else heard
