"""The whole of one change in words, of this desk's log or handed over by another desk."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from desk.db import changes, conflicts, handed, references, visits
from desk.lang import _, day_and_clock
from desk.records.reference import Clerk
from desk.records.visit import CorrectableVisit
from desk.usecases.change_words import KINDS, TITLES, standing, title_of, why
from desk.usecases.conflicts import in_words
from desk.usecases.correct_visit import visit_choices
from desk.usecases.desk import Desk


@dataclass(frozen=True)
class Details:
    """The whole of a change in words: a heading, and a line (title, value) for each thing that it says."""

    title: str
    lines: list[tuple[str, str]]


def details(desk: Desk, change_id: UUID) -> Details | None:
    """Everything that a change says, in words; of this desk's log or handed over by another desk."""
    choices = visit_choices(desk)
    with desk.store.read() as connection:
        row = changes.by_id(connection, change_id)
        over = handed.one(connection, change_id)
        is_settled = bool(conflicts.settled(connection, [change_id]))
        written = row or over
        visit = visits.of_stream(connection, written.stream) if written else None
        names = {clerk.id: clerk.name for clerk in references.every(connection, "clerk.set", Clerk)}
    if row is not None:
        kind, body, told = row.kind, row.body, standing(row, over, is_settled=is_settled)
        lines = _written(row.former_n or row.n, row.actor, changes.written_at(row), names)
    elif over is not None:
        kind, body, told = over.kind, over.body, why(over.code, over.field, over.context)
        lines = _written(0, over.written_by, over.written_at, names)
    else:
        return None
    lines.append((_("Where it stands"), told))
    if over is not None:
        handed_by = f"{over.clerk_name}, {over.desk}, {day_and_clock(over.at)}"
        lines.append((_("Handed over"), handed_by))
    return Details(
        _(KINDS.get(kind, kind)), lines + _body_lines(body, visit.number if visit else "", choices)
    )


def _written(n: int, actor: str, at: datetime, names: dict[str, str]) -> list[tuple[str, str]]:
    first = [(_("No."), str(n))] if n else []
    return [*first, (_("Written"), f"{day_and_clock(at)}, {names.get(actor, actor)}")]


def _body_lines(body: str, number: str, choices: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        said = json.loads(body) if body else {}
    except ValueError:
        return [(_("Text"), body)]
    if not isinstance(said, dict):
        return [(_("Text"), body)]
    if number:
        said.setdefault("number", number)
    fields = said.get("fields")
    if isinstance(fields, dict):
        altered = [(title_of(name), _change_of(value, choices.get(name))) for name, value in fields.items()]
        return [(title_of("number"), number), *altered] if number else altered
    ordered = [name for name in (*CorrectableVisit.model_fields, *TITLES) if name in said]
    ordered += [name for name in said if name not in ordered]
    lines = [(title_of(name), _value(said[name], choices.get(name))) for name in ordered]
    return [(title, text) for title, text in lines if text]


def _value(value: object, labels: Mapping[str, str] | None) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, str) and value[10:11] == "T":
        with suppress(ValueError):
            return day_and_clock(datetime.fromisoformat(value))
    return in_words(value if value is None or isinstance(value, dict) else str(value), labels)


def _change_of(value: object, labels: Mapping[str, str] | None) -> str:
    if not isinstance(value, dict):
        return str(value)
    old, new = (in_words(value.get(side), labels) or _("(empty)") for side in ("old", "new"))
    return f"{old} → {new}"
