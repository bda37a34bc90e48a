"""Measures as lists and sums, from their derived rows."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select

from desk.db.register_tables import measure
from desk.db.searched import holds

LISTED = 200
"""No list on the screen is longer; the rest is found by searching."""


def _of_year(year: int, clause: str, text: str, kind: str) -> Select[Any]:
    rows = select(measure).where(measure.c.year == year)
    if clause:
        rows = rows.where(measure.c.clause == clause)
    if kind:
        rows = rows.where(measure.c.kind == kind)
    return rows.where(*holds(measure.c.search, text)).order_by(
        measure.c.clause, measure.c.starts_on, measure.c.id
    )


def of_year(connection: Connection, year: int, clause: str = "") -> list[Row[Any]]:
    """The measures of a year that were not withdrawn, by clause as text, then by day."""
    return list(connection.execute(_of_year(year, clause, "", "").where(~measure.c.withdrawn)))


def listed(connection: Connection, year: int, clause: str, text: str, kind: str) -> list[Row[Any]]:
    """What a screen lists, withdrawn ones too, at most LISTED."""
    return list(connection.execute(_of_year(year, clause, text, kind).limit(LISTED)))


def one(connection: Connection, entry: UUID) -> Row[Any] | None:
    """One measure's row."""
    return connection.execute(select(measure).where(measure.c.id == entry)).first()


def sums(connection: Connection, year: int) -> list[Row[Any]]:
    """By clause, kind, detail and unit: how many entries, their quantities' sum (times 100), participants."""
    by = (measure.c.clause, measure.c.kind, measure.c.detail, measure.c.unit)
    rows = select(
        *by,
        func.count().label("entries"),
        func.sum(measure.c.hundredths).label("hundredths"),
        func.sum(measure.c.participants).label("participants"),
    )
    return list(connection.execute(rows.where(measure.c.year == year, ~measure.c.withdrawn).group_by(*by)))


def years(connection: Connection) -> Sequence[int]:
    """The years that have measures, the newest first."""
    return list(
        connection.execute(select(measure.c.year).distinct().order_by(measure.c.year.desc())).scalars()
    )
