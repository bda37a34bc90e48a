"""What depends on the language: gettext, dates, the Azerbaijani alphabet, folding for search.

Nothing here may be applied to identifiers (FIN, MRZ, document numbers, e-mail): they are ASCII data.
"""

import gettext as _gettext
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

from desk.catalogue import Catalogue

LANGUAGES = ("az", "ru", "en")
NAMES = {"az": "Azərbaycanca", "ru": "Русский", "en": "English"}
BAKU = timezone(timedelta(hours=4), "Asia/Baku")
"""UTC+4 without daylight saving since 2016; the program writes no earlier instant."""

_ALPHABET = "aAbBcCçÇdDeEəƏfFgGğĞhHxXıIiİjJkKqQlLmMnNoOöÖpPrRsSşŞtTuUüÜvVyYzZwW"
_ORDER = {letter: place // 2 for place, letter in enumerate(_ALPHABET)}
_FOLDED = {"ə": "e", "ı": "i", "ё": "е"}

_catalogue: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"
_spoken: ContextVar[str] = ContextVar("spoken", default="")
"""A language that one thread or task speaks instead of the program's, or nothing."""


def catalogues() -> Path:
    """The compiled catalogues: inside the wheel, or beside the package in a checkout."""
    inside = Path(__file__).parent / "i18n"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "i18n"


@lru_cache(maxsize=8)
def _load(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("desk", catalogues(), [language], Catalogue, fallback=language == "en")


def use_language(language: str) -> None:
    """Switch the whole process to one of `LANGUAGES`; raises ValueError for another code."""
    global _catalogue, _language
    if language not in LANGUAGES:
        raise ValueError(language)
    _catalogue, _language = _load(language), language


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Use one of `LANGUAGES` in this thread or task only: for a paper in another language than the program's.

    Raises ValueError for another code.
    """
    if code not in LANGUAGES:
        raise ValueError(code)
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """The code of the language in use."""
    return _spoken.get() or _language


def _in_use() -> _gettext.NullTranslations:
    spoken = _spoken.get()
    return _load(spoken) if spoken else _catalogue


def _(message: str) -> str:
    """Translate a message into the language in use."""
    return _in_use().gettext(message) if message else ""


def translated(message: str, language: str) -> str:
    """A message in another language than the one in use, as a paper needs it; English where it has none."""
    return _load(language if language in LANGUAGES else "en").gettext(message) if message else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate a message with a count into the right plural of the language in use."""
    return _in_use().ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - the customary name of gettext's marker
    """Mark a message for extraction; it is translated where it is shown."""
    return message


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - as N_, for a message with a count
    """Mark a message with a count for extraction; it is translated by ngettext where it is shown."""
    return singular, plural


def in_language(names: dict[str, str]) -> str:
    """Choose from texts by language code: the language in use, else Azerbaijani, else any."""
    return names.get(language()) or names.get("az") or next(iter(names.values()), "")


def _computers_clock() -> datetime:
    return datetime.now(BAKU)


_time: Callable[[], datetime] = _computers_clock


def keep_time(by: Callable[[], datetime] = _computers_clock) -> None:
    """Tell the whole process the time by another clock, as an open desk does; without one, the computer's."""
    global _time
    _time = by


def now() -> datetime:
    """The time in Baku, with its zone: central's as far as an open desk knows it, else the computer's."""
    return _time().astimezone(BAKU)


def today() -> date:
    """Today's date in Baku."""
    return now().date()


def day(value: date) -> str:
    """A date as every form and paper shows it: dd.MM.yyyy."""
    return value.strftime("%d.%m.%Y")


def clock(value: datetime) -> str:
    """An instant's time of day in Baku: HH:MM."""
    return value.astimezone(BAKU).strftime("%H:%M")


def day_and_clock(value: datetime) -> str:
    """An instant in Baku: dd.MM.yyyy HH:MM."""
    return value.astimezone(BAKU).strftime("%d.%m.%Y %H:%M")


def amount(value: "Decimal | int | str", code: str = "") -> str:
    """A sum of money as a language writes it (the one in use): whole ones without decimals, else with two."""
    from decimal import Decimal

    from babel.numbers import format_decimal

    exact = Decimal(value)
    pattern = "#,##0" if exact == exact.to_integral_value() else "#,##0.00"
    return format_decimal(exact, format=pattern, locale=code or language())


def lower(text: str) -> str:
    """Azerbaijani lower case, where I is ı and İ is i (Python's own breaks both)."""
    return text.replace("İ", "i").replace("I", "ı").lower()


def upper(text: str) -> str:
    """Azerbaijani upper case, where i is İ and ı is I."""
    return text.replace("i", "İ").replace("ı", "I").upper()


def collation_key(text: str) -> list[tuple[int, str]]:
    """A sort key in the order of the language in use: the Azerbaijani alphabet, else by code point."""
    if language() != "az":
        return [(0, letter) for letter in text]
    return [(_ORDER.get(letter, 99), letter) for letter in unicodedata.normalize("NFC", text)]


class _Folding(dict[int, str]):
    """The search form of each letter, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        from anyascii import anyascii

        letter = lower(chr(code))
        plain = anyascii(_FOLDED.get(letter, letter)).lower()
        self[code] = "".join(sign if sign.isalnum() else " " for sign in plain)
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """A search form: lower case, Latin letters without marks; Cyrillic and Arabic transliterated.

    Şəki, SEKI and Шеки fold alike closely enough to find one by another's beginning.
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_FOLDING).split())
