"""What a clerk sees of a visit: the state that central confirmed, with this desk's own edits on top.

While an own edit is not settled, `confirmed` keeps central's state apart; otherwise the visit's row is that.
The feed alone settles an edit: the number of its event is then counted into the visit's `feed_n`.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import JsonValue, ValidationError
from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.sqlite import insert

from desk.db import changes, visits
from desk.db.log_tables import ChangeState, confirmed
from desk.records.base import canonical_json
from desk.records.visit import CorrectableVisit, Visit
from desk.records.wire import Edit

Fields = dict[str, JsonValue]
"""Values of a form's fields by name, as JSON has them."""

_PUT = insert(confirmed)
_PUT = _PUT.on_conflict_do_update(index_elements=["entity", "id"], set_={"body": _PUT.excluded.body})


@dataclass(frozen=True)
class OwnEdit:
    """An edit of this desk that the feed has not settled; `place` is its turn in its stream."""

    place: int
    change_id: UUID
    edit: Edit


def fields_of(record: CorrectableVisit) -> Fields:
    """The part of a visit that a correction may alter, every field of it."""
    found: Fields = json.loads(record.model_dump_json(include=set(CorrectableVisit.model_fields)))
    return dict.fromkeys(CorrectableVisit.model_fields) | found


def form_of(row: Row[Any]) -> CorrectableVisit:
    """The same part of a visit's row, as it was validated when it was written."""
    names = CorrectableVisit.model_fields
    return CorrectableVisit.model_construct(**{name: getattr(row, name) for name in names})


def of(connection: Connection, row: Row[Any]) -> Fields:
    """What central holds of a visit, as far as this desk knows."""
    mine = select(confirmed.c.body).where(confirmed.c.entity == "visit", confirmed.c.id == row.id)
    body = connection.execute(mine).scalar()
    if body is None:
        return fields_of(form_of(row))
    found: Fields = json.loads(body)
    return fields_of(form_of(row)) | found


def own_edits(connection: Connection, stream: str, feed_n: int | None) -> list[OwnEdit]:
    """This desk's edits that the feed up to `feed_n` has not settled, in their turn.

    A correction has the turn of what it corrects.
    """
    rows = changes.edits_of(connection, stream)
    places: dict[UUID, int] = {}
    found = []
    for row in rows:
        places[row.change_id] = places.get(row.supersedes, row.n)
        merged = row.state == ChangeState.acknowledged and row.feed_n and row.feed_n <= (feed_n or 0)
        if row.state != ChangeState.superseded and not merged and row.body:
            edit = Edit.model_validate_json(row.body)
            found.append(OwnEdit(places[row.change_id], row.change_id, edit))
    return sorted(found, key=lambda own: own.place)


def laid_over(fields: Fields, edits: list[OwnEdit]) -> Fields:
    """The fields with the new values of edits, in their turn."""
    for own in edits:
        fields = fields | {name: field.new for name, field in own.edit.fields.items()}
    return fields


def keep(connection: Connection, row: Row[Any]) -> None:
    """Keep central's state apart before an own edit is written over it."""
    put(connection, row.id, of(connection, row))


def put(connection: Connection, visit_id: UUID, fields: Fields) -> None:
    """Write down central's state of a visit that has own edits."""
    connection.execute(_PUT, {"entity": "visit", "id": visit_id, "body": canonical_json(fields)})


def settle(connection: Connection, row: Row[Any], fields: Fields, feed_n: int | None) -> None:
    """Take `fields` for what central holds of a visit, and show them with the own edits on top.

    Raises ValidationError when the form does not know a confirmed field or refuses its value.
    """
    edits = own_edits(connection, f"visit:{row.id}", feed_n)
    form = _shown(form_of(row), fields, laid_over({}, edits))
    if edits:
        put(connection, row.id, fields)
    else:
        connection.execute(delete(confirmed).where(confirmed.c.entity == "visit", confirmed.c.id == row.id))
    visits.rewrite(connection, row.id, form, feed_n)


def _shown(form: CorrectableVisit, fields: Fields, own: Fields) -> CorrectableVisit:
    """The form with other values; only those that differ are validated, for rules grow stricter with time.

    A value of this desk's own that does not fit is not shown: its change is rejected, and stands there.
    """
    check = CorrectableVisit.__pydantic_validator__.validate_assignment
    present = fields_of(form)
    for name, value in fields.items():
        if name not in own and value != present.get(name):
            check(form, name, value)
    for name, value in own.items():
        if value != present.get(name):
            with suppress(ValidationError):
                check(form, name, value)
    return form


def merge_visit(connection: Connection, record: Visit, feed_n: int) -> None:
    """Take in a visit from the feed: new here, or our own, or read again from the beginning."""
    if visits.take_in(connection, record, feed_n):
        return
    row = visits.one(connection, record.id)
    if row is not None and feed_n > (row.feed_n or 0):
        settle(connection, row, fields_of(record), feed_n)


def _is_shown(row: Row[Any], record: Visit) -> bool:
    return all(getattr(row, name) == getattr(record, name) for name in CorrectableVisit.model_fields)


def merge_visits(connection: Connection, records: Mapping[int, tuple[Visit, int]]) -> set[int]:
    """Take in visits with their feed numbers where nothing of this desk's own stands against them.

    Returns the keys of those that are done with; a visit that was edited here, or is held otherwise than
    central has it, is left. Raises TAKEN when a number is another visit's.
    """
    held = {row.id: row for row in visits.held(connection, (record.id for record, _n in records.values()))}
    edited = changes.edited_streams(connection, [f"visit:{visit_id}" for visit_id in held])
    fresh, seen, done = dict[UUID, tuple[Visit, int]](), dict[UUID, int](), set[int]()
    for key, (record, feed_n) in records.items():
        row = held.get(record.id)
        if row is None:
            if record.id not in fresh:
                fresh[record.id] = (record, feed_n)
                done.add(key)
        elif f"visit:{record.id}" not in edited and _is_shown(row, record):
            seen[record.id] = feed_n
            done.add(key)
    visits.take_in_all(connection, fresh.values())
    visits.confirm(connection, seen)
    return done


def merge_edit(connection: Connection, edit: Edit, feed_n: int) -> bool:
    """Take in an edit that central applied; False when there is no such visit here."""
    row = visits.one(connection, edit.id)
    if row is None:
        return False
    if feed_n > (row.feed_n or 0):
        told = {name: field.new for name, field in edit.fields.items()}
        settle(connection, row, of(connection, row) | told, feed_n)
    return True


def merge_conflict(connection: Connection, visit_id: UUID, theirs: Fields, feed_n: int) -> bool:
    """Show central's values where an own edit was not applied; False when there is no such visit here."""
    row = visits.one(connection, visit_id)
    if row is None:
        return False
    if feed_n > (row.feed_n or 0):
        settle(connection, row, of(connection, row) | theirs, feed_n)
    return True
