"""Citizenship codes of travel documents (ICAO 9303 part 3) and their names."""

from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator

from desk.lang import LANGUAGES, N_, collation_key, fold, language, translated
from desk.records.errors import refusal

OWN = {
    "D": N_("Germany"),
    "XXA": N_("Stateless person"),
    "XXB": N_("Refugee (1951 Convention)"),
    "XXC": N_("Refugee (other)"),
    "XXX": N_("Unspecified citizenship"),
    "RKS": N_("Kosovo"),
    "UNO": N_("United Nations"),
    "UNA": N_("United Nations agency"),
    "UNK": N_("United Nations mission in Kosovo"),
    "GBD": N_("British overseas territories citizen"),
    "GBN": N_("British national (overseas)"),
    "GBO": N_("British overseas citizen"),
    "GBP": N_("British protected person"),
    "GBS": N_("British subject"),
    "EUE": N_("European Union"),
    "UTO": N_("Utopia (specimen documents)"),
}
"""Codes of documents that ISO 3166, and so CLDR, does not have."""

_FORMER = {"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"}
_SECOND = _FORMER | {"D", "QUU", "XKK"}
"""Codes whose name has another one: a name that is typed or shown is never taken for these."""
_CUSTOMARY = {
    "azerbaijan republic": "AZE", "republic of azerbaijan": "AZE", "islamic republic of iran": "IRN",
    "iran islamic republic of": "IRN", "russian federation": "RUS", "united states of america": "USA",
    "uk": "GBR", "great britain": "GBR", "england": "GBR", "turkey": "TUR", "czech republic": "CZE",
    "viet nam": "VNM", "syrian arab republic": "SYR", "korea north": "PRK", "korea south": "KOR",
    "republic of korea": "KOR", "dprk": "PRK", "burma": "MMR", "myanmar": "MMR", "palestine": "PSE",
    "republic of moldova": "MDA", "kyrgyz republic": "KGZ", "bosnia and herzegovina": "BIH",
    "ivory coast": "CIV", "kosovo": "RKS", "xk": "RKS", "xkx": "RKS", "rom": "ROU",
}  # fmt: skip
"""Folded names in common use that CLDR does not have."""

FREQUENT = ("AZE", "TUR", "RUS", "GEO", "IRN", "UKR", "KAZ", "UZB", "PAK", "IND", "TKM", "CHN")
"""Offered first: the citizenships that come to a desk most."""


@lru_cache(maxsize=1)
def _alpha2() -> dict[str, str]:
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {code: to[0] for code, to in aliases.items() if len(code) == 3 and code.isalpha() and len(to) == 1}


@lru_cache(maxsize=4)
def _names(of_language: str) -> dict[str, str]:
    from babel import Locale

    territories = Locale(of_language).territories
    found = {code: territories[two] for code, two in _alpha2().items() if two in territories}
    return found | {code: translated(name, of_language) for code, name in OWN.items()}


def countries() -> dict[str, str]:
    """Every code with its name in the language in use: the frequent ones first, of one name the usual one."""
    names = _names(language())
    ordered = sorted(names, key=lambda code: (collation_key(names[code]), code in _SECOND))
    return {code: names[code] for code in (*FREQUENT, *ordered)}


def country_name(code: str, of_language: str = "") -> str:
    """The name of a code in a language of papers (the one in use); an unknown code is its own name."""
    return _names(of_language or language()).get(code, code)


def _known(code: str) -> str:
    upper = code.strip().upper()
    if upper not in _alpha2() and upper not in OWN:
        raise refusal("country_unknown")
    return upper


@lru_cache(maxsize=4096)
def read_country(text: str) -> str:
    """The code that a two- or three-letter code or a country's name in az, ru or en stands for; else ""."""
    upper = text.strip().upper()
    if upper in _alpha2() or upper in OWN:
        return upper
    return _spoken().get(fold(text.strip()), "")


@lru_cache(maxsize=1)
def _spoken() -> dict[str, str]:
    """Two-letter codes and folded names to the code of travel documents."""
    from babel import Locale

    alive = {two: code for code, two in _alpha2().items() if code not in _FORMER}
    found = {two.lower(): code for two, code in alive.items()}
    for spoken in LANGUAGES:
        territories = Locale(spoken).territories
        found |= {fold(territories[two]): code for two, code in alive.items() if two in territories}
    return found | _CUSTOMARY


Country = Annotated[str, AfterValidator(_known)]
"""A citizenship code that exists."""
