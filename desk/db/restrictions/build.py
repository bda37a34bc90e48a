"""A new list's file: written beside the old one, checked against its manifest, then put in its place at
once."""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from desk.db.restrictions import codec, store
from desk.db.restrictions.errors import ListCorruptError
from desk.db.restrictions.exact import ExactKeys
from desk.db.restrictions.row import Manifest, RestrictionRow
from desk.db.restrictions.store import Connection
from desk.db.restrictions.variants import shipped, write_variants
from desk.db.restrictions.words import WordBook, keys
from desk.names.birth import parse_birth

CHUNK = 20_000  # rows a transaction; a build cut short resumes after the last one


class Stage(StrEnum):
    """What a build is doing."""

    ROWS = "rows"
    INDEX = "index"
    THRESHOLDS = "thresholds"


Progress = Callable[[Stage, int, int], None]


def build(
    path: Path,
    key: bytes,
    rows: Iterable[RestrictionRow],
    manifest: Manifest,
    progress: Progress | None = None,
    *,
    variants: Iterable[str] | None = None,
) -> None:
    """Write the list to `path` in one step; a build cut short goes on where it was when called with the
    same rows.
    `variants` are lines of the table of name variants, the shipped one when not given.

    Raises ListCorruptError when the rows are not what the manifest says; what stood at `path` then stays.
    """
    tell = progress or (lambda stage, done, total: None)
    part = path.with_name(path.name + ".part")
    connection = _resume(part, key, manifest) or _begin(part, key, manifest)
    try:
        _load(connection, rows, manifest, tell, shipped() if variants is None else variants)
        from desk.db.restrictions.calibrate import calibrate  # it opens the finished tables for reading

        calibrate(connection, lambda done, total: tell(Stage.THRESHOLDS, done, total))
        connection.execute("PRAGMA incremental_vacuum").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except ListCorruptError:
        connection.close()
        remove(part)
        raise
    finally:
        connection.close()
    _switch(part, path)


def remove(path: Path) -> None:
    """Delete a list's file with its companions."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            os.unlink(f"{path}{suffix}")


def _switch(part: Path, path: Path) -> None:
    """Put the finished file in its place, durably."""
    os.replace(part, path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _resume(part: Path, key: bytes, manifest: Manifest) -> Connection | None:
    """Open a build cut short when it is of this very list."""
    if not part.exists():
        return None
    try:
        connection = store.connect(part, key)
        if store.read_about(connection).get("building") == _fingerprint(manifest):
            connection.execute("PRAGMA synchronous = NORMAL")
            return connection
        connection.close()
    except ListCorruptError:
        pass
    return None


def _begin(part: Path, key: bytes, manifest: Manifest) -> Connection:
    """Start an empty file."""
    remove(part)
    connection = store.connect(part, key)
    connection.execute(
        "PRAGMA auto_vacuum = INCREMENTAL"
    )  # merging the index leaves a fifth of the file free
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    connection.execute("BEGIN IMMEDIATE")
    for statement in _statements(store.SCHEMA):
        connection.execute(statement)
    connection.execute("INSERT INTO posting (posting, rank) VALUES ('automerge', 0)")
    connection.execute("INSERT INTO posting (posting, rank) VALUES ('crisismerge', 1000)")
    store.write_about(connection, format=store.FORMAT, building=_fingerprint(manifest), done=0)
    connection.execute("COMMIT")
    return connection


def _statements(script: str) -> list[str]:
    """Split the schema; it has no semicolon inside a statement or comment's end."""
    bare = "\n".join(line.split("--")[0] for line in script.splitlines())
    return [statement for statement in bare.split(";") if statement.strip()]


def _fingerprint(manifest: Manifest) -> str:
    """Return what tells one list from another."""
    return f"{manifest.version}:{manifest.count}:{manifest.digest}"


def _load(
    connection: Connection,
    rows: Iterable[RestrictionRow],
    manifest: Manifest,
    tell: Progress,
    variants: Iterable[str],
) -> None:
    """Write all rows, check them, then write the index's summary."""
    about = store.read_about(connection)
    if about.get("loaded"):
        return
    done = int(about["done"])
    book, exact, digest = WordBook(), ExactKeys(), hashlib.sha256()
    batch: list[tuple[int, RestrictionRow, list[list[tuple[int, Any]]]]] = []
    rid = 0
    for rid, row in enumerate(rows, 1):
        if manifest.digest:
            digest.update(f"{row.to_json()}\n".encode())
        exact.add(rid, codec.exact_hashes(row))
        batch.append((rid, row, book.names(row)))
        if len(batch) == CHUNK:
            _write(connection, book, batch, done)
            batch.clear()
            tell(Stage.ROWS, rid, manifest.count or rid)
    _write(connection, book, batch, done)
    counted = replace(manifest, count=rid) if manifest.count is None else manifest
    if rid != counted.count or (manifest.digest and digest.hexdigest() != manifest.digest):
        raise ListCorruptError("the rows are not what the manifest says")
    tell(Stage.INDEX, 0, 1)
    _finish(connection, book, exact, counted, variants)
    tell(Stage.INDEX, 1, 1)


