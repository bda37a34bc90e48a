"""An edit of a record: applied only where its writer saw what stands there now."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from central.desks import Db, Desk
from central.push.examine import FieldsEdited, Refused, refused
from central.push.feed import Row
from desk.records.base import Record, canonical
from desk.records.kinds import EDITABLE, FACTS
from desk.records.settling import ClashingField, Conflict
from desk.records.wire import Change, Edit


@dataclass(frozen=True)
class Settled:
    """The feed row that an edit leaves, and the fields that clash if it was a conflict."""

    row: Row
    clashes: dict[str, dict[str, Any]]


def apply_edit(db: Db, desk: Desk, change: Change, verdict: FieldsEdited) -> Settled | Refused:
    """Apply all fields of an edit or none.

    A field that holds the value its writer saw takes the new one; one that holds the new value already stays;
    any other clashes, and the record stays as it is until a person decides.
    """
    entity, edit = verdict.entity, verdict.edit
    found = db.execute(
        "select kind, scope, stream, body, change_id from record where entity = %s and id = %s for update",
        (entity, str(edit.id)),
    ).fetchone()
    if found is None or found[1] not in desk.scopes:
        return Refused("not_permitted", "id")
    kind, scope, stream, body, last = found
    if kind == "record.erased":
        return Refused("record_erased", "id")
    if change.stream != stream:
        return Refused("not_permitted", "stream")
    record = FACTS[kind].model_validate_json(body)
    clashes, wanted = _compare(record, edit)
    if clashes:
        told = _conflict(db, change, edit, record, last)
        row = Row(scope, f"{entity}.conflict", stream, change.change_id, body=canonical(told))
        return Settled(row, clashes)
    try:
        altered = _altered(record, entity, wanted)
    except ValidationError as error:
        return refused(error)
    if altered != record:
        db.execute(
            "update record set body = %s, change_id = %s where entity = %s and id = %s",
            (canonical(altered), change.change_id, entity, str(edit.id)),
        )
    return Settled(Row(scope, change.kind, stream, change.change_id, body=verdict.body or change.body), {})


def _conflict(db: Db, change: Change, edit: Edit, record: Record, last: UUID) -> Conflict:
    """All sides of an edit that is not applied, and who last altered the record."""
    now = json.loads(record.model_dump_json())
    theirs = db.execute("select actor, at from change_receipt where change_id = %s", (last,)).fetchone()
    return Conflict(
        id=edit.id,
        change_id=change.change_id,
        actor=change.actor,
        at=change.at,
        theirs_actor=theirs[0] if theirs else "",
        theirs_at=theirs[1] if theirs else None,
        fields={
            name: ClashingField(base=field.old, mine=field.new, theirs=now.get(name))
            for name, field in edit.fields.items()
        },
    )


def _compare(record: Record, edit: Edit) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    now = json.loads(record.model_dump_json())
    clashes: dict[str, dict[str, Any]] = {}
    wanted: dict[str, Any] = {}
    for name, field in edit.fields.items():
        if now.get(name) == field.new:
            continue
        if now.get(name) == field.old:
            wanted[name] = field.new
        else:
            clashes[name] = {"base": field.old, "mine": field.new, "theirs": now.get(name)}
    return clashes, wanted


def _altered(record: Record, entity: str, wanted: dict[str, Any]) -> Record:
    """The record with the new values; raises ValidationError when the form refuses them."""
    form = EDITABLE[entity]
    fields = json.loads(record.model_dump_json(include=set(form.model_fields)))
    valid = form.model_validate_json(json.dumps(fields | wanted))
    return record.model_copy(update={name: getattr(valid, name) for name in wanted})
