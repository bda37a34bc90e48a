"""What every command of central needs: its database, open, and a way to tell what it found."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Any]:
    """The database of the command, migrated, with the recovery key made sure of."""
    import psycopg

    from central.db.cluster import database
    from central.serve import prepare

    with database(given.data, given.dsn) as dsn:
        prepare(dsn, given.data)
        with psycopg.connect(dsn, autocommit=True) as db:
            yield db


@contextmanager
def engine_of(given: argparse.Namespace) -> Iterator[Any]:
    """The same as an SQLAlchemy engine."""
    from sqlalchemy import NullPool, create_engine

    with opened(given) as db:
        yield create_engine("postgresql+psycopg://", creator=lambda: db, poolclass=NullPool)


def tell_lines(rows: list[dict[str, Any]]) -> None:
    """Print rows, one JSON object a line."""
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
