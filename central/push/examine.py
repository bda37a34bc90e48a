"""What can be said of a change without the database: is it whole, readable, and the desk's own."""

import dataclasses
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from central.desks import BOARD, Desk
from central.push.arrivals import Arrival, Unreadable
from desk.records.base import Record
from desk.records.errors import SENTENCES, issues
from desk.records.kinds import EDITABLE, FACTS, scope_of
from desk.records.number import desk_of
from desk.records.upcasts import upcast
from desk.records.wire import SCHEMA_VERSION, Change, Edit, commitment


@dataclass(frozen=True)
class Refused:
    """Why a change is not applied: a key of SENTENCES, the field, and what fills the sentence."""

    code: str
    field: str = ""
    context: dict[str, str | int] = dataclasses.field(default_factory=dict)


@dataclass(slots=True)
class Fact:
    """A new record, to be inserted if its identifier and number are free."""

    entity: str
    id: str
    number: str | None
    scope: str
    clerk: str
    act: str = ""
    """The step of a case, where the record is one."""
    body: str = ""
    """The body in the form of now, where it came in an older one."""


@dataclass(frozen=True)
class FieldsEdited:
    """New values for fields of a record that exists."""

    entity: str
    edit: Edit
    body: str = ""
    """As that of a fact."""


Verdict = Fact | FieldsEdited | Refused
OF_BOARDS = frozenset(
    {"session.opened", "session.closed", "session.refused", "session.altered"}
    | {"password.changed", "person.admitted"}
)
"""All that a wall board may write: who switched it on, and with which right."""


def examine(arrival: Arrival, desk: Desk) -> Verdict:
    """Judge one change of a desk by what it says of itself."""
    if isinstance(arrival, Unreadable):
        return Refused("body_invalid", arrival.field)
    if commitment(arrival.salt, arrival.body) != arrival.body_sha256:
        return Refused("body_invalid", "body_sha256")
    if arrival.schema_version > SCHEMA_VERSION:
        return Refused("schema_newer")
    entity, _, act = arrival.kind.partition(".")
    kind = Edit if act == "edited" and entity in EDITABLE else FACTS.get(arrival.kind)
    if kind is None or (desk.device == BOARD and arrival.kind not in OF_BOARDS):
        return Refused("not_permitted", "kind")
    try:
        body = upcast(arrival.kind, arrival.schema_version, arrival.body)
        record = kind.model_validate_json(body)
    except ValidationError as error:
        return refused(error)
    except (ValueError, KeyError, TypeError, RecursionError):
        return Refused("body_invalid")
    verdict = _edit(entity, record) if isinstance(record, Edit) else _fact(entity, arrival, record, desk)
    if body is arrival.body or isinstance(verdict, Refused):
        return verdict
    return dataclasses.replace(verdict, body=body)


def refused(error: ValidationError) -> Refused:
    """A validation error as a refusal: its own code where there is a sentence for it, else `body_invalid`."""
    first = issues(error)[0]
    if first.code not in SENTENCES:
        return Refused("body_invalid", first.field[:60])
    context = {
        name: value if isinstance(value, int) else str(value)[:200] for name, value in first.context.items()
    }
    return Refused(first.code, first.field[:60], context)


def _edit(entity: str, edit: Edit) -> Verdict:
    for name in edit.fields:
        if name not in EDITABLE[entity].model_fields:
            return Refused("not_permitted", name[:60])
    return FieldsEdited(entity, edit)


def _fact(entity: str, change: Change, record: Record, desk: Desk) -> Verdict:
    said = record.__dict__
    if said.get("desk") not in desk.codes:
        return Refused("not_permitted", "desk")
    if said.get("office") != desk.office:
        return Refused("not_permitted", "office")
    number = said.get("number")
    if number is not None:
        try:
            of_desk = desk_of(number)
        except PydanticCustomError as error:
            return Refused(error.type, "number")
        if of_desk != said["desk"]:
            return Refused("number_other_desk", "number", {"desk": of_desk})
    # What is erased is told to whoever read it.
    of_what = f"{said['entity']}.registered" if change.kind == "record.erased" else change.kind
    scope, act = scope_of(of_what, desk.office), str(said.get("act", ""))
    return Fact(entity, str(said["id"]), number, scope, str(said["clerk"]), act)
