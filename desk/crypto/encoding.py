"""One way to turn plain values into bytes, so that a signature or a seal means the same at both ends."""

import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from datetime import UTC, datetime


def canonical(values: dict[str, object]) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces; the same values always give the same bytes."""
    return json.dumps(
        values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def framed(*parts: bytes) -> bytes:
    """The parts, each behind its length in four bytes, so that no two lists of parts give the same bytes."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def instant(moment: datetime) -> str:
    """An aware moment as ISO 8601 in UTC with microseconds; the zone it was written in does not matter.

    Raises ValueError for a moment without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def text_of(data: bytes) -> str:
    """Bytes as base64 text."""
    return b64encode(data).decode("ascii")


def bytes_of(text: str) -> bytes:
    """The bytes of a base64 text; raises ValueError when it is not base64."""
    try:
        return b64decode(text, validate=True)
    except (Base64Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error
