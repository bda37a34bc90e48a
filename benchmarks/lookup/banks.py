"""The common Azerbaijani names of names.toml."""

import tomllib
from pathlib import Path

_DATA = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
MALE: list[str] = _DATA["male"].split()
FEMALE: list[str] = _DATA["female"].split()
SURNAME: list[str] = _DATA["surname"].split()
CITIZENSHIP: dict[str, str] = _DATA["citizenship"]
