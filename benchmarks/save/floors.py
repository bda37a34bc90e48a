"""The floors of a save: durable commits by the standard library's SQLite, WAL and FULL, nothing encrypted."""

import os
import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path

from desk.records.base import canonical
from desk.records.visit import Visit

_BARE = "CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT)"
_RESEARCHED = """
CREATE TABLE intake (
    id TEXT NOT NULL PRIMARY KEY, number TEXT, surname TEXT, given_name TEXT, birth_date TEXT,
    citizenship TEXT, document_number TEXT, office TEXT, clerk TEXT, registered_at TEXT
);
CREATE INDEX intake_document ON intake (document_number);
CREATE INDEX intake_person ON intake (birth_date, surname);
CREATE INDEX intake_day ON intake (registered_at);
CREATE TABLE outbox (id TEXT NOT NULL PRIMARY KEY, kind TEXT, body TEXT);
"""


def appended(path: Path) -> Callable[[], object]:
    """One block at the end of a file, and the disk's word for it: what any durable write waits for."""
    file, block = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND), b"x" * 4096

    def append() -> None:
        os.write(file, block)
        os.fdatasync(file)

    return append


def bare(path: Path) -> Callable[[], object]:
    """One row of 800 characters in one table without an index: nothing durable is cheaper."""
    connection, body = _opened(path, _BARE), "x" * 800

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (body) VALUES (?)", (body,))
        connection.execute("COMMIT")

    return commit


def researched(path: Path, visit: Visit) -> Callable[[], object]:
    """One intake row with three indexes and one outbox row with its JSON; the keys grow as a UUIDv7 does."""
    connection, keys, body = _opened(path, _RESEARCHED), count(), canonical(visit)
    fixed = (visit.surname, visit.given_name, str(visit.birth_date), visit.citizenship, visit.document_number)
    by_whom = (visit.office, visit.clerk)

    def commit() -> None:
        n = next(keys)
        key, at = f"{n:032x}", f"2026-11-23T{n:012d}"
        connection.execute("BEGIN IMMEDIATE")
        values = (key, f"Q-26-GNC2-{n:06d}", *fixed, *by_whom, at)
        connection.execute("INSERT INTO intake VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        connection.execute("INSERT INTO outbox VALUES (?, ?, ?)", (key, "visit.registered", body))
        connection.execute("COMMIT")

    return commit


def _opened(path: Path, script: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(script)
    return connection
