"""Rows of the tables that other systems write, as CSV or as one JSON value a line."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

_BEYOND = "beyond the head line"
"""The name of the cells that have no column."""


def rows_of(file: Path) -> Iterator[tuple[int, object]]:
    """Each row with the number of its line; None for a line that is not JSON, which no record takes.

    A CSV file (`.csv`, UTF-8) has a head line with the names of the fields, divided by commas or semicolons.
    Raises ValueError for one that cannot be read.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            yield from _csv(lines) if file.suffix.lower() == ".csv" else _json(lines)
    except UnicodeDecodeError as error:
        place = f"{file.name}, line {_unreadable(file)}"
        raise ValueError(f"{place}: This is not UTF-8 text. Save the file as UTF-8.") from error
    except csv.Error as error:
        raise ValueError(f"{file.name}: This is not a table of the kind CSV ({error}).") from error


def _unreadable(file: Path) -> int:
    """The number of the first line that is not UTF-8."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def _csv(lines: IO[str]) -> Iterator[tuple[int, object]]:
    first = lines.readline()
    lines.seek(0)
    divided_by = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(lines, restkey=_BEYOND, delimiter=divided_by)
    for row in reader:
        yield reader.line_num, row


def _json(lines: IO[str]) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None
