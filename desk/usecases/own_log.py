"""What a person did on a day at this desk, in words, for the supervisor; the look itself is in the log."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from desk.db import changes, references, visits
from desk.db.case_tables import case_file
from desk.db.changes import when_written
from desk.db.log_tables import change
from desk.db.reception_tables import ticket, visit
from desk.lang import BAKU, N_, _
from desk.lang import day as told_day
from desk.records import appeal_steps, council_session, council_steps
from desk.records import ticket as tickets
from desk.records.audit import Leaving, LogViewed
from desk.records.reference import Clerk
from desk.rules.purposes import purposes
from desk.usecases.acts import keep_copies, signed
from desk.usecases.catalogue import procedures
from desk.usecases.change_words import KINDS, title_of
from desk.usecases.desk import Desk
from desk.usecases.limits import Function

Words = Mapping[str, Mapping[str, str]]
"""By the field of a body, its codes in words."""
MOST = 500
_ABOUT = (
    *("number", "label", "receipt", "of_number", "title", "asked", "purpose", "case_number", "person", "day"),
    *("why", "reason", "function", "what"),
)
"""What a body says that its act is about; never the name of a visitor."""
_LEFT = {
    Leaving.signed_out: N_("signed out"),
    Leaving.another_person: N_("another person signed in"),
    Leaving.revoked: N_("access taken away"),
    Leaving.closed: N_("program closed"),
}
_STEPS: dict[str, Mapping[str, str]] = {
    "appeal.event": appeal_steps.DONE,
    "council.event": council_steps.DONE,
    "council.session": council_session.ACTS,
    "ticket.event": tickets.ACTS,
}
_OTHERS = {
    "case": (case_file.c.number, ticket.c.label),
    **dict.fromkeys(("visit", "id", "record_id"), (visit.c.number,)),
}
"""By the field of a body that names something else by its identifier, the numbers that people know it by."""


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
        bodies = [_said(row) for row in rows]
        numbers = _numbers(connection, bodies)
    words = _words(desk, bodies)
    acts = [_line(row, said, numbers, words) for row, said in zip(rows, bodies, strict=True)]
    return PersonDay(person, day, acts, count - len(rows), warning)


def _words(desk: Desk, bodies: Sequence[Mapping[str, Any]]) -> Words:
    """The words of what bodies name by codes: people, procedures, why a person left, days."""
    days = {said["day"] for said in bodies if isinstance(said.get("day"), str)}
    return {
        "person": people_of_log(desk),
        "purpose": procedures(desk) | purposes(),
        "why": {why: _(told) for why, told in _LEFT.items()},
        "function": {Function.intake: _("New visitor")},
        "what": {"visits": _("Visits")},
        "day": {iso: told_day(date.fromisoformat(iso)) for iso in days},
    }


def _said(row: Row[Any]) -> Mapping[str, Any]:
    with suppress(ValueError):
        return json.loads(row.body) if row.body else {}
    return {}


def _numbers(connection: Connection, bodies: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Identifier -> the number of the case, ticket or visit that it names; of other changes, their kind."""
    found: dict[str, str] = {}
    for name, columns in _OTHERS.items():
        wanted = [UUID(said[name]) for said in bodies if name in said]
        for column in columns:
            rows = connection.execute(select(column.table.c.id, column).where(column.table.c.id.in_(wanted)))
            found |= {str(identifier): number for identifier, number in rows}
    wanted = [UUID(said["change_id"]) for said in bodies if "change_id" in said]
    named = select(change.c.change_id, change.c.kind, change.c.stream).where(change.c.change_id.in_(wanted))
    for change_id, kind, stream in connection.execute(named):
        row = visits.of_stream(connection, stream)
        found[str(change_id)] = row.number if row is not None else _(KINDS.get(kind, kind))
    return found


def _line(row: Row[Any], said: Mapping[str, Any], numbers: Mapping[str, str], words: Words) -> ActLine:
    what = _(KINDS.get(row.kind, row.kind))
    if row.kind in _STEPS:
        what = f"{what}: {_(_STEPS[row.kind].get(said.get('act', ''), ''))}"
    about = _("erased") if not row.body else _about(said, numbers, words)
    return ActLine(changes.written_at(row), what, about)


def _about(said: Mapping[str, Any], numbers: Mapping[str, str], words: Words) -> str:
    """What the act was about: numbers and purposes, as little of a visitor as says it."""
    has_own = "number" in said or "label" in said
    parts = [
        numbers[said[name]] for name in (*_OTHERS, "change_id") if not has_own and said.get(name) in numbers
    ]
    for name in _ABOUT:
        value = said.get(name)
        if isinstance(value, str) and value:
            parts.append(words.get(name, {}).get(value, value))
    if isinstance(said.get("fields"), dict):
        parts.append(", ".join(title_of(name) for name in said["fields"]))
    return " · ".join(dict.fromkeys(parts))


__all__ = ["ActLine", "PersonDay", "people_of_log", "view_log"]
