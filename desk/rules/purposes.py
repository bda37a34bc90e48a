"""What a person may be looked up for, in three languages."""

from functools import lru_cache

from desk.lang import in_language
from desk.rules.reader import read_table


@lru_cache(maxsize=1)
def _purposes() -> dict[str, dict[str, str]]:
    return {row["code"]: row["names"] for row in read_table("purposes.toml")["purpose"]}


def purposes() -> dict[str, str]:
    """Each purpose's wording in the language in use by its code, in the order to offer."""
    return {code: in_language(names) for code, names in _purposes().items()}


def purpose_names(code: str) -> dict[str, str]:
    """The wording of one purpose by language; unknown codes are their own name."""
    return _purposes().get(code, {"en": code})
