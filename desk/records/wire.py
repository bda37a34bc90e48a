"""The messages between a desk and central. The OpenAPI of central is made from these."""

from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from pydantic import AwareDatetime, Field, JsonValue

from desk.records.base import Record
from desk.records.text import Line

PUSH_CHANGES = 500
PUSH_BYTES = 1 << 20
PULL_EVENTS = 1000
SCHEMA_VERSION = 1
"""Version of the change bodies that this program writes."""
BIGGEST = 1 << 53
"""No counter passes what every JSON reader keeps exactly."""


class Change(Record):
    """One clerk's act, as written in the desk's log and sent.

    `body` is the canonical JSON text of a record; `body_sha256` is a salted commitment to it, so that a
    body can be erased and the chain still be checked. `prev_sha256` is the `chain` of the change before.
    """

    change_id: UUID
    n: int = Field(ge=1, le=BIGGEST)
    incarnation: UUID
    stream: str = Field(max_length=80)
    kind: str = Field(max_length=60)
    schema_version: int = Field(ge=1, le=10_000)
    actor: str = Field(max_length=80)
    at: AwareDatetime
    clock_offset: int = Field(ge=-BIGGEST, le=BIGGEST)
    """Milliseconds that central's clock is ahead of the desk's, as last seen."""
    supersedes: UUID | None = None
    salt: str = Field(pattern=r"^[0-9a-f]{32}$")
    body: str = Field(max_length=PUSH_BYTES)
    body_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    prev_sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @property
    def chain(self) -> str:
        """The link of the hash chain that the next change names: hex SHA-256 over all but the body."""
        parts = (
            self.prev_sha256,
            str(self.change_id),
            str(self.n),
            str(self.incarnation),
            self.stream,
            self.kind,
            str(self.schema_version),
            self.actor,
            self.at.isoformat(),
            str(self.clock_offset),
            str(self.supersedes or ""),
            self.body_sha256,
        )
        return sha256("\x1f".join(parts).encode()).hexdigest()


FIRST_LINK = "0" * 64
"""What the first change of an incarnation names as the one before it."""


def commitment(salt: str, body: str) -> str:
    """The salted hash of a body: hex SHA-256 of the salt's bytes and the UTF-8 text."""
    return sha256(bytes.fromhex(salt) + body.encode()).hexdigest()


class Outcome(StrEnum):
    """What central did with a change."""

    applied = "applied"
    rejected = "rejected"
    conflict = "conflict"


class Result(Record):
    """Central's stored answer to one change; the same again whenever it is sent again."""

    change_id: UUID
    outcome: Outcome
    feed_n: int | None = None
    code: str = ""
    field: str = ""
    context: dict[str, str | int] = Field(default_factory=dict)


class Push(Record):
    """A batch of changes in the order written; `head` is the chain's newest link, signed by the desk."""

    changes: list[Change] = Field(max_length=PUSH_CHANGES)
    head_n: int = Field(ge=0, le=BIGGEST)
    head: str = Field(pattern=r"^[0-9a-f]{64}$")
    head_signature: str = Field(max_length=200)
    epoch: str = Field("", max_length=36)
    """The epoch that the desk writes to: a late push must not reach a central that was restored meanwhile."""


class Countersigned(Record):
    """A desk's head with central's signature over it and central's time."""

    head_n: int = Field(ge=0, le=BIGGEST)
    head: str = Field(pattern=r"^[0-9a-f]{64}$")
    at: AwareDatetime
    signature: str = Field(max_length=200)


class Alarmed(Record):
    """What central found wrong with the log of the desk that asks; `kind` is a key of desk.records.alarms."""

    at: AwareDatetime
    kind: str = Field(max_length=40)
    n: int = 0
    """At which change; 0 where it is none in particular."""


class PushReply(Record):
    """Results for the changes that were settled: all, or those before a transient error."""

    results: list[Result]
    server_time: AwareDatetime
    epoch: UUID
    countersigned: Countersigned | None = None


