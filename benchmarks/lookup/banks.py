"""The common Azerbaijani names of names.toml."""

import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
MALE: list[str] = _DATA["male"].split()
FEMALE: list[str] = _DATA["female"].split()
_COMMON: list[str] = _DATA["surname"].split()


def _derived() -> list[str]:
    """Return surnames made of given names, as most Azerbaijani ones are; those of names.toml are left out."""
    found = []
    for ending in ("ov", "lı", "zadə"):
        for name in MALE:
            front = [letter for letter in name if letter in "aəeıioöuü"][-1:] in (
                ["ə"],
                ["e"],
                ["i"],
                ["ö"],
                ["ü"],
            )
            vowel = name[-1] in "aəeıioöuü"
            if ending == "ov":
                found.append(name + ("yev" if vowel else "ov"))
            elif ending == "lı":
                found.append(name + ("li" if front else "lı"))
            else:
                found.append(name + ending)
    return [surname for surname in dict.fromkeys(found) if surname not in _COMMON]


SURNAME = [*_COMMON, *_derived()]
"""The common ones first: they are drawn the most."""
CITIZENSHIP: dict[str, str] = _DATA["citizenship"]
