"""The few statements that somebody waits for at every save: compiled once, run on the driver itself.

SQLAlchemy's own work for a statement takes three times as long as SQLite's. The tables stay the one
description of the columns and of how a value is stored; the transaction is the one that `Store.write` began.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Connection, Executable
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlcipher3 import dbapi2

TAKEN = (IntegrityError, dbapi2.IntegrityError)
"""What a row raises whose key or number another one has: by way of Core, or on the driver itself."""
LOT = 250
"""Rows inserted at once; their values are fewer than SQLite takes in one statement."""
_DIALECT = sqlite.dialect(paramstyle="qmark", json_serializer=lambda value: to_json(value).decode())


class Quick:
    """One Core statement, ready to run again and again; its rows are plain tuples of what SQLite stores."""

    def __init__(self, statement: Executable) -> None:
        """Compile it; every value of the statement is given when it is run."""
        compiled: SQLCompiler = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        self.sql = str(compiled)
        self._names = tuple(compiled.positiontup or ())
        kinds = [compiled.binds[name].type.dialect_impl(_DIALECT) for name in self._names]
        processors = [(place, kind.bind_processor(_DIALECT)) for place, kind in enumerate(kinds)]
        self._processors = [(place, process) for place, process in processors if process]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run it in the connection's transaction, with the values by name, and fetch what it returns."""
        raw: Any = connection.connection.dbapi_connection
        return raw.execute(self.sql, self._bound(values)).fetchall()  # type: ignore[no-any-return]

    def run_all(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert each row of values. Raises TAKEN where a row breaks a rule of its table.

        A lot goes in one statement: SQLite then works through it while other threads run Python.
        """
        raw: Any = connection.connection.dbapi_connection
        bound = [self._bound(values) for values in rows]
        whole = len(bound) - len(bound) % LOT
        for at in range(0, whole, LOT):
            raw.execute(self._of_lot, list(chain.from_iterable(bound[at : at + LOT])))
        raw.executemany(self.sql, bound[whole:])

    @cached_property
    def _of_lot(self) -> str:
        head, values, row = self.sql.rpartition("VALUES ")
        return head + values + ", ".join([row] * LOT)

    def _bound(self, values: Mapping[str, Any]) -> list[Any]:
        bound = list(map(values.__getitem__, self._names))
        for place, process in self._processors:
            bound[place] = process(bound[place])
        return bound
