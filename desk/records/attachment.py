"""A scanned file that belongs to a visit; the file itself travels as a blob under its hash."""

from uuid import UUID

from pydantic import Field

from desk.records.authored import Authored
from desk.records.text import RequiredLine


class FileAttached(Authored):
    """Written together with the file, and sent after it."""

    visit: UUID
    of_number: RequiredLine
    """The printed number of the visit."""
    name: RequiredLine
    """What the file was called where it lay; only to tell it from others."""
    media_type: str = Field(max_length=60)
    size: int = Field(ge=1, le=1 << 30)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
