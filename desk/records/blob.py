"""What may be attached: the one place that says which kinds of files and how large, for central too."""

from hashlib import sha256

from pydantic import Field

from desk.records.base import Record
from desk.records.errors import refusal

BLOB_BYTES = 10 << 20
"""Bytes of one file: a scan of some ten pages."""
BLOB_PART = 256 << 10
"""Bytes sent at once: half a minute on the slowest line in use, and what a cut costs at most."""
MEDIA_TYPES = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
"""Kinds of files by how they begin; a file's name says nothing."""


class BlobProgress(Record):
    """How many bytes from the start central has of a blob, of how many."""

    have: int = Field(ge=0)
    size: int = Field(ge=0)
    complete: bool


def blob_name(content: bytes) -> str:
    """The name of a blob everywhere: hex SHA-256 of its content."""
    return sha256(content).hexdigest()


def media_type_of(content: bytes) -> str:
    """The kind of a file by its first bytes.

    Raises PydanticCustomError `blob_empty`, `blob_large` or `blob_type`, keys of the SENTENCES of errors.
    """
    if not content:
        raise refusal("blob_empty")
    if len(content) > BLOB_BYTES:
        raise refusal("blob_large", limit=BLOB_BYTES >> 20)
    for media_type, beginning in MEDIA_TYPES.items():
        if content.startswith(beginning):
            return media_type
    raise refusal("blob_type")
