"""Read the rules of law from the dated TOML tables beside this file.

A rule has one row a version; the version in force on the day of the event counts, not today's.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from desk.lang import day
from desk.rules.errors import RuleOutsideDates, RuleUnknown

FOLDER = Path(__file__).parent
TABLES = ("appeal.toml", "council.toml", "stay.toml", "permit.toml", "ban.toml")


class Unit(StrEnum):
    """What a rule's value counts; only the first four make a date."""

    wd = "wd"
    """Working days."""
    cd = "cd"
    """Calendar days."""
    month = "month"
    year = "year"
    times_per_year = "times_per_year"
    times_per_month = "times_per_month"
    days_per_year = "days_per_year"
    percent = "percent"
    azn = "azn"
    until_event = "until_event"
    """Ends with an event that the note names, not with a day."""
    open_ended = "open_ended"


class CountFrom(StrEnum):
    """Where the counting starts."""

    next_working_day = "next_working_day"
    next_day = "next_day"
    same_day = "same_day"
    """The day of the event may be the first day: the safe and the latest date differ."""
    before = "before"
    """Backwards from the event: the latest day to act."""
    none = "none"


@dataclass(frozen=True, kw_only=True)
class LawVersion:
    """Law of some time with its source; `verified` is false where the official text was not read."""

    valid_from: date
    valid_to: date | None
    basis: str
    source_url: str
    verified: bool
    note: str = ""

    def covers(self, on: date) -> bool:
        """Whether this version was in force on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Rule(LawVersion):
    """One version of one rule."""

    id: str
    value: int
    unit: Unit
    trigger: str
    count_from: CountFrom

    @property
    def version(self) -> str:
        """The rule's id with the first day of this version, as kept with whatever was computed by it."""
        return f"{self.id}@{self.valid_from.isoformat()}"


def read_table(name: str) -> dict[str, Any]:
    """One TOML file of this folder."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def law_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a `LawVersion` out of a row of a table."""
    return {
        "valid_from": row["valid_from"],
        "valid_to": row.get("valid_to"),
        "basis": row["basis"],
        "source_url": row.get("source_url", ""),
        "verified": row["verified"],
        "note": row.get("note", ""),
    }


def _version(row: Mapping[str, Any]) -> Rule:
    return Rule(
        id=row["id"],
        value=row.get("value", 0),
        unit=Unit(row["unit"]),
        trigger=row.get("trigger", ""),
        count_from=CountFrom(row.get("count_from", "none")),
        **law_of(row),
    )


@lru_cache(maxsize=1)
def rules() -> dict[str, tuple[Rule, ...]]:
    """Every rule's versions, the oldest first, by rule id."""
    found: dict[str, list[Rule]] = {}
    for table in TABLES:
        for row in read_table(table)["rule"]:
            found.setdefault(row["id"], []).append(_version(row))
    return {key: tuple(sorted(rows, key=lambda row: row.valid_from)) for key, rows in found.items()}


def versions(rule_id: str) -> tuple[Rule, ...]:
    """All versions of a rule, the oldest first; raises RuleUnknown."""
    try:
        return rules()[rule_id]
    except KeyError:
        raise RuleUnknown("rule_unknown", id=rule_id) from None


def rule(rule_id: str, on: date) -> Rule:
    """The version in force on the day of the event; raises RuleUnknown or RuleOutsideDates."""
    for version in versions(rule_id):
        if version.covers(on):
            return version
    raise RuleOutsideDates("rule_outside", id=rule_id, date=day(on))
