"""Azerbaijani numbers as papers write them: ordinals with their suffix, and numbers in words."""

from functools import lru_cache

from babel import Locale

from desk.lang import language

_SUFFIX = {"one": "ci", "few": "cü", "many": "cı", "other": "cu"}
"""By the plural category that CLDR gives the ordinal: the vowel of the spoken number decides."""
_ONES = ("", "bir", "iki", "üç", "dörd", "beş", "altı", "yeddi", "səkkiz", "doqquz")
_TENS = ("", "on", "iyirmi", "otuz", "qırx", "əlli", "altmış", "yetmiş", "səksən", "doxsan")
_GROUPS = ((1_000_000_000, "milyard"), (1_000_000, "milyon"), (1000, "min"), (100, "yüz"))
BIGGEST = 10**12
"""From here on a number has no words of ours."""


@lru_cache(maxsize=1)
def _azerbaijani() -> Locale:
    return Locale("az")


def az_ordinal(n: int) -> str:
    """A number as an Azerbaijani ordinal: 1-ci, 3-cü, 6-cı, 10-cu; by the rules of CLDR.

    CLDR has no case for whole thousands (“min”: 1000-ci, 2000-ci) and would say 2000-cu.
    """
    if n % 1000 == 0 and n % 1_000_000:
        return f"{n}-ci"
    return f"{n}-{_SUFFIX[_azerbaijani().ordinal_form(n)]}"


def az_words(n: int) -> str:
    """A number in Azerbaijani words: 143 is “yüz qırx üç”. Raises ValueError below 0 and from 10^12 on."""
    if not 0 <= n < BIGGEST:
        raise ValueError(n)
    return _spoken(n) or "sıfır"


def _spoken(n: int) -> str:
    for size, name in _GROUPS:
        if n >= size:
            many = n // size
            head = name if many == 1 and size <= 1000 else f"{_spoken(many)} {name}"
            return f"{head} {_spoken(n % size)}".strip()
    return f"{_TENS[n // 10]} {_ONES[n % 10]}".strip()


def in_words(value: float | bool) -> str:
    """A figure in the words of an Azerbaijani paper, two decimal places at most; nothing elsewhere."""
    if language() != "az" or isinstance(value, bool) or not 0 <= value < BIGGEST:
        return ""
    hundredths = round(value * 100)
    whole, part = divmod(hundredths, 100)
    if not part:
        return az_words(whole)
    tenths = part % 10 == 0
    return f"{az_words(whole)} tam {'onda' if tenths else 'yüzdə'} {az_words(part // 10 if tenths else part)}"


def number_text(value: float | bool) -> str:
    """A figure as the language in use writes it: 68,98 in az and ru, 68.98 in en."""
    if isinstance(value, bool):
        return str(int(value))
    text = f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return text if language() == "en" else text.replace(".", ",")


def ordinal(n: int) -> str:
    """A number where a paper in the language in use wants an ordinal: 2018-ci in az, 2018 elsewhere."""
    return az_ordinal(n) if language() == "az" else str(n)


def clause_ordinal(number: str) -> str:
    """A clause's number as an ordinal, the suffix by its last part: 8.6-cı in az, 8.6 elsewhere."""
    head, _dot, last = number.rpartition(".")
    text = ordinal(int(last))
    return f"{head}.{text}" if head else text
