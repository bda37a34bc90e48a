"""Minting of the numbers that visitors carry away: dense per series and year, in the save's transaction."""

from sqlalchemy import Connection, text

from desk.db.quick import Quick
from desk.records.number import Number

_NEXT = Quick(
    text(
        "INSERT INTO counter (series, year, last) VALUES (:series, :year, 1)"
        " ON CONFLICT (series, year) DO UPDATE SET last = last + 1 RETURNING last"
    )
)


def mint(connection: Connection, series: str, year: int, desk: str) -> Number:
    """The next number of a series in a year (four digits) at a desk code."""
    [(counter,)] = _NEXT.run(connection, {"series": series, "year": year})
    return Number(series, year % 100, desk, counter)
