"""The tables as SQLModel classes: what administration reads, and what the migrations must add up to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

MOMENT: Any = DateTime(timezone=True)


class Table(SQLModel):
    """A table of central; kept apart from the desk's, which may have the same names."""

    metadata = MetaData()


class Setting(Table, table=True):
    """A value that all workers share."""

    name: str = Field(primary_key=True)
    value: str


class FeedHead(Table, table=True):
    """The one counter of the feed and its epoch."""

    __tablename__ = "feed_head"
    id: int = Field(primary_key=True)
    n: int = Field(sa_type=BigInteger)
    epoch: UUID


class Desk(Table, table=True):
    """An enrolled desk: its key, the head of its log, and how it was at the last hello."""

    id: UUID = Field(primary_key=True)
    office: str
    public_key: str = Field(unique=True)
    incarnation: UUID
    revoked: bool
    enrolled_at: datetime = Field(sa_type=MOMENT)
    head_n: int = Field(sa_type=BigInteger)
    head: str
    head_signature: str
    app_version: str
    schema_version: int
    unsent: int
    rejected: int
    clock_ms: int = Field(sa_type=BigInteger)
    seen_at: datetime | None = Field(sa_type=MOMENT)
    directives: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    device: str


class DeskCode(Table, table=True):
    """A desk code, issued once and never again."""

    __tablename__ = "desk_code"
    code: str = Field(primary_key=True)
    desk_id: UUID = Field(foreign_key="desk.id", index=True)
    issued_at: datetime = Field(sa_type=MOMENT)


class DeskSeries(Table, table=True):
    """The last number given to a desk of an office."""

    __tablename__ = "desk_series"
    office: str = Field(primary_key=True)
    last: int


class Enrolment(Table, table=True):
    """A one-time code, hashed; `desk_id` once it was used."""

    code_sha256: str = Field(primary_key=True)
    office: str
    expires_at: datetime = Field(sa_type=MOMENT)
    desk_id: UUID | None = Field(foreign_key="desk.id")
    device: str


class Token(Table, table=True):
    """A short token, hashed."""

    token_sha256: str = Field(primary_key=True)
    desk_id: UUID = Field(foreign_key="desk.id")
    expires_at: datetime = Field(sa_type=MOMENT, index=True)


class Nonce(Table, table=True):
    """A nonce of a signed statement, kept while the statement's time would be taken."""

    desk_id: UUID = Field(primary_key=True)
    nonce: str = Field(primary_key=True)
    at: datetime = Field(sa_type=MOMENT)


class ChangeReceipt(Table, table=True):
    """That a change was received: its place in the desk's log, and the hash of its body."""

    __tablename__ = "change_receipt"
    change_id: UUID = Field(primary_key=True)
    desk_id: UUID
    incarnation: UUID
    n: int = Field(sa_type=BigInteger)
    stream: str
    kind: str
    schema_version: int
    actor: str
    at: str
    clock_offset: int = Field(sa_type=BigInteger)
    supersedes: UUID | None
    salt: str
    body_sha256: str
    prev_sha256: str
    link: str
    body: str | None
    """As sent, where the record has it in the form of a later version."""
    received_at: datetime = Field(sa_type=MOMENT)


class StoredRecord(Table, table=True):
    """The present state of a record; `change_id` is the change that it last came from."""

    __tablename__ = "record"
    entity: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    number: str | None = Field(unique=True)
    scope: str
    kind: str
    stream: str
    change_id: UUID
    body: str


class FeedRow(Table, table=True):
    """One row of the feed; a change that has one was applied."""

    __tablename__ = "feed"
    n: int = Field(primary_key=True, sa_type=BigInteger)
    scope: str
    kind: str
    stream: str
    change_id: UUID = Field(unique=True)
    body: str


class DeadLetter(Table, table=True):
    """A change that was rejected or clashes, with its body; `place` is its turn in its stream."""

    __tablename__ = "dead_letter"
    change_id: UUID = Field(primary_key=True)
    desk_id: UUID
    incarnation: UUID | None
    place: int = Field(sa_type=BigInteger)
    stream: str
    kind: str
    outcome: str
    code: str
    field: str
    context: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    body: str
    state: str
    at: datetime = Field(sa_type=MOMENT)


class Alarm(Table, table=True):
    """Something that an administrator must look at."""

    id: int = Field(primary_key=True, sa_type=BigInteger)
    at: datetime = Field(sa_type=MOMENT)
    desk_id: UUID | None
    kind: str
    detail: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class Blob(Table, table=True):
    """A blob by the hash of its content, whole or on its way."""

    sha256: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    complete: bool
    desk_id: UUID
    at: datetime = Field(sa_type=MOMENT)


class BlobPart(Table, table=True):
    """A part of a blob, from the byte `start` on."""

    __tablename__ = "blob_part"
    sha256: str = Field(primary_key=True, foreign_key="blob.sha256", ondelete="CASCADE")
    start: int = Field(primary_key=True, sa_type=BigInteger)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ListFile(Table, table=True):
    """A signed file of the list of restrictions."""

    __tablename__ = "list_file"
    version: int = Field(primary_key=True, sa_type=BigInteger)
    epoch: UUID
    as_of: datetime = Field(sa_type=MOMENT)
    count: int = Field(sa_type=BigInteger)
    size: int = Field(sa_type=BigInteger)
    digest: str
    signature: str
    published_at: datetime = Field(sa_type=MOMENT)


class ListPart(Table, table=True):
    """A part of a list's file, from the byte `start` on."""

    __tablename__ = "list_part"
    version: int = Field(
        primary_key=True, sa_type=BigInteger, foreign_key="list_file.version", ondelete="CASCADE"
    )
    start: int = Field(primary_key=True, sa_type=BigInteger)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ClerkTerm(Table, table=True):
    """A clerk's office and roles from one moment on; a change is judged by those of its own moment."""

    __tablename__ = "clerk_term"
    n: int = Field(primary_key=True, sa_type=BigInteger)
    id: str
    office: str
    roles: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    active: bool
    valid_from: datetime = Field(sa_type=MOMENT)


class DeskHead(Table, table=True):
    """A head of its log that a desk signed."""

    __tablename__ = "desk_head"
    incarnation: UUID = Field(primary_key=True)
    n: int = Field(primary_key=True, sa_type=BigInteger)
    head: str = Field(primary_key=True)
    desk_id: UUID = Field(foreign_key="desk.id")
    signature: str
    at: datetime = Field(sa_type=MOMENT)


class DeskWish(Table, table=True):
    """A computer that asks to become a desk; `office` once an administrator approved it."""

    __tablename__ = "desk_wish"
    device_sha256: str = Field(primary_key=True)
    user_code: str = Field(unique=True)
    public_key: str
    incarnation: UUID
    expires_at: datetime = Field(sa_type=MOMENT)
    pause: int
    polled_at: datetime | None = Field(sa_type=MOMENT)
    office: str | None
    desk_id: UUID | None = Field(foreign_key="desk.id")
    device: str


class Bucket(Table, table=True):
    """How much one desk or address may still ask; unlogged."""

    key: str = Field(primary_key=True)
    level: float
    at: datetime = Field(sa_type=MOMENT)


class Erasure(Table, table=True):
    """What was erased, by whom and why."""

    id: UUID = Field(primary_key=True)
    entity: str
    record_id: str
    reason: str
    clerk: str
    at: datetime = Field(sa_type=MOMENT)
