"""Numbered migrations: each applied together with its record, after a backup that is put back on failure."""

import os
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from sqlcipher3 import dbapi2

from desk.db.file import RawConnection, StoreRefused, damage

_NAME = re.compile(r"(\d{4})_\w+\.sql")


def migrations() -> list[tuple[int, str]]:
    """Every migration shipped with the program: its number and its SQL, in order."""
    files = resources.files("desk.db") / "migrations"
    found = [(match, item) for item in files.iterdir() if (match := _NAME.fullmatch(item.name))]
    return sorted((int(match[1]), item.read_text("utf-8")) for match, item in found)


def _statements(script: str) -> Iterator[str]:
    """Split a script where SQLite says that a statement is complete; triggers hold semicolons."""
    held = ""
    for piece in script.splitlines(keepends=True):
        held += piece
        if dbapi2.complete_statement(held):
            yield held
            held = ""


def version(connection: RawConnection) -> int:
    """The number of the newest migration in the file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _apply(connection: RawConnection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in _statements(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def counts(connection: RawConnection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608


def back_up(connection: RawConnection, target: Path, key: bytes) -> None:
    """Copy the database to the target and see that the copy is whole and has the same counts.

    Raises StoreRefused `backup_failed`.
    """
    os.close(os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    copy = dbapi2.connect(os.fspath(target), isolation_level=None)
    try:
        copy.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.backup(copy)
        if damage(copy) or counts(copy) != counts(connection):
            raise StoreRefused("backup_failed", path=target.name)
    except dbapi2.DatabaseError as error:
        raise StoreRefused("backup_failed", path=target.name) from error
    finally:
        copy.close()


def backups_of(database: Path) -> list[Path]:
    """The copies from before migrations, which hold what may have been erased since."""
    return [*database.parent.glob(f"{database.stem}.before-*")]


def drop_backups(database: Path) -> None:
    """Delete the copies from before migrations; raises OSError."""
    for old in backups_of(database):
        old.unlink(missing_ok=True)


def migrate(
    connection: RawConnection,
    path: Path,
    key: bytes,
    steps: list[tuple[int, str]] | None = None,
) -> None:
    """Bring the file to the newest version.

    Raises StoreRefused `store_newer` for a file of a newer program and `migration_failed` when a step
    failed; the file is then as it was before.
    """
    steps = migrations() if steps is None else steps
    have, want = version(connection), steps[-1][0]
    if have > want:
        raise StoreRefused("store_newer", version=str(have))
    due = [step for step in steps if step[0] > have]
    if have and due:
        back_up(connection, path.with_suffix(f".before-{want:04d}"), key)
    for number, script in due:
        try:
            _apply(connection, number, script)
        except dbapi2.DatabaseError as error:
            _restore(connection, path.with_suffix(f".before-{want:04d}"), key, have)
            raise StoreRefused("migration_failed", version=str(number)) from error


def _restore(connection: RawConnection, backup: Path, key: bytes, have: int) -> None:
    """Put the backup's pages back after a step that followed a committed one failed."""
    if not have or version(connection) == have:
        return
    copy = dbapi2.connect(os.fspath(backup), isolation_level=None)
    try:
        copy.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        copy.backup(connection)
    finally:
        copy.close()
