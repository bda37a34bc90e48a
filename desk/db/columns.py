"""What the tables are made of: the column types that SQLite lacks, and the table of a row.

A table is a record of desk.records with the columns that only the desk needs. Rows are made from validated
records only: a `table=True` constructor does not validate. The migrations make the same tables by hand; a
test holds the two together.
"""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Dialect, String, Table, TypeDecorator, literal_column
from sqlmodel import SQLModel

from desk.records.service import Service


class UtcStamp(TypeDecorator[datetime]):
    """An instant as ISO text in UTC: SQLite has no type that keeps a zone, and text sorts by time."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To UTC text with milliseconds."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="milliseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Back to an instant that knows its zone."""
        return None if value is None else datetime.fromisoformat(value)


class ServiceText(TypeDecorator[Service]):
    """What a visit says of its procedure, as the JSON text of its record."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Service | None, dialect: Dialect) -> str | None:
        """To JSON."""
        return None if value is None else value.model_dump_json()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Service | None:
        """Back to the record."""
        return None if value is None else Service.model_validate_json(value)


def named(column: ColumnElement[str], value: str) -> ColumnElement[bool]:
    """Equal to a value that is not empty, in the words of an index over the filled ones: no scan."""
    return (column == value) & (column != literal_column("''"))


def table_of(row: type[SQLModel]) -> Table:
    """The table that the statements name."""
    return row.__table__  # type: ignore[attr-defined,no-any-return]
