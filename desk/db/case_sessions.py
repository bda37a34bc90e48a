"""Sessions of the Council and the complaints that were ever put on the agenda of one."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, func, literal_column, select

from desk.db import case_events
from desk.db.case_tables import case_event
from desk.records.contact import STORED
from desk.records.council_session import Session, SessionEvent, derive, session_id

KIND = "council.session"
_SESSION: ColumnElement[bool] = literal_column(f"kind = '{KIND}'")
_OF_COUNCIL: ColumnElement[bool] = literal_column("kind = 'council.event'")
_AGENDA_DAY = func.json_extract(case_event.c.body, literal_column("'$.details.session_on'"))
_AGENDA_PLACE = func.json_extract(case_event.c.body, literal_column("'$.details.place'"))


def events_of(connection: Connection, on: date) -> tuple[list[SessionEvent], list[Row[Any]]]:
    """The events of the session of a day, and their rows with the state of each change."""
    rows = case_events.rows_of(connection, session_id(on))
    return [SessionEvent.model_validate_json(row.body, context=STORED) for row in rows], rows


def session_of(connection: Connection, on: date) -> Session:
    """The session of a day; a planned one without members where nobody has convened it."""
    return _session(connection, on, events_of(connection, on)[0])


def _session(connection: Connection, on: date, events: list[SessionEvent]) -> Session:
    """What its events tell; until it is convened, its place is the one last given with a complaint for it."""
    session = derive(on, events)
    if session.place:
        return session
    places = select(_AGENDA_PLACE).where(_put_on(on), _AGENDA_PLACE != "")
    newest = connection.execute(places.order_by(case_event.c.id.desc()).limit(1)).scalar()
    return replace(session, place=newest or "")


def every(connection: Connection) -> list[Session]:
    """All sessions that were convened or have a complaint on their agenda, the newest day first."""
    bodies = connection.execute(select(case_event.c.body).where(_SESSION)).scalars()
    by_day: dict[date, list[SessionEvent]] = {on: [] for on in agenda_days(connection)}
    for body in bodies:
        event = SessionEvent.model_validate_json(body, context=STORED)
        by_day.setdefault(event.session_on, []).append(event)
    return [_session(connection, on, by_day[on]) for on in sorted(by_day, reverse=True)]


def put_on(connection: Connection, on: date) -> list[UUID]:
    """The complaints that were ever put on the agenda of a day, whatever became of them."""
    mine = select(case_event.c.case_id).where(_put_on(on))
    return list(connection.execute(mine.distinct().order_by(case_event.c.case_id)).scalars())


def _put_on(on: date) -> ColumnElement[bool]:
    return and_(_OF_COUNCIL, _AGENDA_DAY.in_([on.isoformat()]))


def agenda_days(connection: Connection) -> dict[date, int]:
    """How many complaints were ever put on the agenda of each day."""
    counted = func.count(func.distinct(case_event.c.case_id))
    days = select(_AGENDA_DAY, counted).where(_OF_COUNCIL, _AGENDA_DAY.is_not(None)).group_by(_AGENDA_DAY)
    return {date.fromisoformat(day): n for day, n in connection.execute(days)}


def add(connection: Connection, event: SessionEvent, change_n: int) -> None:
    """Store an event of this desk."""
    case_events.add(connection, KIND, event, change_n)
