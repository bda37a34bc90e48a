"""What is unusual about the day of a case's step: the clerk sees it once and may save all the same."""

from datetime import date
from uuid import UUID

from desk.db import case_events, case_files
from desk.lang import day, today
from desk.records.base import Record
from desk.records.council_states import CouncilCase
from desk.records.council_steps import Decided
from desk.records.errors import Issue
from desk.usecases.council_session import day_remarks
from desk.usecases.desk import Desk


def step_remarks(desk: Desk, case_id: UUID, form: Record) -> list[Issue]:
    """A session on a day that it cannot be held, or a step on a day before the steps that it follows."""
    if "on" not in type(form).model_fields:
        return day_remarks(desk, form)
    on: date = getattr(form, "on", None) or today()
    with desk.store.read() as connection:
        opening, events = case_events.read(case_events.rows_of(connection, case_id))
    if opening is None:
        return []
    case = case_files.derive(opening, events)
    if isinstance(case, CouncilCase) and isinstance(form, Decided) and case.session_on not in (None, on):
        return [Issue("on", "session_other_day", {"date": day(case.session_on)})]
    odd = {event_id for event_id, _code in case.odd}
    dated = [event.day for event in events if event.id not in odd and "on" in type(event.form).model_fields]
    latest = max([opening.received_on, *dated])
    return [Issue("on", "step_before", {"date": day(latest)})] if on < latest else []
