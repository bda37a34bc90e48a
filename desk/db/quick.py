"""The few statements that somebody waits for at every save: compiled once, run on the driver itself.

SQLAlchemy's own work for a statement takes three times as long as SQLite's. The tables stay the one
description of the columns and of how a value is stored; the transaction is the one that `Store.write` began.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Executable
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler

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
        bound = [store(values[name]) if store else values[name] for name, store in self._binds]
        return raw.execute(self.sql, bound).fetchall()  # type: ignore[no-any-return]
