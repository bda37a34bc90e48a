"""The change log as people see it: where each change stands, and what they can do about a rejected one."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from desk.db import changes, handed, references
from desk.db.tables import ChangeState
from desk.lang import N_, _, day_and_clock
from desk.records.errors import sentence
from desk.records.reference import Clerk, Role
from desk.records.settling import HANDED_BODY, Handed, Handled
from desk.records.visit import VisitForm
from desk.usecases.acts import keep_copies, signed
from desk.usecases.conflicts import in_words
from desk.usecases.correct_visit import CORRECTABLE, visit_choices
from desk.usecases.day import state_text
from desk.usecases.desk import Desk

LISTED = 200
KINDS = {
    "visit.registered": N_("visit"),
    "appeal.registered": N_("appeal"),
    "appeal.event": N_("appeal step"),
    "council.registered": N_("complaint"),
    "council.event": N_("Council step"),
    "measure.entered": N_("measure"),
    "measure.corrected": N_("measure"),
    "measure.withdrawn": N_("measure"),
    "training.entered": N_("training"),
    "training.corrected": N_("training"),
    "training.withdrawn": N_("training"),
    "employee.set": N_("employee"),
    "attendance.marked": N_("attendance"),
    "attendance.corrected": N_("attendance"),
    "visit.edited": N_("correction"),
    "session.opened": N_("sign-in"),
    "lookup.made": N_("lookup"),
    "lookup.checked": N_("comparison"),
    "screening.raised": N_("task"),
    "paper.printed": N_("paper"),
    "change.handed": N_("handed over"),
    "change.resent": N_("sent again"),
    "change.corrected": N_("handed: done"),
    "conflict.settled": N_("settled"),
    "limit.overridden": N_("limit lifted"),
    "session.closed": N_("sign-out"),
    "session.refused": N_("refused"),
    "session.altered": N_("altered"),
    "password.changed": N_("password"),
    "person.admitted": N_("admitted"),
    "log.viewed": N_("log read"),
    "export.made": N_("export"),
    "record.erased": N_("erased"),
    "desk.transferred": N_("moved"),
    "file.attached": N_("attachment"),
    "day.closed": N_("day closed"),
}
ADVICE = {
    ChangeState.pending: N_("Nothing to do: it is sent when there is a line."),
    ChangeState.blocked: N_("First settle the rejected record before this one."),
    ChangeState.rejected: N_("Not accepted by central; it is kept here and there."),
    ChangeState.acknowledged: N_("Nothing to do: central has it."),
    ChangeState.superseded: N_("Nothing to do: the corrected one counts."),
}
TITLES = {
    "number": N_("Number"),
    "registered_at": N_("Registered"),
    "at": N_("Done"),
    "clerk_name": N_("Clerk"),
    "clerk": N_("Clerk's sign-in"),
    "desk": N_("Desk"),
    "office": N_("Office"),
    "reason": N_("Reason"),
    "how": N_("Settled as"),
    "another_reason": N_("Why another person"),
    "insisted": N_("Saved in spite of"),
    "mrz": N_("Scanned zone"),
    "person_link": N_("Same person?"),
    "person_id": N_("Person"),
    "id": N_("Identifier"),
    "change_id": N_("Change"),
}
"""What a body says besides the form's fields, in the order to read."""
OUT_OF_REACH = {"number_taken", "not_permitted", "schema_newer", "change_reused", "number_other_desk"}
OUT_OF_REACH |= {"clerk_unknown", "clerk_inactive", "role_needed"}
"""Reasons that no other value in the form takes away."""


class Action(StrEnum):
    """What a person can do about a change."""

    correct = "correct"
    send_again = "send_again"
    hand_over = "hand_over"
    read = "read"
    print = "print"


@dataclass(frozen=True)
class LogLine:
    """A line of the synchronisation list; `n` is 0 for a change of another desk that was handed over."""

    change_id: UUID
    n: int
    at: datetime
    what: str
    state: str
    advice: str
    is_rejected: bool
    actions: frozenset[Action]


@dataclass(frozen=True)
class Details:
    """The whole of a change in words: a heading, and a line (title, value) for each thing that it says."""

    title: str
    lines: list[tuple[str, str]]


def reason(result: str) -> str:
    """Why a change was not accepted, with the field by its title, in the language in use."""
    answer = json.loads(result) if result else {}
    return why(answer.get("code", ""), answer.get("field", ""), answer.get("context", {}))


def why(code: str, name: str, context: dict[str, Any]) -> str:
    """The sentence of a code, after the title of the field where there is one."""
    if not code:
        return ""
    info = VisitForm.model_fields.get(name)
    title = _(info.title or name) if info is not None else _(TITLES.get(name, name))
    told = sentence(code, context)
    return f"{title}: {told}" if title else told


def log_lines(desk: Desk, limit: int = LISTED) -> list[LogLine]:
    """The newest changes, the rejected ones first; before them, for a supervisor, what others handed over."""
    with desk.store.read() as connection:
        rows = changes.newest(connection, limit)
        waiting = {record.change_id: (record, own) for record, own in handed.open_ones(connection, limit)}
    own = [_line(row, waiting[row.change_id][0] if row.change_id in waiting else None) for row in rows]
    if Role.supervisor not in desk.clerk.roles:
        return own
    return [_handed_line(record) for record, is_own in waiting.values() if not is_own] + own


def _line(row: Row[Any], over: Handed | None) -> LogLine:
    is_rejected = row.state == ChangeState.rejected
    return LogLine(
        row.change_id,
        row.n,
        datetime.fromisoformat(row.at),
        _(KINDS.get(row.kind, row.kind)),
        _state(row, over if is_rejected else None),
        _(ADVICE[row.state]),
        is_rejected,
        _actions(row, over),
    )


