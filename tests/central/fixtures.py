"""A real PostgreSQL for the whole run, and a fresh database with a real server for each test."""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from central.config import Settings
from central.db.cluster import embedded
from central.serve import bind, prepare, server

_numbers = count(1)
TEMPLATE = "desk_template"


@pytest.fixture(scope="session")
def central_data() -> Iterator[Path]:
    """The folder of central's keys and its PostgreSQL, which as root cannot be in pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="central-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def central_cluster(central_data: Path) -> Iterator[str]:
    """The DSN of a running PostgreSQL with a migrated template database."""
    with embedded(central_data) as dsn:
        with psycopg.connect(dsn, autocommit=True) as db:
            # Tests kill processes, never the machine.
            db.execute("alter system set fsync = off")
            db.execute("select pg_reload_conf()")
            db.execute(f"create database {TEMPLATE}")
        prepare(make_conninfo(dsn, dbname=TEMPLATE), central_data)
        yield dsn


@pytest.fixture
def central_dsn(central_cluster: str) -> Iterator[str]:
    """The DSN of a fresh, migrated, empty database."""
    name = f"t{next(_numbers)}"
    with psycopg.connect(central_cluster, autocommit=True) as db:
        db.execute(f"create database {name} template {TEMPLATE}")
        yield make_conninfo(central_cluster, dbname=name)
        db.execute(f"drop database {name} with (force)")


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Run the real server in a thread and give its URL."""
    bound = bind("127.0.0.1", 0)
    bound.listen(128)
    worker = server(settings)
    thread = threading.Thread(target=worker.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        while not worker.started and thread.is_alive():
            time.sleep(0.002)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        worker.should_exit = True
        thread.join(15)
        bound.close()


@pytest.fixture
def central_url(central_dsn: str, central_data: Path) -> Iterator[str]:
    """The URL of a server over the fresh database of `central_dsn`."""
    with serving(
        Settings(
            dsn=central_dsn, data=central_data, rate=10_000, burst=10_000, enrol_rate=1000, enrol_burst=1000
        )
    ) as url:
        yield url


@pytest.fixture
def central_serving(central_dsn: str, central_data: Path) -> Callable[..., object]:
    """Start a server over the fresh database with other settings: `with central_serving(rate=1) as url`."""
    return lambda **changed: serving(replace(Settings(dsn=central_dsn, data=central_data), **changed))
