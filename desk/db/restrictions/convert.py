"""A record of central's list as the engine keeps it, with the end that the law of its day gives it."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from desk.db.restrictions.errors import ListCorruptError
from desk.db.restrictions.row import RestrictionRow
from desk.rules.deadlines import due_by
from desk.rules.errors import LawError
from desk.rules.grounds import ground
from desk.rules.reader import Unit, rule


def row_of(body: str | bytes) -> RestrictionRow:
    """Read the canonical JSON of a `Restriction`; raises ListCorruptError when it is none."""
    try:
        said: dict[str, Any] = json.loads(body)
        values = {name: value for name, value in said.items() if value not in ("", None)}
        values["documents"] = [
            {"kind": document.get("kind", ""), "number": document["number"]}
            for document in said.get("documents", ())
        ]
        row = RestrictionRow.from_dict(_ended(values))
        if not row.id or not row.valid_from:
            raise ListCorruptError("a record without id or beginning")
        return row
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ListCorruptError("a line is no record") from error


def _ended(values: dict[str, Any]) -> dict[str, Any]:
    """Give a restriction that names no end the one of its ground; what ends by an event stays open."""
    if not values.get("valid_until") and not values.get("until_event"):
        last = _last_day(str(values.get("ground_code", "")), str(values["valid_from"]))
        return values | ({"valid_until": last} if last else {"open_ended": True})
    return values


@lru_cache(maxsize=8192)
def _last_day(code: str, begins: str) -> str:
    """The last day by the version of the rule in force when the restriction began; "" for open."""
    try:
        start = date.fromisoformat(begins)
        version = rule(ground(code).rule, on=start)
        last = due_by(version, start).on if version.unit is Unit.year else None
        return last.isoformat() if last else ""
    except LawError:
        return ""