def _state(row: Row[Any], over: Handed | None) -> str:
    if row.state == ChangeState.rejected:
        told = _("rejected: {reason}").format(reason=reason(row.result))
        return _("handed over, {state}").format(state=told) if over else told
    answer = json.loads(row.result) if row.result else {}
    if row.state == ChangeState.acknowledged and answer.get("outcome") == "conflict":
        return _("not applied: somebody else changed the same")
    return state_text(row.state, row.result, row.feed_n)


def _actions(row: Row[Any], over: Handed | None) -> frozenset[Action]:
    found = {Action.read}
    if row.state == ChangeState.rejected:
        found |= {Action.send_again, Action.print}
        answer = json.loads(row.result) if row.result else {}
        if row.kind in CORRECTABLE and answer.get("code") not in OUT_OF_REACH:
            found.add(Action.correct)
        if over is None:
            found.add(Action.hand_over)
    return frozenset(found)


def _handed_line(record: Handed) -> LogLine:
    return LogLine(
        record.change_id,
        0,
        record.at,
        _(KINDS.get(record.kind, record.kind)),
        _("handed over by {name}, desk {desk}: {reason}").format(
            name=record.clerk_name,
            desk=record.desk,
            reason=why(record.code, record.field, record.context),
        ),
        _("It is settled at the desk that wrote it; read it here."),
        True,
        frozenset({Action.read, Action.print}),
    )


def send_again(desk: Desk, change_n: int) -> str:
    """Send a rejected change as it is; central judges it anew. The log says who did.

    Returns the code of why the sealed copy was not written, or nothing. Raises StoreFailed.
    """
    with desk.store.write() as connection:
        row = changes.one(connection, change_n)
        if not changes.resend(connection, row.change_id):
            return ""
        told = Handled(**signed(desk), change_id=row.change_id)
        written = changes.append(connection, desk.witness, "change.resent", f"change:{row.change_id}", told)
    return keep_copies(desk, written)


def hand_over(desk: Desk, change_n: int) -> str:
    """Hand a rejected change to the supervisor, who then finds it at any desk of the office.

    Returns the code of why the sealed copy was not written, or nothing. Raises StoreFailed.
    """
    with desk.store.write() as connection:
        row = changes.one(connection, change_n)
        if row.state != ChangeState.rejected or handed.one(connection, row.change_id):
            return ""
        answer = json.loads(row.result) if row.result else {}
        told = Handed(
            **signed(desk),
            change_id=row.change_id,
            kind=row.kind,
            stream=row.stream,
            written_by=row.actor,
            written_at=datetime.fromisoformat(row.at),
            code=answer.get("code", ""),
            field=answer.get("field", "")[:60],
            context=answer.get("context", {}),
            body=row.body if len(row.body) <= HANDED_BODY else "",
        )
        handed.add(connection, told, own=True)
        written = changes.append(connection, desk.witness, "change.handed", f"change:{row.change_id}", told)
    return keep_copies(desk, written)


def details(desk: Desk, change_id: UUID) -> Details | None:
    """Everything that a change says, in words; of this desk's log or handed over by another desk."""
    choices = visit_choices(desk)
    with desk.store.read() as connection:
        row = changes.by_id(connection, change_id)
        over = handed.one(connection, change_id)
        names = {clerk.id: clerk.name for clerk in references.every(connection, "clerk.set", Clerk)}
    if row is not None:
        kind, body, told = row.kind, row.body, _state(row, over)
        lines = _written(row.former_n or row.n, row.actor, datetime.fromisoformat(row.at), names)
    elif over is not None:
        kind, body, told = over.kind, over.body, why(over.code, over.field, over.context)
        lines = _written(0, over.written_by, over.written_at, names)
    else:
        return None
    lines.append((_("Where it stands"), told))
    if over is not None:
        handed_by = f"{over.clerk_name}, {over.desk}, {day_and_clock(over.at)}"
        lines.append((_("Handed over"), handed_by))
    return Details(_(KINDS.get(kind, kind)), lines + _body_lines(body, choices))


def _written(n: int, actor: str, at: datetime, names: dict[str, str]) -> list[tuple[str, str]]:
    first = [(_("No."), str(n))] if n else []
    return [*first, (_("Written"), f"{day_and_clock(at)}, {names.get(actor, actor)}")]


def _body_lines(body: str, choices: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        said = json.loads(body) if body else {}
    except ValueError:
        return [(_("Text"), body)]
    if not isinstance(said, dict):
        return [(_("Text"), body)]
    fields = said.get("fields")
    if isinstance(fields, dict):
        return [(_title(name), _change_of(value, choices.get(name))) for name, value in fields.items()]
    ordered = [name for name in (*VisitForm.model_fields, *TITLES) if name in said]
    ordered += [name for name in said if name not in ordered]
    lines = [(_title(name), _value(said[name], choices.get(name))) for name in ordered]
    return [(title, text) for title, text in lines if text]


def _title(name: str) -> str:
    info = VisitForm.model_fields.get(name)
    return _(TITLES.get(name, name) if info is None else info.title or name)


def _value(value: object, labels: Mapping[str, str] | None) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, str) and value[10:11] == "T":
        with suppress(ValueError):
            return day_and_clock(datetime.fromisoformat(value))
    return in_words(None if value is None else str(value), labels)


def _change_of(value: object, labels: Mapping[str, str] | None) -> str:
    if not isinstance(value, dict):
        return str(value)
    old, new = (in_words(value.get(side), labels) or _("(empty)") for side in ("old", "new"))
    return f"{old} → {new}"
