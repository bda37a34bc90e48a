"""What every command of central needs: its database, open, and a way to tell what it found."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_HAS_FEED = "select to_regclass('public.feed_head') is not null"
_MAKING = "Only `central serve`, `sample` and `restore` make a new one."


@contextmanager
def standing(given: argparse.Namespace) -> Iterator[str]:
    """The DSN of a central that is there already.

    Makes nothing: a mistyped folder must not answer as an empty central. Raises RuntimeError where none is.
    """
    import psycopg

    from central.db.cluster import database, is_begun

    if not given.data.is_dir() or not (given.dsn or is_begun(given.data)):
        raise RuntimeError(f"There is no central in the folder {given.data}: check --data. {_MAKING}")
    with database(given.data, given.dsn) as dsn:
        with psycopg.connect(dsn) as db:
            (has_feed,) = db.execute(_HAS_FEED).fetchone() or (False,)
        if not has_feed:
            raise RuntimeError(f"There is no central in this database: check --data and --dsn. {_MAKING}")
        yield dsn


@contextmanager
def opened(given: argparse.Namespace, *, new: bool = False) -> Iterator[Any]:
    """The database of the command, migrated, its keys made sure of; `new` makes one where none is.

    Raises RuntimeError as `standing` does.
    """
    import psycopg

    from central.db.cluster import database
    from central.serve import prepare

    with database(given.data, given.dsn) if new else standing(given) as dsn:
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
