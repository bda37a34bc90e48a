"""The encrypted database file: made once at enrolment, opened with checks, refused in words.

Plain DB-API, so that opening costs no ORM. SQLCipher with a raw key; one connection, EXCLUSIVE, WAL, FULL.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from desk.db.lock import Held, hold, keep, release

APPLICATION_ID = 0x4445534B
"""`DESK` in the file's header: another program's file is not opened."""
OLDEST_SQLITE = (3, 51, 3)
"""Below this SQLite can corrupt a WAL that is reset while another connection writes."""
_SETTINGS = (
    "PRAGMA cipher_memory_security = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
)

RawConnection = Any
"""A sqlcipher3 connection; the package carries no type information."""


class StoreRefused(Exception):
    """The file cannot be used; `code` is a key of the sentences in desk.usecases.refusals."""

    def __init__(self, code: str, **context: str) -> None:
        super().__init__(code)
        self.code, self.context = code, context


def _connect(path: Path, key: bytes) -> RawConnection:
    if len(key) != 32:
        raise ValueError("a raw key has 32 bytes")
    connection = dbapi2.connect(
        os.fspath(path), isolation_level=None, check_same_thread=False, timeout=1.0, cached_statements=256
    )
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _lock(path: Path) -> int:
    """Hold `<file>.lock` for this process, naming it inside; refuse when another desk holds it."""
    with _holder_told():
        return hold(path.with_suffix(".lock"))


@contextmanager
def _holder_told() -> Iterator[None]:
    try:
        yield
    except Held as held:
        raise StoreRefused("store_in_use", process=held.holder) from held


@contextmanager
def kept_locked(path: Path) -> Iterator[None]:
    """Keep every other process from the file while it is opened, closed and renamed in the block.

    Raises StoreRefused `store_in_use`.
    """
    with _holder_told(), keep(path.with_suffix(".lock")):
        yield


def create_file(path: Path, key: bytes) -> RawConnection:
    """Make a new, empty, encrypted database; only enrolment does. Raises FileExistsError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    _lock(path)
    connection = _connect(path, key)
    for statement in _SETTINGS:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    return connection


def open_file(path: Path, key: bytes) -> RawConnection:
    """Open the desk's database after its checks.

    Raises StoreRefused: `store_missing`, `store_empty`, `store_in_use`, `store_key`, `store_foreign`,
    `store_damaged`, `store_old_sqlite`.
    """
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise StoreRefused("store_old_sqlite", version=dbapi2.sqlite_version)
    if not path.exists():
        raise StoreRefused("store_missing", path=path.name)
    if path.stat().st_size == 0:
        raise StoreRefused("store_empty", path=path.name)
    _lock(path)
    connection = _connect(path, key)
    try:
        _set(connection, path)
    except BaseException:
        connection.close()
        release(path.with_suffix(".lock"))
        raise
    return connection


def _set(connection: RawConnection, path: Path) -> None:
    try:
        for statement in _SETTINGS:
            connection.execute(statement)
        (found,) = connection.execute("PRAGMA application_id").fetchone()
    except dbapi2.DatabaseError as error:
        if "locked" in str(error):
            raise StoreRefused("store_in_use", process="") from error
        raise StoreRefused("store_damaged" if _key_fits(connection) else "store_key") from error
    if found != APPLICATION_ID:
        raise StoreRefused("store_foreign", path=path.name)


def _key_fits(connection: RawConnection) -> bool:
    """Whether the first page opens with the key, so that it is others that are bad."""
    try:
        bad = damage(connection)
    except dbapi2.DatabaseError:
        return False
    return bool(bad) and not any(line.endswith(" page 1") for line in bad)


def damage(connection: RawConnection) -> list[str]:
    """What is wrong with the file's pages; empty when every page's authentication code fits."""
    return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
