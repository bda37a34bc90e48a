"""The encrypted file of one list: its tables and how it is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3

from desk.db.restrictions.errors import ListCorruptError, ListDiskError

Connection = Any  # sqlcipher3 ships no types

FORMAT = 1
KEY_BYTES = 32
PAGE_BYTES = 8192
CACHE_KIB = 48 * 1024

SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- Every text that repeats, once: names, and the JSON of ground, basis, rule, body and event.
CREATE TABLE phrase (pid INTEGER PRIMARY KEY, text TEXT NOT NULL);
-- One row per distinct word: its readings as sounds, whether its script leaves vowels out, names with it.
CREATE TABLE token (tid INTEGER PRIMARY KEY, sounds TEXT NOT NULL, vowelless INTEGER NOT NULL,
names INTEGER NOT NULL);
CREATE TABLE restriction (
    rid INTEGER PRIMARY KEY,
    id BLOB NOT NULL,           -- 16 bytes of a UUID, or text
    tokens BLOB NOT NULL,       -- 3 bytes a word: token number, role in the upper 2 bits
    birth INTEGER,              -- yyyymmdd, unknown parts 0
    sex TEXT,
    citizenship TEXT,
    first_day INTEGER NOT NULL, -- yyyymmdd; 0 for always
    last_day INTEGER NOT NULL,  -- yyyymmdd, the last day that it matches; 99999999 for open
    terms INTEGER NOT NULL,
    surname INTEGER, given_names INTEGER, patronymic INTEGER,
    fin TEXT, documents TEXT, extra TEXT
);
-- A further name of a row; nid = k << 40 | rid.
CREATE TABLE alias (nid INTEGER PRIMARY KEY, tokens BLOB NOT NULL);
-- 32-bit hashes of ids, folded document numbers and FINs; the row itself decides.
CREATE TABLE exact (hash INTEGER NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (hash, rid)) WITHOUT ROWID;
-- Names that are one name though they do not sound alike, and the listed words of each such class.
CREATE TABLE variant (form TEXT NOT NULL, class INTEGER NOT NULL, PRIMARY KEY (form, class)) WITHOUT ROWID;
CREATE TABLE kin (class INTEGER NOT NULL, tid INTEGER NOT NULL, PRIMARY KEY (class, tid)) WITHOUT ROWID;
-- Inverted index, rowid = rid or nid: t<token>, y<year> or y0, d<yyyymmdd>.
CREATE VIRTUAL TABLE posting USING fts5(keys, content='', detail=none, columnsize=0, tokenize='ascii');
"""
ALIAS_BITS = 40
RID_MASK = (1 << ALIAS_BITS) - 1
OPEN_END = 99999999


@contextmanager
def disk_told() -> Iterator[None]:
    """Raise ListDiskError where the disk does not take what is written."""
    try:
        yield
    except sqlcipher3.OperationalError as error:
        raise ListDiskError(str(error)) from error


def connect(path: Path, key: bytes) -> Connection:
    """Open the file with a raw 32-byte key; raises ListCorruptError when it is not a list of that key."""
    if len(key) != KEY_BYTES:
        raise ListCorruptError("the key must have 32 bytes")
    connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA busy_timeout = 5000")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.DatabaseError as error:
        connection.close()
        raise ListCorruptError(str(error)) from error
    return connection


def read_about(connection: Connection) -> dict[str, str]:
    """Return what the file says of itself; raises ListCorruptError when it says nothing."""
    try:
        return dict(connection.execute("SELECT name, value FROM about").fetchall())
    except sqlcipher3.DatabaseError as error:
        raise ListCorruptError(str(error)) from error


def write_about(connection: Connection, **values: object) -> None:
    """Store facts about the list."""
    connection.executemany(
        "INSERT INTO about VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [(name, str(value)) for name, value in values.items()],
    )
