"""The lists' view of each case: one row, made anew from the case's events whenever one is added.

Nothing is ever decided by these rows; the events decide.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, literal_column, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from desk.db import calendar_days, case_events
from desk.db.case_events import Opening
from desk.db.case_tables import case_file, due_change
from desk.db.case_words import in_register, words_of
from desk.lang import fold
from desk.records import appeal_states, council_states
from desk.records.appeal import Appeal
from desk.records.appeal_states import AppealCase
from desk.records.base import utc_now
from desk.records.case_event import CaseEvent
from desk.records.council_states import CouncilCase
from desk.rules.calendar import Calendar
from desk.rules.case_terms import Term, appeal_late, appeal_terms, council_late, council_terms

AnyCase = AppealCase | CouncilCase
_PUT = upsert(case_file)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["id"],
    set_={name: _PUT.excluded[name] for name in case_file.c.keys() if name != "id"},  # noqa: SIM118
)
_FORGET_WORDS = text("INSERT INTO case_words (case_words, rowid, search) VALUES ('delete', :rowid, :search)")


def derive(opening: Opening, events: list[CaseEvent]) -> AnyCase:
    """The case of a registration and its events, by the machine of its register."""
    if isinstance(opening, Appeal):
        return appeal_states.MACHINE.derive(appeal_states.opened(opening), events)
    return council_states.MACHINE.derive(council_states.opened(opening), events)


def terms_of(case: AnyCase, days: Calendar) -> list[Term]:
    """The dates that bind a case now, the binding one first."""
    return appeal_terms(case, days) if isinstance(case, AppealCase) else council_terms(case, days)


def add(connection: Connection, kind: str, record: Opening | CaseEvent, change_n: int) -> None:
    """Store an event of this desk and derive its case anew."""
    case_events.add(connection, kind, record, change_n)
    project(connection, case_events.case_of(record), calendar_days.calendar(connection))


def merge(connection: Connection, kind: str, record: Opening | CaseEvent, feed_n: int) -> None:
    """Store an event that the feed brought; its case is derived anew by `refresh`, once for many events.

    A registration is derived at once, and raises IntegrityError when another case has its number.
    """
    case_events.merge(connection, kind, record, feed_n)
    if not isinstance(record, CaseEvent):
        project(connection, record.id, calendar_days.calendar(connection))


def refresh(connection: Connection, after: int, up_to: int) -> None:
    """Derive anew the cases of the events behind one feed number and up to another."""
    cases = list(case_events.cases_between(connection, after, up_to))
    if not cases:
        return
    days = calendar_days.calendar(connection)
    for case_id in cases:
        project(connection, case_id, days)


def refresh_at(connection: Connection, numbers: Sequence[int]) -> None:
    """Derive anew the cases of the events that have these feed numbers."""
    days = calendar_days.calendar(connection)
    for case_id in case_events.cases_at(connection, numbers):
        project(connection, case_id, days)


def project(connection: Connection, case_id: UUID, days: Calendar) -> None:
    """Write the row of a case; nothing while its registration has not arrived."""
    opening, events = case_events.read(case_events.rows_of(connection, case_id))
    if opening is None:
        return
    case = derive(opening, events)
    connection.execute(_PUT, row_of(case, events, days))


def forget(connection: Connection, case_id: UUID) -> None:
    """Take out the row of a case and its words."""
    mine = case_file.c.id == case_id
    row = connection.execute(select(literal_column("rowid"), case_file.c.search).where(mine)).first()
    if row is not None:
        connection.execute(_FORGET_WORDS, {"rowid": row[0], "search": row.search})
        connection.execute(delete(case_file).where(mine))


def row_of(case: AnyCase, events: list[CaseEvent], days: Calendar) -> dict[str, Any]:
    """The row of a derived case, by its columns."""
    own = _appeal_row(case, days) if isinstance(case, AppealCase) else _council_row(case, days)
    return own | {"search": _search(own, events), "attention": len(case.attention)} | _due(case, days)


def _due(case: AnyCase, days: Calendar) -> dict[str, Any]:
    binding = next((term.due for term in terms_of(case, days) if term.binding), None)
    return {
        "due_on": binding.on if binding else None,
        "due_rule": binding.rule.version if binding else "",
        "due_confirmed": bool(binding and binding.confirmed),
    }


def _appeal_row(case: AppealCase, days: Calendar) -> dict[str, Any]:
    appeal = case.appeal
    return {
        "id": appeal.id,
        "register_code": "appeal",
        "number": appeal.number,
        "kind": appeal.kind,
        "form": appeal.manner,
        "applicants": appeal.applicants,
        "name": appeal.applicant,
        "person_key": fold(appeal.applicant),
        "subject_key": fold(appeal.summary)[:200],
        "prior": appeal.prior,
        "office": appeal.office,
        "clerk": appeal.clerk,
        "executor": case.executor,
        "received_on": appeal.received_on,
        "state": case.state,
        "outcome": case.outcome,
        "on_merits": bool(case.merits),
        "forwarded": bool(case.bodies),
        "extended": case.extended > 0,
        "merged_into": case.merged_into,
        "session_on": None,
        "done_on": case.done_on,
        "late": appeal_late(case, days),
    }


def _council_row(case: CouncilCase, days: Calendar) -> dict[str, Any]:
    complaint = case.complaint
    return {
        "id": complaint.id,
        "register_code": "council",
        "number": complaint.number,
        "kind": complaint.kind,
        "form": complaint.act,
        "applicants": 1,
        "name": complaint.complainant,
        "person_key": fold(complaint.complainant),
        "subject_key": fold(complaint.summary)[:200],
        "prior": "",
        "office": complaint.office,
        "clerk": complaint.clerk,
        "executor": "",
        "received_on": complaint.received_on,
        "state": case.state,
        "outcome": case.outcome,
        "on_merits": bool(case.outcome) and case.outcome not in ("out_of_remit", "not_first_considered"),
        "forwarded": bool(case.sent_to),
        "extended": case.extended,
        "merged_into": "",
        "session_on": case.session_on,
        "done_on": case.decided_on,
        "late": council_late(case, days),
    }


def _search(row: dict[str, Any], events: list[CaseEvent]) -> str:
    said = [str(value) for event in events for value in _texts(event.details)]
    words = words_of(row["number"], row["name"], row["subject_key"], *said)
    return f"{in_register(row['register_code'])} {words}"


def _texts(details: dict[str, Any]) -> list[str]:
    return [
        text
        for value in details.values()
        for text in (value if isinstance(value, list) else [value])
        if isinstance(text, str)
    ]


def recompute(connection: Connection) -> int:
    """Compute the due dates of open cases by a changed calendar, keep the old values; how many moved."""
    days = calendar_days.calendar(connection)
    moved = 0
    due = case_file.c.due_rule != ""
    for row in connection.execute(
        select(case_file.c.id, case_file.c.due_rule, case_file.c.due_on).where(due)
    ).all():
        project(connection, row.id, days)
        fresh = connection.execute(select(case_file.c.due_on).where(case_file.c.id == row.id)).scalar()
        if fresh != row.due_on:
            old = {"case_id": row.id, "due_rule": row.due_rule, "old_on": row.due_on, "new_on": fresh}
            connection.execute(insert(due_change), old | {"at": utc_now()})
            moved += 1
    return moved
