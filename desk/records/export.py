"""What is asked before a register leaves the desk as a file, for an inspection."""

from enum import StrEnum

from pydantic import Field

from desk.lang import N_
from desk.records.base import Record
from desk.records.text import RequiredLine


class SheetKind(StrEnum):
    """In which form a register leaves the desk."""

    xlsx = "xlsx"
    csv = "csv"


SHEET_KINDS = {SheetKind.xlsx: N_("XLSX (spreadsheet)"), SheetKind.csv: N_("CSV (text)")}


class ExportForm(Record):
    """Of which year, as which file and what for."""

    year: int = Field(ge=1990, le=9999, title=N_("Year of receipt"))
    sheet: SheetKind = Field(SheetKind.xlsx, title=N_("File"))
    purpose: RequiredLine = Field(title=N_("Purpose"))
