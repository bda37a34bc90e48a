"""A paper that was made for a visitor: printed or kept, an act of its own in the log."""

from uuid import UUID

from pydantic import AwareDatetime, Field

from desk.records.base import Record
from desk.records.text import Line, RequiredLine


class PaperPrinted(Record):
    """Written before the paper leaves the desk, so that none is out that the log does not know."""

    id: UUID
    document: RequiredLine
    """Name of the template."""
    language: RequiredLine
    of_number: RequiredLine
    """The printed number of the record that the paper is about."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the PDF."""
    office: Line
    desk: Line
    clerk: Line
    clerk_name: Line
    at: AwareDatetime
