"""A register that left the desk as a file, for an inspection: an act of its own in the log."""

from pydantic import Field

from desk.records.settling import Act
from desk.records.text import RequiredLine


class RegisterExported(Act):
    """Written before the file is, so that none is out that the log does not know."""

    subject: RequiredLine
    """`appeal` or `council`, or the number of the case whose bundle it is."""
    year: int | None = Field(None, ge=1990, le=9999)
    """Of receipt; none for a bundle."""
    purpose: RequiredLine
    rows: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the file."""
