"""Columns of a batch as PostgreSQL's arrays in their binary form: no side writes or reads text for them."""

from collections.abc import Collection
from struct import Struct
from uuid import UUID

from psycopg import adapters
from psycopg.adapt import Dumper
from psycopg.pq import Format

_HEAD = Struct("!iiIii").pack
"""Dimensions, whether there are NULLs, the type of the elements, their count, and where they begin."""
_LENGTH = Struct("!i").pack
_NUMBER = Struct("!iq").pack
_NULL = _LENGTH(-1)
_INT8, _TEXT, _UUID = 20, 25, 2950


class Column(bytes):
    """An array as PostgreSQL receives it; its cast in the statement says of what."""


class _ColumnDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Column) -> Column:
        return obj


adapters.register_dumper(Column, _ColumnDumper)


def numbers(values: Collection[int]) -> Column:
    """A bigint[]."""
    return _column(_INT8, len(values), [_NUMBER(8, value) for value in values])


def uuids(values: Collection[UUID]) -> Column:
    """A uuid[]."""
    return _column(_UUID, len(values), [_LENGTH(16) + value.bytes for value in values])


def texts(values: Collection[str | None]) -> Column:
    """A text[]; None is NULL."""
    pieces = [_NULL if value is None else _LENGTH(len(text := value.encode())) + text for value in values]
    return _column(_TEXT, len(values), pieces)


def _column(of: int, count: int, pieces: list[bytes]) -> Column:
    return Column(_HEAD(1, 1, of, count, 1) + b"".join(pieces))
