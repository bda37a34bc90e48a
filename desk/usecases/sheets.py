"""Rows out of a CSV, XLSX or JSON file, as text by column; nothing is judged here but the file itself."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from desk.lang import N_, _

MOST_BYTES = 64 << 20
MOST_ROWS = 50_000
SENTENCES = {
    "sheet_kind": N_("Only .csv, .xlsx and .json files can be imported."),
    "sheet_large": N_("The file is too large: divide it."),
    "sheet_encoding": N_("The file is not UTF-8 text. Save it as CSV UTF-8."),
    "sheet_unreadable": N_("The file cannot be read as {kind}."),
    "sheet_empty": N_("There is no row under the head of the columns."),
}


class SheetRefused(Exception):
    """The file cannot be read; `code` is a key of SENTENCES."""

    def __init__(self, code: str, **context: str) -> None:
        super().__init__(code)
        self.code, self.context = code, context

    @property
    def text(self) -> str:
        """The sentence in the language in use."""
        return _(SENTENCES[self.code]).format(**self.context)


@dataclass(frozen=True)
class SheetRow:
    """One row: its number as the program that made the file shows it, and its cells by column."""

    number: int
    cells: dict[str, Any]


def read_sheet(path: Path) -> list[SheetRow]:
    """The rows that have anything in them. Raises SheetRefused and OSError."""
    readers = {".csv": _csv, ".xlsx": _xlsx, ".json": _json}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SheetRefused("sheet_kind")
    if path.stat().st_size > MOST_BYTES:
        raise SheetRefused("sheet_large")
    rows = list(reader(path.read_bytes()))
    if not rows:
        raise SheetRefused("sheet_empty")
    return rows


def _rows(lines: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[SheetRow]:
    """Rows under the first line, which names the columns."""
    head: list[str] | None = None
    for number, line in lines:
        if number > MOST_ROWS:
            raise SheetRefused("sheet_large")
        cells = [_text(cell) for cell in line]
        if head is None:
            head = [cell.strip() for cell in cells] if any(cells) else None
        elif any(cells):
            yield SheetRow(number, {name: cell for name, cell in zip(head, cells, strict=False) if name})


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _csv(content: bytes) -> Iterator[SheetRow]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetRefused("sheet_encoding") from error
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(";,\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _rows((lines.line_num, line) for line in lines)
    except csv.Error as error:
        raise SheetRefused("sheet_unreadable", kind="CSV") from error


def _xlsx(content: bytes) -> Iterator[SheetRow]:
    import zlib
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    # What the archive, the XML in it (ParseError is a SyntaxError) and openpyxl raise for a damaged file.
    broken = (
        *(BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, SyntaxError),
        *(InvalidFileException, LookupError, ValueError, TypeError, AttributeError),
    )
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        try:
            yield from _rows(enumerate(book.worksheets[0].iter_rows(values_only=True), 1))
        finally:
            book.close()
    except broken as error:
        raise SheetRefused("sheet_unreadable", kind="XLSX") from error


def _json(content: bytes) -> Iterator[SheetRow]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SheetRefused("sheet_unreadable", kind="JSON") from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise SheetRefused("sheet_unreadable", kind="JSON")
    for number, row in enumerate(found, 1):
        if number > MOST_ROWS:
            raise SheetRefused("sheet_large")
        said = {key: value if isinstance(value, list) else _text(value) for key, value in row.items()}
        if any(said.values()):
            yield SheetRow(number, said)
