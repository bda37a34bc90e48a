"""Central's own counts of appeals: each case derived from the stored facts by the desks' own machine."""

from collections import Counter
from uuid import UUID

from psycopg import Connection

from desk.records.appeal import Appeal
from desk.records.appeal_states import derive
from desk.records.appeal_steps import AppealEvent
from desk.records.contact import STORED
from desk.records.reference import CalendarDay
from desk.rules.calendar import Calendar, Override
from desk.rules.case_terms import appeal_late

COLUMNS = ("kind", "outcome", "late", "forwarded", "extended")
_BODIES = "select body from record where kind = %s"


def calendar(db: Connection[tuple[str]]) -> Calendar:
    """The working days as central set them, over the calendars of the program."""
    days = [CalendarDay.model_validate_json(body) for (body,) in db.execute(_BODIES, ["calendar_day.set"])]
    return Calendar([Override(day.id, day.working, day.note, day.source) for day in days])


def appeal_counts(db: Connection[tuple[str]], year: int) -> Counter[tuple[str, str, bool, bool, bool]]:
    """How many appeals received in a year there are by COLUMNS; `outcome` is empty where none was written."""
    appeals = [
        appeal
        for (body,) in db.execute(_BODIES, ["appeal.registered"])
        if (appeal := Appeal.model_validate_json(body, context=STORED)).received_on.year == year
    ]
    events: dict[UUID, list[AppealEvent]] = {appeal.id: [] for appeal in appeals}
    for (body,) in db.execute(_BODIES, ["appeal.event"]):
        event = AppealEvent.model_validate_json(body, context=STORED)
        if event.case in events:
            events[event.case].append(event)
    days = calendar(db)
    cases = [derive(appeal, events[appeal.id]) for appeal in appeals]
    return Counter(
        (
            str(case.appeal.kind),
            str(case.outcome),
            appeal_late(case, days),
            bool(case.bodies),
            case.extended > 0,
        )
        for case in cases
    )
