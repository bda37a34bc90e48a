"""A paper that was made for a visitor: printed or kept, an act of its own in the log."""

from pydantic import Field

from desk.records.authored import Authored
from desk.records.text import RequiredLine


class PaperPrinted(Authored):
    """Written before the paper leaves the desk, so that none is out that the log does not know."""

    document: RequiredLine
    """Name of the template."""
    language: RequiredLine
    of_number: RequiredLine
    """The printed number of the record that the paper is about."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Of the PDF."""
