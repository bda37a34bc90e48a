"""The tables of the reception day: visits with what belongs to them, the queue, and the day's end."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from desk.db.columns import ServiceText, UtcStamp, table_of
from desk.records.service import Service
from desk.records.visit import Visit


class VisitRow(SQLModel, Visit, table=True):  # type: ignore[misc]  # both bases carry a model_config
    """A visit of this desk or, by the feed, of another desk of the office."""

    __tablename__ = "visit"

    id: UUID = Field(primary_key=True)
    insisted: list[str] = Field(sa_column=Column(JSON, nullable=False))
    registered_at: datetime = Field(sa_column=Column(UtcStamp, nullable=False))
    service: Service | None = Field(default=None, sa_column=Column(ServiceText))
    surname_folded: str
    change_n: int | None = None
    """The change of this desk that wrote it; nothing for a visit that came by the feed."""
    feed_n: int | None = None
    """Central's feed number, once applied there."""


class ScreeningRow(SQLModel, table=True):
    """A task for the supervisor: an earlier "no record" that newer list data makes a hit."""

    __tablename__ = "screening"

    id: UUID = Field(primary_key=True)
    lookup: UUID
    body: str
    raised_at: datetime = Field(sa_column=Column(UtcStamp, nullable=False))
    feed_n: int | None = None


class DraftRow(SQLModel, table=True):
    """What a person has typed into a form and not saved."""

    __tablename__ = "draft"

    screen: str = Field(primary_key=True)
    clerk: str = Field(primary_key=True)
    body: str
    at: str


class TicketEventRow(SQLModel, table=True):
    """An event of a ticket as it was written; the issue is the first of them."""

    __tablename__ = "ticket_event"

    id: UUID = Field(primary_key=True)
    ticket: UUID
    kind: str
    body: str
    change_n: int | None = None
    feed_n: int | None = None


class TicketRow(SQLModel, table=True):
    """What is derived from a ticket's events for the queue; may be made anew from them at any time."""

    __tablename__ = "ticket"

    id: UUID = Field(primary_key=True)
    label: str
    day: date
    desk: str
    purpose: str
    booking: str
    booked_for: datetime | None = Field(default=None, sa_column=Column(UtcStamp))
    for_desk: str
    state: str
    issued_at: datetime = Field(sa_column=Column(UtcStamp, nullable=False))
    first_called_at: datetime | None = Field(default=None, sa_column=Column(UtcStamp))
    called_at: datetime | None = Field(default=None, sa_column=Column(UtcStamp))
    called_desk: str
    called_by: str
    calls: int
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcStamp))
    visits: str
    attention: int


class HandoverRow(SQLModel, table=True):
    """A document that was handed over, by this desk or another of the office."""

    __tablename__ = "handover"

    id: UUID = Field(primary_key=True)
    application: str
    body: str
    at: datetime = Field(sa_column=Column(UtcStamp, nullable=False))
    change_n: int | None = None
    feed_n: int | None = None


class AttachmentRow(SQLModel, table=True):
    """A file of a visit or a case; its content is a blob."""

    __tablename__ = "attachment"

    id: UUID = Field(primary_key=True)
    record: UUID
    entity: str
    body: str
    at: datetime = Field(sa_column=Column(UtcStamp, nullable=False))
    change_n: int | None = None
    feed_n: int | None = None


class DayClosingRow(SQLModel, table=True):
    """A closed day of a desk of the office."""

    __tablename__ = "day_closing"

    id: UUID = Field(primary_key=True)
    day: date
    desk: str
    body: str
    at: datetime = Field(sa_column=Column(UtcStamp, nullable=False))
    change_n: int | None = None
    feed_n: int | None = None


visit = table_of(VisitRow)
attachment = table_of(AttachmentRow)
draft = table_of(DraftRow)
screening = table_of(ScreeningRow)
ticket_event = table_of(TicketEventRow)
ticket = table_of(TicketRow)
handover = table_of(HandoverRow)
day_closing = table_of(DayClosingRow)
