"""The change log as people see it: where each change stands, and what they can do about a rejected one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from desk.db import change_states, changes, conflicts, handed
from desk.db.log_tables import ChangeState
from desk.lang import N_, _
from desk.records.reference import Role
from desk.records.settling import HANDED_BODY, Handed, Handled
from desk.usecases.acts import keep_copies, signed
from desk.usecases.change_words import KINDS, standing, why
from desk.usecases.conflicts import ConflictView, open_conflicts
from desk.usecases.correct_visit import CORRECTABLE
from desk.usecases.desk import Desk

LISTED = 200
ADVICE = {
    ChangeState.pending: N_("Nothing to do about this one: it is sent when there is a line."),
    ChangeState.blocked: N_("First settle the rejected record before this one."),
    ChangeState.rejected: N_("Not accepted by central; it is kept here and there."),
    ChangeState.acknowledged: N_("Nothing to do about this one: central has it."),
    ChangeState.superseded: N_("Nothing to do about this one: the corrected one counts."),
}
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
    conflict: str = ""
    """Over which record, and with whom, a person still has to settle it."""


def log_lines(desk: Desk, limit: int = LISTED) -> list[LogLine]:
    """The newest changes, the rejected ones first; before them, for a supervisor, what others handed over."""
    with desk.store.read() as connection:
        rows = changes.newest(connection, limit)
        waiting = {record.change_id: (record, own) for record, own in handed.open_ones(connection, limit)}
        settled = conflicts.settled(connection, (row.change_id for row in rows))
    open_ones = {view.change_id: about(view) for view in open_conflicts(desk)}
    own = [
        _line(row, waiting.get(row.change_id, (None,))[0], open_ones, is_settled=row.change_id in settled)
        for row in rows
    ]
    if Role.supervisor not in desk.clerk.roles:
        return own
    return [_handed_line(record) for record, is_own in waiting.values() if not is_own] + own


def about(view: ConflictView) -> str:
    """The record of a conflict, and who else corrected it."""
    return _("visit {number}, also corrected by {name}").format(
        number=view.number, name=view.theirs_by or _("unknown")
    )


def _line(row: Row[Any], over: Handed | None, open_ones: Mapping[UUID, str], *, is_settled: bool) -> LogLine:
    is_rejected = row.state == ChangeState.rejected
    conflict = open_ones.get(row.change_id, "")
    advice = _(ADVICE[row.state])
    return LogLine(
        row.change_id,
        row.n,
        changes.written_at(row),
        _(KINDS.get(row.kind, row.kind)),
        standing(row, over if is_rejected else None, is_settled=is_settled),
        _("F6 settles it: {what}.").format(what=conflict) if conflict else advice,
        is_rejected,
        _actions(row, over),
        conflict,
    )


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
        if not change_states.resend(connection, row.change_id):
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
            written_at=changes.written_at(row),
            code=answer.get("code", ""),
            field=answer.get("field", "")[:60],
            context=answer.get("context", {}),
            body=row.body if len(row.body) <= HANDED_BODY else "",
        )
        handed.add(connection, told, own=True)
        written = changes.append(connection, desk.witness, "change.handed", f"change:{row.change_id}", told)
    return keep_copies(desk, written)
