"""The tables of appeals and complaints: events as written, and what is derived from them for lists."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from desk.db.columns import UtcStamp, table_of


class CaseEventRow(SQLModel, table=True):
    """An event of a case as it was written; the registration is the first of them."""

    __tablename__ = "case_event"

    id: UUID = Field(primary_key=True)
    case_id: UUID
    kind: str
    body: str
    change_n: int | None = None
    """The change of this desk that wrote it; nothing for an event that came by the feed."""
    feed_n: int | None = None


class CaseFileRow(SQLModel, table=True):
    """What is derived from a case's events for the lists; may be made anew from them at any time."""

    __tablename__ = "case_file"

    id: UUID = Field(primary_key=True)
    register_code: str
    number: str
    kind: str
    form: str
    applicants: int
    name: str
    person_key: str
    subject_key: str
    prior: str
    search: str
    office: str
    clerk: str
    executor: str
    received_on: date
    state: str
    outcome: str
    on_merits: bool
    forwarded: bool
    extended: bool
    merged_into: str
    session_on: date | None = None
    done_on: date | None = None
    due_on: date | None = None
    due_rule: str
    due_confirmed: bool
    late: bool
    attention: int


class DueChangeRow(SQLModel, table=True):
    """A due date that a change of the calendar moved."""

    __tablename__ = "due_change"

    n: int | None = Field(default=None, primary_key=True)
    case_id: UUID
    due_rule: str
    old_on: date | None = None
    new_on: date | None = None
    at: datetime = Field(sa_column=Column(UtcStamp, nullable=False))


case_event = table_of(CaseEventRow)
case_file = table_of(CaseFileRow)
due_change = table_of(DueChangeRow)
