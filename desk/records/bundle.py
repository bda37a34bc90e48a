"""A case as a file that proves itself: its events, and where each stands in the log of the desk."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from desk.records.base import Record
from desk.records.wire import Change

FORMAT = 1
BLANK_SALT = "0" * 32


class Link(Record):
    """A change without its body: enough to compute the chain, nothing to read of other people's matters."""

    change_id: UUID
    n: int
    incarnation: UUID
    stream: str
    kind: str
    schema_version: int
    actor: str
    at: AwareDatetime
    clock_offset: int
    supersedes: UUID | None
    body_sha256: str
    prev_sha256: str

    @property
    def chain(self) -> str:
        """The link that the next change names."""
        return Change(**dict(self), body="", salt=BLANK_SALT).chain


class Told(Record):
    """One event of the case with its body as it was hashed; `n` and `salt` where this desk wrote it."""

    kind: str
    body: str
    n: int | None = None
    salt: str = ""
    feed_n: int | None = None
    """Where it stands in central's feed, as far as known."""


class Head(Record):
    """The newest link of the proof, signed by the desk."""

    incarnation: UUID
    n: int
    link: str
    signature: str


class Proof(Record):
    """The events of a case, the unbroken links of the log around them, one signed head an incarnation."""

    events: list[Told]
    links: list[Link]
    heads: list[Head]


class Manifest(Record):
    """What the bundle holds, signed by the desk; files by name with their SHA-256."""

    format: int = FORMAT
    number: str
    case_id: UUID
    made_at: AwareDatetime
    desk: str
    desk_id: UUID
    public_key: str
    """Of the desk (Ed25519, raw, base64); central knows it by the desk's code."""
    files: dict[str, str]
    signature: str = Field("", max_length=200)

    @property
    def said(self) -> dict[str, object]:
        """What the signature is over."""
        return self.model_dump(mode="json", exclude={"signature"})
