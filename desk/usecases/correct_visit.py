"""Correcting a visit: an edit of the fields that differ, each with the value that the clerk saw.

What was registered stays in the log; a rejected change is corrected by a new one that supersedes it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from desk.db import change_states, changes, confirmed, conflicts, handed, visits
from desk.db.confirmed import Fields, fields_of, form_of
from desk.db.log_tables import ChangeState
from desk.db.store import Connection
from desk.lang import BAKU, _, today
from desk.records.countries import countries
from desk.records.errors import Issue
from desk.records.person import DOCUMENT_KINDS, SEXES
from desk.records.settling import ConflictSettled, Handled, Settlement
from desk.records.visit import CorrectableVisit, Visit
from desk.records.wire import Change, Edit, FieldEdit
from desk.usecases.acts import keep_copies, signed
from desk.usecases.catalogue import procedures
from desk.usecases.desk import Desk

CORRECTABLE = ("visit.registered", "visit.edited")


@dataclass(frozen=True)
class Draft:
    """What the form of a correction begins with."""

    visit_id: UUID
    number: str
    seen: Fields
    """What stands there now: the witness of each field."""
    values: Fields
    """What the form is filled with; equal to `seen` but for a rejected correction."""
    supersedes: UUID | None = None
    """The rejected change that this one replaces."""
    registration: Fields | None = None
    """The whole rejected record where the registration itself is corrected."""
    settles: UUID | None = None
    """The conflict that this correction settles."""
    refused: Issue | None = None
    """Why central did not accept the change that this one replaces."""
    on: date = field(default_factory=today)
    """The day of the visit, whose fees and terms hold."""


@dataclass(frozen=True)
class Corrected:
    """What was written: the change's number, 0 where nothing differed, and the fields altered."""

    number: str
    change_n: int
    fields: list[str] = field(default_factory=list)
    warning: str = ""
    """Code of why the sealed copy was not written; the correction itself is saved."""


def visit_choices(desk: Desk) -> dict[str, Mapping[str, str]]:
    """Field -> code -> label in the language in use, for the fields of a visit that have codes."""
    return {
        "procedure": procedures(desk),
        "citizenship": countries(),
        "sex": {code: _(label) for code, label in SEXES.items()},
        "document_kind": {code: _(label) for code, label in DOCUMENT_KINDS.items()},
    }


def begin_correction(desk: Desk, number: str) -> Draft | None:
    """The draft for the visit with a printed number; where its registration was rejected, of that."""
    with desk.store.read() as connection:
        row = visits.by_number(connection, number)
        if row is None:
            return None
        if row.state == ChangeState.rejected:
            return _of_rejected(connection, row.change_n)
        seen = fields_of(form_of(row))
        return Draft(row.id, row.number, seen, seen, on=_day_of(row))


def _day_of(row: Row[Any]) -> date:
    day: date = row.registered_at.astimezone(BAKU).date()
    return day


def correct_rejected(desk: Desk, change_n: int) -> Draft | None:
    """The draft for a rejected change, filled with its body; None when it cannot be corrected by a form."""
    with desk.store.read() as connection:
        return _of_rejected(connection, change_n)


def correct_conflict(desk: Desk, change_id: UUID) -> Draft | None:
    """The draft that settles a conflict, filled with what stands there now."""
    with desk.store.read() as connection:
        kept = conflicts.one(connection, change_id)
        row = visits.one(connection, kept.told.id) if kept and not kept.how else None
        if row is None:
            return None
        seen = fields_of(form_of(row))
        return Draft(row.id, row.number, seen, seen, settles=change_id, on=_day_of(row))


def _of_rejected(connection: Connection, change_n: int) -> Draft | None:
    change = changes.one(connection, change_n)
    if change.state != ChangeState.rejected or change.kind not in CORRECTABLE:
        return None
    row = visits.of_stream(connection, change.stream)
    if row is None:
        return None
    answer = json.loads(change.result)
    refused = Issue(answer["field"], answer["code"], answer["context"])
    if change.kind == "visit.registered":
        body: Fields = json.loads(change.body)
        values = {name: body.get(name) for name in CorrectableVisit.model_fields}
        return Draft(
            row.id, row.number, values, values, change.change_id, body, refused=refused, on=_day_of(row)
        )
    own = confirmed.own_edits(connection, change.stream, row.feed_n)
    mine = next(edit for edit in own if edit.change_id == change.change_id)
    below = confirmed.laid_over(
        confirmed.of(connection, row), [edit for edit in own if edit.place < mine.place]
    )
    values = confirmed.laid_over(below, [mine])
    return Draft(row.id, row.number, below, values, change.change_id, refused=refused, on=_day_of(row))


