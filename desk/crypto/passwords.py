"""Rules for new passwords after ASVS 5.0 6.2: length, not composition, and nothing that everybody tries.

With 15 characters at least, the published lists of common passwords have next to nothing left to match, so
the check is by rule: what remains of a password once common words, runs and repetitions are taken out.
"""

import re
from collections.abc import Iterable
from unicodedata import normalize

SHORTEST = 15
LONGEST = 256
_DIFFERENT = 6
"""Fewer different characters than this is a repetition, whatever the pattern."""
_REMAINS = 5
"""What has to be left when everything common is taken out."""
_RUN = 4

_COMMON = (
    # English and Russian words of every published list, then what an office here would choose.
    *(
        "password",
        "passwort",
        "passw0rd",
        "p@ssword",
        "p@ssw0rd",
        "welcome",
        "letmein",
        "iloveyou",
        "trustno",
    ),
    *("admin", "administrator", "login", "user", "guest", "master", "secret", "monkey", "dragon", "football"),
    *("princess", "sunshine", "superman", "changeme", "default", "qwerty", "qwertz", "azerty", "windows"),
    *("computer", "internet", "summer", "winter", "spring", "autumn", "january", "december"),
    *("пароль", "привет", "любовь", "админ", "секрет", "россия", "москва", "наташа", "йцукен"),
    *("parol", "şifre", "sifre", "salam", "sevgi", "əziz", "gizli", "açar", "acar", "kompüter", "komputer"),
    *("azərbaycan", "azerbaycan", "azerbaijan", "азербайджан", "bakı", "baki", "baku", "баку"),
    *("gəncə", "gence", "ganja", "sumqayıt", "sumgait", "naxçıvan", "naxcivan", "qarabağ", "qarabag"),
    *("karabakh", "qarabağ", "neftçi", "neftci"),
    *("miqrasiya", "migration", "миграция", "xidmət", "xidmet", "xidməti", "service", "dövlət", "dovlet"),
    *("dmx", "smsaz", "reception", "resepsiya", "desk", "office", "ofis", "hesab", "istifadəçi"),
)
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "abcçdeəfgğhxıijkqlmnoöprsştuüvyz",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "01234567890",
    "qwertyuiop",
    "qwertyuiopöğ",
    "qüertyuiopöğ",
    "asdfghjklıə",
    "zxcvbnmçş",
    "asdfghjkl",
    "zxcvbnm",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "!@#$%^&*()_+",
)
_BITS = frozenset(
    row[place : place + _RUN]
    for line in _ROWS
    for row in (line, line[::-1])
    for place in range(len(row) - _RUN + 1)
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def password_faults(password: str, about: Iterable[str] = ()) -> list[str]:
    """Codes of what is wrong with a new password; none means good.

    `about` is what others know of the person: login, name, office. Codes: password_short, password_long,
    password_characters (what no keyboard makes), password_repeats, password_personal, password_common.
    """
    text = normalize("NFC", password)
    if any(not character.isprintable() for character in text):
        return ["password_characters"]
    if len(text) > LONGEST:
        return ["password_long"]
    faults = ["password_short"] if len(text) < SHORTEST else []
    plain = text.lower().replace("\u0307", "")  # what lower() makes of İ
    if len(set(plain)) < _DIFFERENT or _repeats(plain):
        return [*faults, "password_repeats"]
    if len(_letters(_without(plain, _words(about)))) < _REMAINS <= len(_letters(plain)):
        return [*faults, "password_personal"]
    if len(_letters(_without(_without_runs(plain), _COMMON))) < _REMAINS:
        return [*faults, "password_common"]
    return faults


def _repeats(text: str) -> bool:
    """Whether the text is one piece of at most a third of it, again and again."""
    return any(
        text == (text[:size] * (len(text) // size + 1))[: len(text)] for size in range(1, len(text) // 3 + 1)
    )


def _words(about: Iterable[str]) -> list[str]:
    found = {word for phrase in about for word in re.split(r"\W+", normalize("NFC", phrase).lower())}
    return [word for word in found if len(word) > 2]


def _without(text: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def _without_runs(text: str) -> str:
    """The text without years and without four or more neighbours of an alphabet or a keyboard's row."""
    kept = list(_YEAR.sub(lambda year: "\0" * len(year[0]), text))
    for place in range(len(text) - _RUN + 1):
        bit = text[place : place + _RUN]
        if bit in _BITS or len(set(bit)) == 1:
            kept[place : place + _RUN] = "\0" * _RUN
    return "".join(kept).replace("\0", "")


def _letters(text: str) -> str:
    """What counts as content: letters and digits."""
    return "".join(character for character in text if character.isalnum())
