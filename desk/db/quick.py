"""The few statements that somebody waits for at every save: compiled once, run on the driver itself.

SQLAlchemy's own work for a statement takes three times as long as SQLite's. The tables stay the one
description of the columns and of how a value is stored; the transaction is the one that `Store.write` began.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlcipher3 import dbapi2

TAKEN = (IntegrityError, dbapi2.IntegrityError)
"""What a row raises whose key or number another one has: by way of Core, or on the driver itself."""
_DIALECT = sqlite.dialect(paramstyle="qmark")


class Quick:
    """One Core statement, ready to run again and again; its rows are plain tuples of what SQLite stores."""

    def __init__(self, statement: Executable) -> None:
        """Compile it; every value of the statement is given when it is run."""
        compiled: SQLCompiler = statement.compile(dialect=_DIALECT)  # type: ignore[attr-defined]
        self.sql = str(compiled)
        self._binds = [
            (name, compiled.binds[name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT))
            for name in compiled.positiontup or ()
        ]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run it in the connection's transaction, with the values by name, and fetch what it returns."""
        raw: Any = connection.connection.driver_connection
        return raw.execute(self.sql, self._bound(values)).fetchall()  # type: ignore[no-any-return]

    def run_all(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run it once for each row of values. Raises TAKEN where a row breaks a rule of its table."""
        raw: Any = connection.connection.driver_connection
        raw.executemany(self.sql, [self._bound(values) for values in rows])

    def _bound(self, values: Mapping[str, Any]) -> list[Any]:
        return [store(values[name]) if store else values[name] for name, store in self._binds]
