"""The tables: the records of desk.records with the columns that only the desk needs.

Rows are made from validated records only: a `table=True` constructor does not validate.
The migrations make the same tables by hand; a test holds the two together.
"""

from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import JSON, Column, Dialect, LargeBinary, String, Table, TypeDecorator
from sqlmodel import Field, SQLModel

from desk.records.service import Service
from desk.records.visit import Visit


class UtcStamp(TypeDecorator[datetime]):
    """An instant as ISO text in UTC: SQLite has no type that keeps a zone, and text sorts by time."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To UTC text with milliseconds."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Back to an instant that knows its zone."""
        return None if value is None else datetime.fromisoformat(value)


class ChangeState(StrEnum):
    """Where a change stands on its way to central."""

    pending = "pending"
    blocked = "blocked"
    rejected = "rejected"
    acknowledged = "acknowledged"
    superseded = "superseded"


class BlobState(StrEnum):
    """Where a blob stands between this desk and central."""

    pending = "pending"
    sent = "sent"
    refused = "refused"
    wanted = "wanted"


class ServiceText(TypeDecorator[Service]):
    """What a visit says of its procedure, as the JSON text of its record."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Service | None, dialect: Dialect) -> str | None:
        """To JSON."""
        return None if value is None else value.model_dump_json()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Service | None:
        """Back to the record."""
        return None if value is None else Service.model_validate_json(value)


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


class ChangeRow(SQLModel, table=True):
    """Outbox, sent log and quarantine in one; only state, attempts, result and feed_n ever change."""

    __tablename__ = "change"

    n: int | None = Field(default=None, primary_key=True)
    change_id: UUID
    incarnation: UUID
    stream: str
    kind: str
    schema_version: int
    actor: str
    at: str
    clock_offset: int
    supersedes: UUID | None = None
    salt: str
    body: str
    body_sha256: str
    prev_sha256: str
    chain: str
    state: ChangeState = ChangeState.pending
    attempts: int = 0
    result: str = ""
    feed_n: int | None = None
    former_n: int | None = None
    """The number in an earlier incarnation of a change that came back from central; `n` is then negative."""


class ReferenceRow(SQLModel, table=True):
    """The newest reference record of each stream, as central wrote it."""

    __tablename__ = "reference"

    kind: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    body: str
    feed_n: int


class ParkedRow(SQLModel, table=True):
    """A feed event that this version cannot read: kept raw, so that the cursor may pass it."""

    __tablename__ = "parked"

    n: int = Field(primary_key=True)
    scope: str
    kind: str
    stream: str
    body: str
    reason: str


class ScreeningRow(SQLModel, table=True):
    """A task for the supervisor: an earlier "no record" that newer list data makes a hit."""

    __tablename__ = "screening"

    id: UUID = Field(primary_key=True)
    lookup: UUID
    body: str
    raised_at: datetime = Field(sa_column=Column(UtcStamp, nullable=False))
    feed_n: int | None = None


class CursorRow(SQLModel, table=True):
    """How far a scope of the feed has been durably applied."""

    __tablename__ = "cursor"

    scope: str = Field(primary_key=True)
    epoch: UUID
    after: int
    as_of: str


class CounterRow(SQLModel, table=True):
    """The last number minted of a series in a year."""

    __tablename__ = "counter"

    series: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class ConfirmedRow(SQLModel, table=True):
    """The fields of a record as central holds them, while own edits of it are not settled."""

    __tablename__ = "confirmed"

    entity: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    body: str


class ConflictRow(SQLModel, table=True):
    """An edit that central did not apply, by the change that wrote it; open while `how` is empty."""

    __tablename__ = "conflict"

    change_id: UUID = Field(primary_key=True)
    entity: str
    record_id: UUID
    own: bool
    """Whether this desk wrote the edit."""
    feed_n: int
    body: str
    """A desk.records.settling.Conflict."""
    how: str = ""
    settled_by: str = ""
    settled_at: str = ""


class HandedRow(SQLModel, table=True):
    """A rejected change that was handed to the supervisor, by this desk or another of the office."""

    __tablename__ = "handed"

    change_id: UUID = Field(primary_key=True)
    own: bool
    body: str
    """A desk.records.settling.Handed."""
    closed: bool = False


class FactRow(SQLModel, table=True):
    """One fact about this desk itself: who it is, its incarnation, epoch and clock."""

    __tablename__ = "fact"

    name: str = Field(primary_key=True)
    value: str


class DraftRow(SQLModel, table=True):
    """What a person has typed into a form and not saved."""

    __tablename__ = "draft"

    screen: str = Field(primary_key=True)
    clerk: str = Field(primary_key=True)
    body: str
    at: str


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


class BlobRow(SQLModel, table=True):
    """A scan or attachment by the hash of its content; one that is wanted holds what has come of it."""

    __tablename__ = "blob"

    sha256: str = Field(primary_key=True)
    media_type: str
    size: int
    state: BlobState
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: datetime = Field(sa_column=Column(UtcStamp, nullable=False))


class BlobUseRow(SQLModel, table=True):
    """A stream whose changes name a blob, and so are sent after it."""

    __tablename__ = "blob_use"

    sha256: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)


class SnapshotPlaceRow(SQLModel, table=True):
    """How far the snapshot of a scope has been applied, while it is under way."""

    __tablename__ = "snapshot_place"

    scope: str = Field(primary_key=True)
    epoch: UUID
    pin: int
    after_key: str


class CountersignedRow(SQLModel, table=True):
    """A head of this desk's log that central countersigned."""

    __tablename__ = "countersigned"

    incarnation: UUID = Field(primary_key=True)
    n: int = Field(primary_key=True)
    head: str
    at: str
    signature: str


class AttachmentRow(SQLModel, table=True):
    """A file of a visit; its content is a blob."""

    __tablename__ = "attachment"

    id: UUID = Field(primary_key=True)
    visit: UUID
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


def _table(of: type[SQLModel]) -> Table:
    return of.__table__  # type: ignore[attr-defined,no-any-return]


visit, change, reference = _table(VisitRow), _table(ChangeRow), _table(ReferenceRow)
screening = _table(ScreeningRow)
confirmed, conflict, handed = _table(ConfirmedRow), _table(ConflictRow), _table(HandedRow)
parked, cursor, counter, fact = _table(ParkedRow), _table(CursorRow), _table(CounterRow), _table(FactRow)
draft = _table(DraftRow)
countersigned = _table(CountersignedRow)
case_event, case_file, due_change = _table(CaseEventRow), _table(CaseFileRow), _table(DueChangeRow)
ticket_event, ticket, handover = _table(TicketEventRow), _table(TicketRow), _table(HandoverRow)
blob, blob_use, snapshot_place = _table(BlobRow), _table(BlobUseRow), _table(SnapshotPlaceRow)
attachment, day_closing = _table(AttachmentRow), _table(DayClosingRow)
