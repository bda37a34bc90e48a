"""The words of printed papers: marked in the templates, translated into the visitor's language.

A paper speaks a language that the program itself does not have to speak; Arabic is for paper only.
"""

import gettext
import re
from functools import lru_cache

from desk.lang import catalogues

PAPER_LANGUAGES = {"az": "Azərbaycanca", "ru": "Русский", "en": "English", "ar": "العربية"}
"""Code -> name of the languages that papers are printed in."""

_MARKED = re.compile(r'\bt\("([^"]+)"\)')


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("paper", catalogues(), [language], fallback=language == "en")


def marked(template: str) -> list[str]:
    """The English words that a template marks with t("…"), each once, in their order."""
    return list(dict.fromkeys(_MARKED.findall(template)))


def words_of(template: str, language: str) -> dict[str, str]:
    """The words of a template with their translations; words without one stay English.

    Raises ValueError for a language that is not in PAPER_LANGUAGES.
    """
    if language not in PAPER_LANGUAGES:
        raise ValueError(language)
    return {words: _catalogue(language).gettext(words) for words in marked(template)}


def text_in(texts: dict[str, str], language: str) -> str:
    """A text of the reference data in a language, else in English, else in Azerbaijani, else in any."""
    return next((texts[code] for code in (language, "en", "az") if texts.get(code)), "") or next(
        iter(texts.values()), ""
    )
