"""One step of a case: checked by its register's machine, written as an event, never undone."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from desk.db import calendar_days, case_events, case_files, case_lists, changes
from desk.db.store import Connection
from desk.lang import N_
from desk.records.appeal import Appeal
from desk.records.appeal_states import OPEN, AppealCase
from desk.records.appeal_steps import Ground, LeftUnconsidered, Merged
from desk.records.base import Record
from desk.records.case_event import CaseEvent
from desk.records.council import Complaint
from desk.records.council_steps import Decided
from desk.records.state_machine import StepRefused, heads
from desk.rules.errors import LawError
from desk.rules.reader import rule
from desk.usecases.acts import signed
from desk.usecases.desk import Desk
from desk.usecases.registers import Register, register_of
from desk.usecases.repeats import is_third_repeat

REASONS = {
    "not_a_third_repeat": N_(
        "The register has not three answers on the merits to this within a year (8.1.4)."
    ),
    "too_many_present": N_("More members present than the Council has."),
    "merge_unknown": N_("This desk knows no appeal with that number."),
    "merge_done": N_("That appeal is not open any more: it cannot take another one in."),
}


@dataclass(frozen=True)
class StepTaken:
    """A step that was written; `warning` is the code of why the sealed copy was not."""

    event: CaseEvent
    state: str
    change_n: int
    warning: str = ""


def take_step(desk: Desk, case_id: UUID, act: str, form: Record) -> StepTaken:
    """Write the next event of a case.

    Raises StepRefused with the reason and the possible steps, LookupError for an unknown case, StoreFailed.
    """
    with desk.store.write() as connection:
        opening, events = case_events.read(case_events.rows_of(connection, case_id))
        if opening is None:
            raise LookupError(case_id)
        register = register_of(opening)
        case = case_files.derive(opening, events)
        event = _event(desk, register, opening, events, act, form)
        code = register.machine.refusal(case, act, event)
        if code:
            raise register.refused(case, code, act)
        _check_against_others(connection, register, case, event)
        after = register.machine.after(case, event)
        event = event.model_copy(update=_due(after, connection))
        kind = f"{register.code}.event"
        change = changes.append(connection, desk.author, kind, f"{register.code}:{case_id}", event)
        case_files.add(connection, kind, event, change.n)
    return StepTaken(event, after.state, change.n, desk.keep_copy(change))


def _event(
    desk: Desk,
    register: Register,
    opening: Appeal | Complaint,
    events: list[CaseEvent],
    act: str,
    form: Record,
) -> CaseEvent:
    limits = register.limits.get(act, ())
    return register.event(
        case=opening.id,
        act=act,
        details=form.model_dump(mode="json", exclude_defaults=True),
        terms=_limits(limits, opening.received_on),
        after=heads(events)[:100],
        **signed(desk),
    )


def _limits(rule_ids: tuple[str, ...], on: date) -> dict[str, int]:
    """The limits in force on a day; one that no law gave then is left out, and nothing passes it."""
    found = {}
    for rule_id in rule_ids:
        with suppress(LawError):
            found[rule_id] = rule(rule_id, on=on).value
    return found


def _due(case: case_files.AnyCase, connection: Connection) -> dict[str, Any]:
    terms = case_files.terms_of(case, calendar_days.calendar(connection))
    return {"due_on": terms[0].due.on, "due_rule": terms[0].due.rule.version} if terms else {}


def _check_against_others(
    connection: Connection, register: Register, case: case_files.AnyCase, event: CaseEvent
) -> None:
    """What the machine does not ask: the count of members, earlier repeats, the appeal that takes this in."""
    said = event.form
    if isinstance(said, LeftUnconsidered) and isinstance(case, AppealCase):
        if said.ground is Ground.repeat and not is_third_repeat(connection, case.appeal):
            raise _refused(register, case, "not_a_third_repeat", event.act)
    elif isinstance(said, Decided) and said.present > said.members:
        # Not of the machine: a decision that stands in the register already goes on standing there.
        raise _refused(register, case, "too_many_present", event.act)
    elif isinstance(said, Merged):
        other = case_lists.by_number(connection, said.into)
        if other is None or other.register_code != register.code:
            raise _refused(register, case, "merge_unknown", event.act)
        if other.state not in OPEN:
            raise _refused(register, case, "merge_done", event.act)


def _refused(register: Register, case: case_files.AnyCase, code: str, act: str) -> StepRefused:
    return replace(register, reasons=register.reasons | REASONS).refused(case, code, act)
