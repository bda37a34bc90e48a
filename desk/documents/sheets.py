"""Tables as files for other programs: what people typed stays text, and is never a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Literal

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
"""What a spreadsheet takes for the beginning of a formula (ASVS 1.2.10)."""


def inert(value: object) -> object:
    """The value, with ' before a text that begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_csv(
    rows: Iterable[Iterable[object]],
    delimiter: Literal[",", ";"] = ",",
    *,
    quote_all: bool = True,
) -> bytes:
    """Rows, the head among them, as CSV in UTF-8 with its mark and inert cells."""
    text = StringIO(newline="")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as XLSX with one sheet; text cells are quoted, so that none becomes a formula when edited."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for row in (head, *rows):
        cells = [WriteOnlyCell(sheet, value="") for _text in row]
        for cell, text in zip(cells, row, strict=True):
            cell.value = text
            cell.data_type = "s"
            cell.quotePrefix = True
        sheet.append(cells)
    made = BytesIO()
    book.save(made)
    return made.getvalue()
