"""The messages by which a computer becomes a desk, and by which a desk says who it is."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from desk.records.base import Record


class Enrol(Record):
    """A new desk's request with its one-time code and the public half of the key that it made."""

    code: str = Field(max_length=40)
    public_key: str = Field(max_length=100)
    """Ed25519, raw, base64."""
    incarnation: UUID


class Enrolled(Record):
    """What a desk is from now on."""

    desk: str
    """The desk code that stands in its numbers; issued once, never reused."""
    desk_id: UUID
    office: str
    epoch: UUID
    recovery_key: str
    """Central's public key that the spool and the recovery slot are sealed to; base64."""
    server_time: AwareDatetime
    list_key: str = Field("", max_length=100)
    """Central's public key (Ed25519, raw, base64) that signs the list of restrictions; pinned by the desk."""
    audit_key: str = Field("", max_length=100)
    """Central's public key that countersigns the heads of the desk's log; pinned too."""
    device: Literal["desk", "board"] = "desk"
    """A board hangs on a wall: it reads the queue of its office and holds nothing about visitors."""


class DeviceWish(Record):
    """A computer asks to become a desk, with the public half of the key that it made."""

    public_key: str = Field(max_length=100)
    """Ed25519, raw, base64."""
    incarnation: UUID


class DeviceCodes(Record):
    """The code that people read, the one that the desk asks with, and how often it may (seconds)."""

    device_code: str
    user_code: str
    expires_in: int
    interval: int


class DevicePoll(Record):
    """Was it approved? Answered with `Enrolled`, or refused with the codes of RFC 8628."""

    device_code: str = Field(max_length=100)


class TokenRequest(Record):
    """A desk's signed statement of who it is, good for one short token."""

    desk_id: UUID
    at: AwareDatetime
    nonce: str = Field(pattern=r"^[0-9A-Za-z_+/=.-]{16,64}$")
    signature: str = Field(max_length=200)


class Token(Record):
    """An opaque token and how many seconds it is good for."""

    token: str
    expires_in: int
