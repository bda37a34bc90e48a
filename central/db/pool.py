"""Connections to PostgreSQL, set up the same everywhere."""

from psycopg import Connection
from psycopg.rows import TupleRow
from psycopg_pool import ConnectionPool

Pool = ConnectionPool[Connection[TupleRow]]

LOCK_TIMEOUT = "5s"
STATEMENT_TIMEOUT = "30s"


def _configure(connection: Connection[TupleRow]) -> None:
    # A page follows its index and stops when it is full; of tables not analysed yet the planner thinks that
    # there is little, and would read and sort all that is left of the feed.
    connection.execute(
        "select set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false),"
        " set_config('timezone', 'UTC', false), set_config('enable_bitmapscan', 'off', false)",
        (LOCK_TIMEOUT, STATEMENT_TIMEOUT),
    )


def open_pool(dsn: str, size: int = 8) -> Pool:
    """A pool of at most `size` connections, not yet opened; waiting longer than 5 s for one is an error."""
    # Autocommit: what belongs together says so with `transaction()`, and a lone statement is one round trip.
    return ConnectionPool(
        dsn,
        kwargs={"autocommit": True, "client_encoding": "utf-8"},
        min_size=1,
        max_size=size,
        timeout=5.0,
        configure=_configure,
        open=False,
    )
