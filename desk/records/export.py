"""What left the desk as a file, for an inspection: an act of its own in the log."""

from enum import StrEnum

from pydantic import Field

from desk.lang import N_
from desk.records.base import Record
from desk.records.settling import Act
from desk.records.text import RequiredLine


class SheetKind(StrEnum):
    """In which form a register leaves the desk."""

    xlsx = "xlsx"
    csv = "csv"


SHEET_KINDS = {SheetKind.xlsx: N_("XLSX (spreadsheet)"), SheetKind.csv: N_("CSV (text)")}


class ExportForm(Record):
    """What is asked before a register leaves the desk."""

    year: int = Field(ge=1990, le=9999, title=N_("Year of receipt"))
    sheet: SheetKind = Field(SheetKind.xlsx, title=N_("File"))
    purpose: RequiredLine = Field(title=N_("Purpose"))


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