class ParcelReceipts(Record):
    """Central's answer to changes that came in a file; `desk_epoch` is what the desk knew then."""

    parcel: UUID
    desk_epoch: str
    epoch: UUID
    results: list[Result]


class Rejected(Record):
    """A change that central rejected, whole as its desk wrote it, and why."""

    change: Change
    result: Result


class RejectedPage(Record):
    """A page of a desk's open rejected changes by identifier, for a desk whose file lost them."""

    rejected: list[Rejected]


class Hello(Record):
    """What a desk tells when it comes on the line."""

    incarnation: UUID
    app_version: Line
    schema_version: int = Field(ge=1, le=10_000)
    epoch: UUID | None
    head_n: int = Field(ge=0, le=BIGGEST)
    unsent: int = Field(ge=0, le=10_000_000)
    rejected: list[UUID] = Field(default_factory=list, max_length=1000)
    sent_at: AwareDatetime
    head: str = Field("", pattern=r"^([0-9a-f]{64})?$")
    head_signature: str = Field("", max_length=200)
    log_fault: str = Field("", pattern=r"^(edited|broken|cut)?$")
    """What the desk found wrong when it looked at its own log, and at which change."""
    log_fault_n: int = Field(0, ge=0, le=BIGGEST)
    desk: str = Field("", max_length=20)
    """The code that stands in the desk's numbers: a restored central may have forgotten it."""


class HelloReply(Record):
    """What central answers: its clock and epoch, what it holds of this desk, and what it asks for."""

    server_time: AwareDatetime
    epoch: UUID
    held_n: int
    """The highest change number of this incarnation that central holds."""
    results: list[Result] = Field(default_factory=list)
    directives: list[str] = Field(default_factory=list)
    retry_after: int = 0
    """Seconds to wait before the next contact; 0 is no wish."""
    audit_key: str = Field("", max_length=100)
    """Central's key for countersignatures, for a desk that was enrolled before there was one."""
    alarms: list[Alarmed] = Field(default_factory=list)


class Event(Record):
    """One row of central's feed, in the order of its one counter."""

    n: int
    scope: str
    kind: str
    stream: str
    change_id: UUID | None = None
    body: str


class Page(Record):
    """A page of one scope's feed; `next` is the cursor to ask after, `head` the feed's newest number."""

    epoch: UUID
    events: list[Event]
    next: int
    head: int
    as_of: AwareDatetime


class Snapshot(Record):
    """A page of the present state of one scope; `pin` is where to pull from once `next_key` is empty.

    An event's `n` is the feed number of the record's last change: a desk applies it only when newer than
    its own.
    """

    epoch: UUID
    pin: int
    events: list[Event]
    next_key: str
    as_of: AwareDatetime


class ScopeDigest(Record):
    """What central holds of one scope, hashed: equal to a desk's own exactly when their records are.

    The rows of a scope fall into 256 buckets by their key; `digest` is over the buckets' own.
    """

    epoch: UUID
    n: int
    """The newest feed number of the scope that the digest accounts for."""
    records: int
    digest: str
    buckets: list[str] = Field(default_factory=list)
    """The digest of each bucket, empty for an empty one; only where they were asked for."""


class ListManifest(Record):
    """What central signs of one file of the list of restrictions: canonical records, one a line, in zstd."""

    version: int = Field(ge=0, le=BIGGEST)
    """The number of the feed up to which the file is complete; changes after it come by the feed."""
    epoch: UUID
    as_of: AwareDatetime
    """By central's clock."""
    count: int = Field(ge=0, le=BIGGEST)
    size: int = Field(ge=0, le=BIGGEST)
    """Bytes of the file."""
    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    """SHA-256 of the file."""
    signature: str = Field("", max_length=200)

    @property
    def said(self) -> dict[str, object]:
        """What the signature is over."""
        return self.model_dump(mode="json", exclude={"signature"})


class FieldEdit(Record):
    """A field's new value, and the value that its writer saw."""

    old: JsonValue
    new: JsonValue


class Edit(Record):
    """The body of a change of kind `<entity>.edited`."""

    id: UUID
    fields: dict[str, FieldEdit] = Field(min_length=1, max_length=50)
