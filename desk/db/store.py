"""The store: one connection for the whole process, one writer at a time, every transaction IMMEDIATE.

All work goes through `Store.write` or `Store.read`, from worker threads and never from the event loop.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from desk.db.file import RawConnection, StoreRefused
from desk.db.lock import release
from desk.db.migrate import back_up, counts
from desk.lang import fold
from desk.records.roles import Roles, coded, in_words

_FAILURES = (
    ("disk is full", "disk_full"),
    ("readonly", "disk_read_only"),
    ("disk I/O error", "disk_error"),
    ("malformed", "store_damaged"),
    ("not a database", "store_damaged"),
    ("unable to open", "disk_error"),
)
_FINAL = {"disk_error", "store_damaged"}


class StoreFailed(Exception):
    """A write did not happen; `code` is a key of the sentences in desk.usecases.refusals."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_Refused = (DatabaseError, dbapi2.DatabaseError)


class RoleNeeded(StoreFailed):
    """Nothing was written: who works here has none of the roles that the act needs."""

    def __init__(self, needed: Roles) -> None:
        super().__init__("role_needed")
        self.context = {"roles": in_words(coded(needed))}


def _failure(error: Exception) -> str | None:
    text = str(error.orig if isinstance(error, DatabaseError) else error)
    return next((code for part, code in _FAILURES if part in text), None)


@contextmanager
def damage_told() -> Iterator[None]:
    """Raise StoreRefused `store_damaged` or `disk_error` for a file that does not read."""
    try:
        yield
    except StoreFailed as failed:
        if failed.code not in _FINAL:
            raise
        raise StoreRefused(failed.code) from failed
    except _Refused as error:
        code = _failure(error)
        if code not in _FINAL:
            raise
        raise StoreRefused(str(code)) from error


class Store:
    """The desk's database, open."""

    def __init__(self, raw: RawConnection, path: Path) -> None:
        self.path = path
        self.stopped = ""
        """The failure after which nothing more is written, or nothing."""
        self.frozen = ""
        """Why no new business is written while delivery goes on, or nothing."""
        self._is_open = True
        self._raw = raw
        raw.create_function("fold", 1, fold, deterministic=True)
        self._lock = threading.RLock()
        engine = create_engine("sqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool)
        self._connection = engine.connect()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed durably at its end, or leaves nothing behind.

        Raises StoreFailed when the disk refuses; after an I/O error or damage for every later write too.
        """
        with self._lock:
            if self.stopped:
                raise StoreFailed(self.stopped)
            with self.read() as connection:
                yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """The connection for reading; keep it short, a writer waits meanwhile.

        Raises StoreFailed once the store was closed, and for a page that does not read: nothing is written
        after that.
        """
        with self._lock:
            if not self._is_open:
                raise StoreFailed(self.stopped or "store_missing")
            try:
                with self._transaction():
                    yield self._connection
            except _Refused as error:
                code = _failure(error)
                if code is None:
                    raise
                if code in _FINAL:
                    self.stopped = code
                raise StoreFailed(code) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Begun and ended on the driver's connection: a save would wait for what SQLAlchemy adds to it."""
        self._raw.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._raw.execute("COMMIT")
        except BaseException:
            if self._raw.in_transaction:  # SQLite ends it by itself after some failures
                with suppress(dbapi2.Error):
                    self._raw.execute("ROLLBACK")
            raise

    def checkpoint(self) -> None:
        """Move the write-ahead log into the database and cut it."""
        with self._lock:
            self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def back_up(self, target: Path, key: bytes) -> dict[str, int]:
        """Copy the database by SQLite's backup API, under the same key, and check the copy; rows by table.

        Raises StoreRefused `backup_failed` and OSError.
        """
        with self._lock:
            back_up(self._raw, target, key)
            return counts(self._raw)

    def close(self) -> None:
        """Checkpoint and close; the file may then be opened by another process."""
        with self._lock:
            if self._is_open:
                self._connection.close()
                self._raw.close()
            self._is_open = False
        release(self.path.with_suffix(".lock"))


__all__ = ["Connection", "Store", "StoreFailed", "StoreRefused"]
