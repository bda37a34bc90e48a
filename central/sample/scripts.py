"""From the script of a name to the Latin letters that stand in a travel document.

Russian, Ukrainian and Kazakh follow ICAO 9303; Azerbaijani the English-style spelling that its documents
use (ş is sh, ə is a); Georgian the national system. Sample data only: a real document is never recomputed.
"""

import re
import unicodedata

_RUSSIAN = (
    dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True))
    | {"ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
    | {"ъ": "ie", "ь": "", "ю": "iu", "я": "ia"}
)
_UKRAINIAN = _RUSSIAN | {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "i", "є": "ie", "’": ""}
_KAZAKH = _RUSSIAN | dict(zip("әғқңөұүһі", "agknouuhi", strict=True))
_AZERBAIJANI = {"ç": "ch", "ə": "a", "ğ": "gh", "ı": "i", "j": "zh", "ö": "o", "q": "g", "ş": "sh", "ü": "u"}
_AZERBAIJANI |= {"c": "j", "x": "kh"}
_GEORGIAN = dict(zip("აბგდევზთიკლმნოპრსტუფქყჯჰ", "abgdevztiklmnoprstupkqjh", strict=True)) | {
    "ჟ": "zh",
    "ღ": "gh",
    "შ": "sh",
    "ჩ": "ch",
    "ც": "ts",
    "ძ": "dz",
    "წ": "ts",
    "ჭ": "ch",
    "ხ": "kh",
}

_TABLES = {"AZE": _AZERBAIJANI, "RUS": _RUSSIAN, "UKR": _UKRAINIAN, "KAZ": _KAZAKH, "GEO": _GEORGIAN}


def latin(word: str, nation: str) -> str:
    """A word in ASCII Latin letters, each part capitalised; spaces stay."""
    table = _TABLES.get(nation, {})
    lowered = word.replace("İ", "i").replace("I", "ı").lower() if nation in ("AZE", "TUR") else word.lower()
    letters = "".join(table.get(letter, letter) for letter in lowered).replace("ı", "i")
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    return " ".join(part.capitalize() for part in plain.split())


def mrz_name(surname: str, given: str) -> str:
    """The name field of a machine-readable zone from Latin spellings, without its filling."""
    parts = [re.sub(r"[^A-Z]+", "<", latin(part, "").upper()).strip("<") for part in (surname, given)]
    return "<<".join(part for part in parts if part)


def check_digit(field: str) -> str:
    """The 7-3-1 check digit of ICAO 9303 part 3."""
    values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(
        (values.find(letter) if letter != "<" else 0) * (7, 3, 1)[place % 3]
        for place, letter in enumerate(field)
    )
    return str(total % 10)


def _checked(field: str) -> str:
    return field + check_digit(field)


def td3(
    name: str, state: str, number: str, days: tuple[str, str], sex: str, personal: str
) -> tuple[str, ...]:
    """The two lines of a passport; `days` are birth and expiry as YYMMDD, `personal` the optional data."""
    head, birth = _checked(number.ljust(9, "<")), _checked(days[0])
    tail = _checked(days[1]) + _checked(personal.ljust(14, "<"))
    second = head + state + birth + sex + tail + check_digit(head + birth + tail)
    return f"P<{state}{name}".ljust(44, "<")[:44], second


def td1(
    name: str, state: str, number: str, days: tuple[str, str], sex: str, personal: str
) -> tuple[str, ...]:
    """The three lines of an identity card, from the same parts as a passport's."""
    head = _checked(number.ljust(9, "<")) + personal.ljust(15, "<")
    birth, expiry = _checked(days[0]), _checked(days[1])
    whole = check_digit(head + birth + expiry + "<" * 11)
    return f"I<{state}{head}", birth + sex + expiry + state + "<" * 11 + whole, name.ljust(30, "<")[:30]