def _write(connection: Connection, book: WordBook, batch: list[Any], done: int) -> None:
    """Write one chunk in one transaction, unless an earlier attempt did."""
    if not batch:
        return
    encoded = [(encode(book, rid, row, names), rid, row, names) for rid, row, names in batch]
    last = batch[-1][0]
    if last > done:
        connection.execute("BEGIN IMMEDIATE")
        write_words(connection, book)
        connection.executemany(INSERT_ROW, [values for values, _, _, _ in encoded])
        connection.executemany(INSERT_ALIAS, [a for _, rid, _, names in encoded for a in aliases(rid, names)])
        connection.executemany(
            INSERT_KEYS,
            [pair for values, rid, _, names in encoded for pair in postings(rid, names, values[3])],
        )
        store.write_about(connection, done=last)
        connection.execute("COMMIT")
    book.new_texts.clear()
    book.new_tokens.clear()


INSERT_ROW = f"INSERT INTO restriction VALUES ({','.join('?' * 15)})"  # noqa: S608 - question marks only
INSERT_ALIAS = "INSERT INTO alias VALUES (?, ?)"
INSERT_KEYS = "INSERT INTO posting (rowid, keys) VALUES (?, ?)"


def encode(
    book: WordBook, rid: int, row: RestrictionRow, names: list[list[tuple[int, Any]]]
) -> tuple[Any, ...]:
    """Return the values of the table's columns."""
    birth = parse_birth(row.birth_date)
    return (
        rid,
        codec.pack_id(row.id),
        codec.pack_tokens(names[0]),
        birth.number if birth else None,
        row.sex,
        row.citizenship,
        codec.day_number(row.valid_from, 0),
        codec.day_number(row.last_day(), store.OPEN_END),
        book.text(codec.terms(row)),
        book.text(row.surname),
        book.text(row.given_names),
        book.text(row.patronymic),
        row.fin,
        codec.pack_documents(row.documents),
        codec.rarely(row),
    )


def aliases(rid: int, names: list[list[tuple[int, Any]]]) -> list[tuple[int, bytes]]:
    """Return number and words of each further name."""
    return [
        (place << store.ALIAS_BITS | rid, codec.pack_tokens(words))
        for place, words in enumerate(names)
        if place
    ]


def postings(rid: int, names: list[list[tuple[int, Any]]], birth: int | None) -> list[tuple[int, str]]:
    """Return number and index keys of every name."""
    return [(place << store.ALIAS_BITS | rid, keys(words, birth)) for place, words in enumerate(names)]


def write_words(connection: Connection, book: WordBook) -> None:
    """Write the words and texts that are new."""
    connection.executemany("INSERT INTO phrase VALUES (?, ?)", book.new_texts)
    connection.executemany("INSERT INTO token VALUES (?, ?, ?, 0)", book.new_tokens)


def _finish(
    connection: Connection, book: WordBook, exact: ExactKeys, manifest: Manifest, variants: Iterable[str]
) -> None:
    """Write the exact keys in order, the words' counts and one merged index, all in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT OR IGNORE INTO exact VALUES (?, ?)", exact.ordered())
    counts = ((count, number) for number, count in enumerate(book.names_with) if number)
    connection.executemany("UPDATE token SET names = ? WHERE tid = ?", counts)
    write_variants(connection, variants)
    connection.execute("INSERT INTO posting (posting) VALUES ('optimize')")
    connection.execute("INSERT INTO posting (posting, rank) VALUES ('automerge', 4)")
    connection.execute("INSERT INTO posting (posting, rank) VALUES ('crisismerge', 16)")
    store.write_about(
        connection,
        version=manifest.version,
        as_of=manifest.as_of.isoformat(),
        count=manifest.count,
        digest=manifest.digest or "",
        loaded=1,
    )
    connection.execute("COMMIT")
