"""The working days as this desk knows them: the program's calendars with central's overrides."""

from sqlalchemy import Connection

from desk.db import references
from desk.records.reference import CalendarDay
from desk.rules.calendar import Calendar, Override

KIND = "calendar_day.set"


def calendar(connection: Connection) -> Calendar:
    """The calendar of this moment."""
    days = references.every(connection, KIND, CalendarDay)
    return Calendar([Override(day.id, day.working, day.note, day.source) for day in days])
