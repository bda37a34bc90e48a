"""What a person did on a day at this desk, in words, for the supervisor; the look itself is in the log."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from desk.db import changes, references
from desk.db.changes import when_written
from desk.db.log_tables import change
from desk.lang import BAKU, _
from desk.records import appeal_steps, council_steps
from desk.records.audit import LogViewed
from desk.records.reference import Clerk
from desk.rules.purposes import purposes
from desk.usecases.acts import keep_copies, signed
from desk.usecases.change_words import KINDS
from desk.usecases.desk import Desk

MOST = 500
_ABOUT = (
    "number",
    "of_number",
    "asked",
    "purpose",
    "case_number",
    "person",
    "why",
    "reason",
    "function",
    "what",
)
_STEPS = {"appeal.event": appeal_steps.DONE, "council.event": council_steps.DONE}


@dataclass(frozen=True)
class ActLine:
    """One act: when, what kind, and about what."""

    at: datetime
    what: str
    about: str


@dataclass(frozen=True)
class PersonDay:
    """The acts of a person on a day in Baku, the earliest first; `warning` is the code of a missing copy."""

    person: str
    day: date
    acts: list[ActLine]
    more: int
    warning: str = ""


def people_of_log(desk: Desk) -> dict[str, str]:
    """Whoever wrote into this desk's log: identifier -> name."""
    with desk.store.read() as connection:
        actors = (
            connection.execute(select(change.c.actor).distinct().order_by(change.c.actor)).scalars().all()
        )
        names = {clerk.id: clerk.name for clerk in references.every(connection, "clerk.set", Clerk)}
    return {actor: names.get(actor, actor) for actor in actors}


def view_log(desk: Desk, person: str, day: date) -> PersonDay:
    """Read what a person did, after writing down that it was read.

    Raises RoleNeeded for anybody but a supervisor, and StoreFailed: nothing is then shown.
    """
    with desk.store.write() as connection:
        told = LogViewed(**signed(desk), person=person, day=day)
        written = changes.append(connection, desk.author, "log.viewed", f"person:{person}", told)
    warning = keep_copies(desk, written)
    begin = datetime(day.year, day.month, day.day, tzinfo=BAKU)
    start, end = (func.julianday(moment.isoformat()) for moment in (begin, begin + timedelta(days=1)))
    mine = (change.c.actor == person) & (when_written >= start) & (when_written < end)
    with desk.store.read() as connection:
        rows = connection.execute(select(change).where(mine).order_by(change.c.n).limit(MOST)).all()
        count = connection.execute(select(func.count()).select_from(change).where(mine)).scalar() or 0
    return PersonDay(person, day, [_line(row) for row in rows], count - len(rows), warning)


def _line(row: Row[Any]) -> ActLine:
    said: Mapping[str, Any] = {}
    with suppress(ValueError):
        said = json.loads(row.body) if row.body else {}
    what = _(KINDS.get(row.kind, row.kind))
    if row.kind in _STEPS:
        what = f"{what}: {_(_STEPS[row.kind].get(said.get('act', ''), ''))}"
    about = _("erased") if not row.body else _about(said)
    return ActLine(changes.written_at(row), what, about)


def _about(said: Mapping[str, Any]) -> str:
    """What the act was about: numbers and purposes, as little of a visitor as says it."""
    parts = []
    for name in _ABOUT:
        value = said.get(name)
        if isinstance(value, str) and value:
            parts.append(purposes().get(value, value) if name == "purpose" else value)
    if isinstance(said.get("fields"), dict):
        parts.append(", ".join(said["fields"]))
    return " · ".join(parts)


__all__ = ["ActLine", "PersonDay", "people_of_log", "view_log"]
