"""The tables of the change log and of synchronisation: what was written, what came, and how far both got."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from desk.db.columns import UtcStamp, table_of


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


change = table_of(ChangeRow)
reference = table_of(ReferenceRow)
parked = table_of(ParkedRow)
cursor = table_of(CursorRow)
snapshot_place = table_of(SnapshotPlaceRow)
counter = table_of(CounterRow)
confirmed = table_of(ConfirmedRow)
conflict = table_of(ConflictRow)
handed = table_of(HandedRow)
fact = table_of(FactRow)
blob = table_of(BlobRow)
blob_use = table_of(BlobUseRow)
countersigned = table_of(CountersignedRow)
