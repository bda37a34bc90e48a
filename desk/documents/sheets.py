"""Tables as files for other programs: every cell is text, and none is ever a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet."""


def as_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table as CSV: UTF-8 with its mark, semicolons, all cells quoted; ' before what may be a formula."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


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
