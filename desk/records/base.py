"""What all records share: strictness, identifiers and their canonical JSON."""

import json
import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Record(BaseModel):
    """Plain data with a closed set of fields; validation is the same at the desk and at central."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, validate_default=False)


_LOW = (1 << 62) - 1


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): sorted by time, so that indexes grow at one end."""
    stamp = time.time_ns() // 1_000_000
    chance = secrets.randbits(74)
    value = stamp << 80 | 0x7 << 76 | chance >> 62 << 64 | 0b10 << 62 | chance & _LOW
    return UUID(int=value)


_skew = timedelta()


def skew_clock(by: timedelta) -> None:
    """Pretend that this computer's clock is off by so much: for training and for tests of faults."""
    global _skew
    _skew = by


def utc_now() -> datetime:
    """The wall clock in UTC, to the millisecond that the wire keeps."""
    moment = datetime.now(UTC) + _skew
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(record: BaseModel) -> str:
    """The record as JSON with sorted keys and no spaces: the exact text that is hashed and sent."""
    return canonical_json(record.model_dump(mode="json"))


def canonical_json(value: dict[str, Any]) -> str:
    """A JSON object as its one canonical text."""
    return _ENCODER.encode(value)


__all__ = ["AwareDatetime", "Record", "canonical", "canonical_json", "new_id", "skew_clock", "utc_now"]
