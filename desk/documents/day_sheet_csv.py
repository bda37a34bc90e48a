"""A day sheet as a table for spreadsheets, in which nothing that people typed is ever a formula."""

import csv
from collections.abc import Iterable
from io import StringIO

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def cell(value: object) -> str:
    """A value as text that stays text: what begins like a formula gets an apostrophe before it."""
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def table(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as CSV in UTF-8 with its mark, every cell quoted."""
    written = StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()
