"""How long a desk may go on without central: the hours of limits.toml."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desk.rules.reader import read_table


@dataclass(frozen=True)
class Limit:
    """The hours of a function that a supervisor may allow to go on."""

    warn_hours: int
    refuse_hours: int
    override_hours: int


@dataclass(frozen=True)
class ListLimit:
    """The hours of the list of restrictions: told to be ageing, and giving no clean answer."""

    ageing_hours: int
    stale_hours: int


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return read_table("limits.toml")


def limit_of(function: str) -> Limit:
    """The hours of a function; KeyError where it has none."""
    return Limit(**_table()[function])


def list_limit() -> ListLimit:
    """The hours of the list, where the settings of a computer say nothing else."""
    return ListLimit(**_table()["restriction"])
