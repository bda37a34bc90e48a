"""Conflicts as a person settles them: what stood there, what was written here, what central holds now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pydantic import JsonValue

from desk.db import conflicts, references, visits
from desk.db.confirmed import Fields, fields_of, form_of
from desk.db.conflicts import Kept
from desk.db.store import Connection
from desk.lang import _, day
from desk.records.reference import Clerk, Role
from desk.records.service import Service
from desk.records.settling import Settlement
from desk.records.visit import CorrectableVisit
from desk.usecases.acts import keep_copies
from desk.usecases.correct_visit import Corrected, Draft, settle_conflict, visit_choices, write_edit
from desk.usecases.desk import Desk
from desk.usecases.service import service_text

LISTED = 200


@dataclass(frozen=True)
class FieldSides:
    """One field in words; `clashes` where both sides changed it to different values."""

    title: str
    base: str
    mine: str
    theirs: str
    clashes: bool


@dataclass(frozen=True)
class ConflictView:
    """A conflict as the screen shows it; `seen` is what stands there now, the witness of a new edit."""

    change_id: UUID
    visit_id: UUID
    number: str
    name: str
    own: bool
    mine_by: str
    mine_at: datetime
    theirs_by: str
    theirs_at: datetime | None
    sides: list[FieldSides]
    mine: Fields
    seen: Fields


def in_words(value: JsonValue, labels: Mapping[str, str] | None) -> str:
    """A field's value as people read it: the label of a code, a document's name, a date as dd.MM.yyyy."""
    if value in (None, ""):
        return ""
    if isinstance(value, dict) and value.keys() <= Service.model_fields.keys():
        return service_text(Service.model_validate_json(json.dumps(value)), labels or {})
    text = str(value)
    if labels is not None:
        return labels.get(text, text)
    try:
        return day(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def open_conflicts(desk: Desk) -> list[ConflictView]:
    """The conflicts to settle here, the oldest first; a supervisor sees those of the whole office."""
    of_others = Role.supervisor in desk.clerk.roles
    with desk.store.read() as connection:
        kept = conflicts.open_ones(connection, LISTED, of_others=of_others)
    if not kept:
        return []
    choices = visit_choices(desk)
    with desk.store.read() as connection:
        names = {clerk.id: clerk.name for clerk in references.every(connection, "clerk.set", Clerk)}
        found = [_view(connection, one, names, choices) for one in kept]
    return [view for view in found if view is not None]


def _view(
    connection: Connection,
    kept: Kept,
    names: Mapping[str, str],
    choices: Mapping[str, Mapping[str, str]],
) -> ConflictView | None:
    told, row = kept.told, visits.one(connection, kept.told.id)
    if row is None:
        return None
    seen = fields_of(form_of(row))
    sides = []
    for name, info in CorrectableVisit.model_fields.items():
        if name not in told.fields:
            continue
        clash, labels = told.fields[name], choices.get(name)
        base, mine, theirs = (in_words(value, labels) for value in (clash.base, clash.mine, seen[name]))
        contested = seen[name] not in (clash.base, clash.mine)
        sides.append(FieldSides(_(info.title or name), base, mine, theirs, contested))
    return ConflictView(
        told.change_id,
        row.id,
        row.number,
        " ".join(part for part in (row.surname, row.given_name, row.patronymic) if part),
        kept.own,
        names.get(told.actor, told.actor),
        told.at,
        names.get(told.theirs_actor, told.theirs_actor),
        told.theirs_at,
        sides,
        {name: clash.mine for name, clash in told.fields.items()},
        seen,
    )


def keep_mine(desk: Desk, view: ConflictView) -> Corrected:
    """Write the refused values again, their witness what the person now saw beside them.

    Raises StoreFailed; a value that changed once more meanwhile makes a new conflict, never an overwriting.
    """
    draft = Draft(view.visit_id, view.number, view.seen, view.seen)
    wanted = view.seen | view.mine
    with desk.store.write() as connection:
        edit = write_edit(desk, connection, draft, wanted)
        by = edit.change_id if edit else None
        settled = settle_conflict(desk, connection, view.change_id, Settlement.mine, by)
    written = [edit, *settled] if edit else settled
    altered = [name for name, value in view.mine.items() if value != view.seen[name]]
    return Corrected(view.number, edit.n if edit else 0, altered, keep_copies(desk, *written))


def keep_theirs(desk: Desk, view: ConflictView) -> str:
    """Leave what stands there; the code of why the sealed copy was not written, or nothing."""
    with desk.store.write() as connection:
        settled = settle_conflict(desk, connection, view.change_id, Settlement.theirs, None)
    return keep_copies(desk, *settled)
