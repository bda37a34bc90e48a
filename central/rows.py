"""Rows of the tables that other systems write, as CSV or as one JSON value a line."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO


def rows_of(file: Path) -> Iterator[tuple[int, object]]:
    """Each row with the number of its line; None for a line that is not JSON, which no record takes.

    A CSV file (`.csv`, UTF-8) has a head line with the names of the fields, divided by commas or semicolons.
    Raises ValueError for one that cannot be read.
    """
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from _csv(lines) if file.suffix.lower() == ".csv" else _json(lines)


def _csv(lines: IO[str]) -> Iterator[tuple[int, object]]:
    first = lines.readline()
    lines.seek(0)
    reader = csv.DictReader(lines, delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: {error}") from error


def _json(lines: IO[str]) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield number, None
