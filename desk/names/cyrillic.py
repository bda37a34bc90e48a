"""Cyrillic letters to sounds: Russian, Ukrainian, Soviet-era Azerbaijani, Tajik, Uzbek, Kazakh, Kyrgyz,
Serbian."""

_LETTERS = dict(
    zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", ["a", "b", "v", "g", "d", "e", "Z", "z", "i", "y", "k", "l",
    "m", "n", "o", "p", "r", "s", "t", "u", "f", "X", "T", "C", "S", "S", "|", "y", "|", "e", "yu", "ya"],
        strict=True)
) | {
    "ё": "yo", "ә": "e", "ғ": "G", "ҝ": "g", "һ": "h", "ҹ": "J", "ө": "o", "ү": "u", "ј": "y", "қ": "q",
    "ң": "n",
    "ұ": "u", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ҷ": "J", "ҳ": "h", "ӣ": "i", "ӯ": "u", "ў": "o",
    "җ": "J",
    "ђ": "J", "ћ": "C", "љ": "l", "њ": "n", "џ": "J", "ӡ": "z", "ҡ": "q", "ҙ": "z", "ҫ": "s", "ѣ": "e",
    "ѕ": "z",
    "ӹ": "i", "ӓ": "a", "ӧ": "o", "ӱ": "u", "ӏ": "", "ԛ": "q", "ԝ": "w",
}  # fmt: skip
_UKRAINIAN = frozenset("іїєґ")
_VOWELS = frozenset("аеёиоуыэюяәөүіїєұӣӯў")


def sounds(word: str) -> list[str]:
    """Return the possible sounds of a Cyrillic word, the likeliest first: г also as h, ё also as e."""
    lowered = word.lower()
    hard_h = bool(_UKRAINIAN.intersection(lowered)) and "ә" not in lowered and "ұ" not in lowered
    readings = [_read(lowered, {"г": "h"} if hard_h else {})]
    other: dict[str, str] = {}
    if "г" in lowered:
        other["г"] = "g" if hard_h else "h"
    if "ё" in lowered:
        other["ё"] = "e"
    if "ў" in lowered:
        other["ў"] = "v"
    if other:
        readings.append(_read(lowered, other))
    return readings


def _read(word: str, other: dict[str, str]) -> str:
    """Write each letter's sound; е after a vowel or a sign is ye, дж is one sound."""
    out: list[str] = []
    before = "|"
    for char in word.replace("дж", "ҹ"):
        heard = other.get(char) or _LETTERS.get(char, "")
        if char == "е" and out and (before in _VOWELS or before in "ьъ"):
            heard = "ye"
        elif char == "є" and not out:
            heard = "e"
        out.append("" if heard == "|" else heard)
        before = char
    return "".join(out)
