"""Reads the body of a push so that one unreadable change does not keep the others out."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from central.problem import from_validation, invalid
from desk.records.wire import PUSH_CHANGES, Change, Push


@dataclass(frozen=True)
class Unreadable:
    """A change of which little more than the identifier could be read; `text` is all of it, escaped.

    Where its place in its log could be read too, it holds its stream up like any other that is rejected.
    """

    change_id: UUID
    field: str
    text: str
    incarnation: UUID | None = None
    stream: str = ""
    n: int = 0


PLACE = ("incarnation", "stream", "n")
Arrival = Change | Unreadable


@dataclass(frozen=True)
class Arrived:
    """A push as read: the changes in the order sent, and the signed head."""

    arrivals: list[Arrival]
    head_n: int
    head: str
    head_signature: str
    epoch: str = ""


def storable(text: str) -> str:
    """The text with NUL and lone surrogates, which PostgreSQL cannot hold, written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\u0000")


def read_push(raw: bytes) -> Arrived:
    """Read a body; raises 422 only when the batch itself cannot be read."""
    try:
        push = Push.model_validate_json(raw, strict=True)
    except ValidationError as error:
        return _one_by_one(raw, error)
    arrivals: list[Arrival] = [*push.changes]
    if b"\\u0000" in raw:  # in JSON a NUL is always an escape
        arrivals = [_checked(change) for change in push.changes]
    return Arrived(arrivals, push.head_n, push.head, push.head_signature, push.epoch)


def _checked(change: Change) -> Arrival:
    for name in ("stream", "kind", "actor", "body"):
        if "\0" in getattr(change, name):
            place = (change.incarnation, change.stream, change.n) if name != "stream" else ()
            return Unreadable(change.change_id, name, storable(change.model_dump_json()), *place)
    return change


def _one_by_one(raw: bytes, error: ValidationError) -> Arrived:
    whole = _loaded(raw, error)
    changes = whole.get("changes")
    if not isinstance(changes, list) or len(changes) > PUSH_CHANGES:
        raise from_validation(error)
    try:
        envelope = Push.model_validate(whole | {"changes": []}, strict=True)
    except ValidationError as outer:
        raise from_validation(outer) from error
    arrivals = [_change(item, error) for item in changes]
    return Arrived(
        arrivals, envelope.head_n, envelope.head, storable(envelope.head_signature), envelope.epoch
    )


def _loaded(raw: bytes, error: ValidationError) -> dict[str, Any]:
    try:
        whole = json.loads(raw)
    except (ValueError, RecursionError) as broken:
        raise from_validation(error) from broken
    if not isinstance(whole, dict):
        raise from_validation(error)
    return whole


def _change(item: object, error: ValidationError) -> Arrival:
    try:
        # From text again: strict validation takes UUIDs and times as text only from JSON.
        return _checked(Change.model_validate_json(json.dumps(item), strict=True))
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False, include_input=False, include_context=False)
        faulty = [error["loc"][0] if error["loc"] else "" for error in errors]
    except (ValueError, RecursionError):
        faulty = [""]
    if not isinstance(item, dict):
        raise from_validation(error)
    try:
        change_id = UUID(str(item.get("change_id")))
    except ValueError as unnamed:
        raise invalid([{"loc": ["changes", "change_id"], "type": "uuid"}]) from unnamed
    place = () if {"", *PLACE}.intersection(faulty) else _place(item)
    return Unreadable(change_id, storable(str(faulty[0])[:60]), json.dumps(item), *place)


def _place(item: dict[str, Any]) -> tuple[UUID, str, int] | tuple[()]:
    """The incarnation, stream and number of a change in which these are right."""
    incarnation, stream, n = (item[name] for name in PLACE)
    return () if "\0" in stream else (UUID(incarnation), stream, n)