def correct_visit(desk: Desk, draft: Draft, form: CorrectableVisit) -> Corrected:
    """Write what differs from what the clerk saw, and show it at once; one durable transaction.

    Raises StoreFailed when the disk refuses; nothing is then written.
    """
    written: list[Change] = []
    with desk.store.write() as connection:
        if draft.supersedes and not _still_rejected(connection, draft.supersedes):
            draft = _on_what_stands(connection, draft)
        typed = fields_of(form)
        if draft.registration is not None:
            change: Change | None = _register_again(desk, connection, draft, form)
        else:
            change = write_edit(desk, connection, draft, typed)
        written += [change] if change else []
        by = change.change_id if change else None
        if draft.supersedes and by:
            written += _handled(desk, connection, draft.supersedes, by)
        if draft.settles:
            written += settle_conflict(desk, connection, draft.settles, Settlement.edited, by)
    altered = [name for name, value in typed.items() if value != draft.seen[name]]
    return Corrected(draft.number, change.n if change else 0, altered, keep_copies(desk, *written))


def _differing(draft: Draft, typed: Fields) -> dict[str, FieldEdit]:
    """The fields of the edit; one that takes a rejected edit back says so with equal values."""
    fields = {
        name: FieldEdit(old=draft.seen[name], new=value)
        for name, value in typed.items()
        if value != draft.seen[name]
    }
    if not fields and draft.supersedes and draft.registration is None:
        return {
            name: FieldEdit(old=draft.seen[name], new=draft.seen[name])
            for name, value in draft.values.items()
            if value != draft.seen[name]
        }
    return fields


def _still_rejected(connection: Connection, change_id: UUID) -> bool:
    row = changes.by_id(connection, change_id)
    return row is not None and row.state == ChangeState.rejected


def _on_what_stands(connection: Connection, draft: Draft) -> Draft:
    """The rejected change was settled while the form was open: what is typed is an edit of what it left."""
    row = visits.one(connection, draft.visit_id)
    seen = fields_of(form_of(row)) if row else draft.seen
    return Draft(draft.visit_id, draft.number, seen, seen, on=draft.on)


def write_edit(desk: Desk, connection: Connection, draft: Draft, typed: Fields) -> Change | None:
    """Write the fields that differ from what was seen, and show them; nothing where none does.

    LookupError where the desk has no such visit.
    """
    fields = _differing(draft, typed)
    row = visits.one(connection, draft.visit_id)
    if row is None:
        raise LookupError(draft.number)
    if not fields:
        return None
    stream = f"visit:{draft.visit_id}"
    confirmed.keep(connection, row)
    if draft.supersedes:
        change_states.supersede(connection, draft.supersedes, stream)
    edit = Edit(id=draft.visit_id, fields=fields)
    change = changes.append(connection, desk.author, "visit.edited", stream, edit, draft.supersedes)
    confirmed.settle(connection, row, confirmed.of(connection, row), row.feed_n)
    return change


def _register_again(desk: Desk, connection: Connection, draft: Draft, form: CorrectableVisit) -> Change:
    """A new registration in place of a rejected one: the same visit, the same number, the typed fields."""
    stream = f"visit:{draft.visit_id}"
    said = {k: v for k, v in (draft.registration or {}).items() if k not in CorrectableVisit.model_fields}
    record = Visit.model_validate_json(json.dumps(said | fields_of(form)))
    if draft.supersedes:
        change_states.supersede(connection, draft.supersedes, stream)
    change = changes.append(connection, desk.author, "visit.registered", stream, record, draft.supersedes)
    visits.registered_by(connection, draft.visit_id, change.n)
    row = visits.one(connection, draft.visit_id)
    if row is not None:
        confirmed.settle(connection, row, fields_of(form), row.feed_n)
    return change


def _handled(desk: Desk, connection: Connection, change_id: UUID, by: UUID) -> list[Change]:
    """Tell the supervisor that what was handed over is corrected; nothing where it was not handed."""
    if not handed.close(connection, change_id):
        return []
    told = Handled(**signed(desk), change_id=change_id, by=by)
    return [changes.append(connection, desk.author, "change.corrected", f"change:{change_id}", told)]


def settle_conflict(
    desk: Desk, connection: Connection, change_id: UUID, how: Settlement, by: UUID | None
) -> list[Change]:
    """Close a conflict in the running transaction; nothing where somebody closed it before."""
    kept = conflicts.one(connection, change_id)
    if kept is None or not conflicts.settle(connection, change_id, how, desk.clerk.id):
        return []
    told = ConflictSettled(**signed(desk), change_id=change_id, record_id=kept.told.id, how=how, by=by)
    stream = f"visit:{kept.told.id}"
    return [changes.append(connection, desk.author, "conflict.settled", stream, told)]
