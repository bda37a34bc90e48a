"""One case as its screen shows it: who and what, the dates that bind it, its timeline, what comes next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from desk.db import attachments, calendar_days, case_events, case_files, case_lists, references
from desk.db.case_events import Opening
from desk.db.store import Connection
from desk.documents.step_text import details_text
from desk.lang import N_, _, day, ngettext, today
from desk.records.appeal import APPEAL_FORMS, APPEAL_KINDS, Appeal
from desk.records.base import Record
from desk.records.case_event import CaseEvent
from desk.records.council import COMPLAINANT_KINDS
from desk.records.reference import Clerk
from desk.records.state_machine import Case, ordered
from desk.rules.case_terms import Term
from desk.usecases.case_list import NOT_CONFIRMED, due_text
from desk.usecases.day import state_text
from desk.usecases.desk import Desk
from desk.usecases.registers import Register, register_of
from desk.usecases.repeats import earlier_answers

UNKNOWN = N_("No case is open. Choose one in a list with Enter.")


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    what: str
    details: str
    who: str
    stands: str
    """Where its change stands, while central has not got it."""
    odd: str = ""
    """Why it is impossible at its place, where it is."""


@dataclass(frozen=True)
class Step:
    """One step that is possible now."""

    act: str
    label: str
    form: type[Record]


@dataclass(frozen=True)
class CaseView:
    """A case for the screen."""

    case_id: UUID
    register: str
    number: str
    heading: str
    summary: str
    state: str
    terms: list[str]
    warnings: list[str]
    timeline: list[Moment]
    steps: list[Step]


def view_case(desk: Desk, case_id: UUID) -> CaseView:
    """Read a case; LookupError where this desk does not know it."""
    with desk.store.read() as connection:
        rows = case_events.rows_of(connection, case_id)
        opening, events = case_events.read(rows)
        if opening is None:
            raise LookupError(case_id)
        register = register_of(opening)
        case = case_files.derive(opening, events)
        days = calendar_days.calendar(connection)
        return CaseView(
            case_id,
            register.code,
            opening.number,
            _heading(opening),
            opening.summary,
            register.state_name(case.state),
            [_term(term) for term in case_files.terms_of(case, days)],
            _warnings(connection, opening, case),
            _timeline(connection, register, case, opening, rows, events),
            _steps(register, case),
        )


def _steps(register: Register, case: Case) -> list[Step]:
    acts = register.machine.possible(case)
    return [Step(act, _(register.acts[act]), register.forms[act]) for act in acts]


def _heading(opening: Opening) -> str:
    if isinstance(opening, Appeal):
        kinds = [_(APPEAL_KINDS[opening.kind]), _(APPEAL_FORMS[opening.manner])]
        if opening.collective:
            kinds.append(_("collective, {n} persons").format(n=opening.applicants))
        name = opening.applicant or _("anonymous")
    else:
        kinds, name = [_(COMPLAINANT_KINDS[opening.kind])], opening.complainant
        if opening.voen:
            kinds.append(_("VÖEN {voen}").format(voen=opening.voen))
    received = _("received {date}").format(date=day(opening.received_on))
    return " · ".join([name, *kinds, received])


def _term(term: Term) -> str:
    due = term.due
    shown = due_text(due.on, due.rule.id, True, today())
    text = _("{what} by {date}").format(what=_(term.name), date=shown)
    if due.confirmed:
        return text
    council = due.rule.id.startswith("council.")
    why = _(NOT_CONFIRMED) if council else " ".join(doubt.text for doubt in due.doubts)
    return f"{text} ({why})"


def _warnings(connection: Connection, opening: Opening, case: Case) -> list[str]:
    found = []
    if case.attention:
        n = len(case.attention)
        told = ngettext(
            "Needs attention: {n} step does not fit.", "Needs attention: {n} steps do not fit.", n
        )
        found.append(told.format(n=n))
    if isinstance(opening, Appeal):
        repeats = earlier_answers(connection, opening)
        if repeats:
            numbers = ", ".join(repeats[:3])
            told = ngettext(
                "Answered {n} time within the year: {numbers}",
                "Answered {n} times within the year: {numbers}",
                len(repeats),
            )
            found.append(told.format(n=len(repeats), numbers=numbers))
    merged = case_lists.merged_into(connection, opening.number)
    if merged:
        found.append(_("Answered together with {numbers}").format(numbers=", ".join(merged[:3])))
    return found


def _timeline(
    connection: Connection,
    register: Register,
    case: Case,
    opening: Opening,
    rows: list[Row[Any]],
    events: list[CaseEvent],
) -> list[Moment]:
    """Everything that happened, the newest first; what the calendar moved stands among it."""
    stands = {row.id: _stands(row) for row in rows}
    odd = dict(case.odd)
    names = {clerk.id: clerk.name for clerk in references.every(connection, "clerk.set", Clerk)}
    first = Moment(
        opening.registered_at,
        _("Registered"),
        _("due {date}").format(date=day(opening.due_on)) if opening.due_on else "",
        f"{opening.clerk_name}, {opening.office}",
        stands[opening.id],
    )
    told = [first]
    for event in ordered(events):
        reason = register.reasons[odd[event.id]] if event.id in odd else ""
        told.append(
            Moment(
                event.at,
                _(register.done[event.act]),
                details_text(event.form, names),
                f"{event.clerk_name}, {event.office}",
                stands[event.id],
                _(reason).format(state="…") if reason else "",
            )
        )
    for file in attachments.rows_of(connection, opening.id):
        one = attachments.read(file)
        who = f"{one.clerk_name}, {one.office}"
        told.append(Moment(one.at, _("File attached"), one.name, who, _stands(file)))
    for moved in case_lists.due_changes(connection, opening.id):
        dates = [day(on) if on else "?" for on in (moved.old_on, moved.new_on)]
        what = _("Due date moved by the calendar")
        told.append(Moment(moved.at, what, " → ".join(dates), moved.due_rule, ""))
    return [told[0], *sorted(told[1:], key=lambda moment: moment.at)][::-1]


def _stands(row: Row[Any]) -> str:
    sent = row.change_n is None or row.state in ("acknowledged", "superseded")
    return "" if sent else state_text(row.state, row.result or "", row.feed_n)
