"""The tables of the organisers' registers: versions as written, and what is derived from them for totals."""

from datetime import date
from uuid import UUID

from sqlmodel import Field, SQLModel

from desk.db.columns import table_of


class EntryVersionRow(SQLModel, table=True):
    """A version of an entry as it was written."""

    __tablename__ = "entry_version"

    id: UUID = Field(primary_key=True)
    entry_id: UUID
    kind: str
    body: str
    change_n: int | None = None
    """The change of this desk that wrote it; nothing for a version that came by the feed."""
    feed_n: int | None = None


class MeasureRow(SQLModel, table=True):
    """A measure as its versions have it now; may be made anew from them at any time."""

    __tablename__ = "measure"

    id: UUID = Field(primary_key=True)
    clause: str
    year: int
    kind: str
    detail: str
    unit: str
    starts_on: date | None = None
    hundredths: int | None = None
    """The quantity times 100: sums stay exact."""
    participants: int | None = None
    search: str
    withdrawn: bool
    contested: bool
    body: str
    """The newest version."""


class TrainingRow(SQLModel, table=True):
    """A session as its versions have it now; times are HH:MM:SS, or nothing."""

    __tablename__ = "training"

    id: UUID = Field(primary_key=True)
    topic: str
    clause: str
    year: int
    starts_on: date
    starts_at: str
    ends_at: str
    programme: str
    search: str
    withdrawn: bool
    contested: bool
    body: str


class EmployeeRow(SQLModel, table=True):
    """An employee as their versions have them now."""

    __tablename__ = "employee"

    id: UUID = Field(primary_key=True)
    name: str
    unit: str
    badge: str
    active: bool
    search: str
    contested: bool
    body: str


class AttendanceRow(SQLModel, table=True):
    """One person at one session on one day, as the marks have it now; times are HH:MM:SS, or nothing."""

    __tablename__ = "attendance"

    id: UUID = Field(primary_key=True)
    training_id: UUID
    employee_id: UUID
    held_on: date
    present: bool
    walk_in: bool
    came_at: str
    left_at: str
    contested: bool


entry_version, measure, training = table_of(EntryVersionRow), table_of(MeasureRow), table_of(TrainingRow)
employee, attendance = table_of(EmployeeRow), table_of(AttendanceRow)
