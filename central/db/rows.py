"""Reading a row that must be there."""

from typing import Any

from psycopg import Cursor


def only(found: Cursor[tuple[Any, ...]]) -> tuple[Any, ...]:
    """The first row of a result; raises LookupError where a row that must be there is missing."""
    row = found.fetchone()
    if row is None:
        raise LookupError("a row of the database that must be there is missing")
    return row
