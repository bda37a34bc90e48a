"""The migrations make the tables that the rows describe, and keep history."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from desk.db import case_tables, changes, log_tables, reception_tables, register_tables, survey_tables
from desk.db import migrate as module
from desk.db.file import StoreRefused, create_file, damage, open_file
from desk.db.lock import release
from desk.db.log_tables import change
from desk.db.migrate import migrate, migrations, version
from desk.db.store import Store
from desk.records.base import new_id
from desk.usecases.desk import Desk
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import enter, open_desk
from tests.desks import CLERK, Made, form

KEY = bytes(range(32))


def _columns(connection: Any, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def test_migrated_tables_have_exactly_the_columns_of_their_rows(tmp_path: Path) -> None:
    assert case_tables.case_file.name in SQLModel.metadata.tables
    assert log_tables.change.name in SQLModel.metadata.tables
    assert reception_tables.visit.name in SQLModel.metadata.tables
    assert register_tables.measure.name in SQLModel.metadata.tables
    assert survey_tables.survey.name in SQLModel.metadata.tables
    raw = create_file(tmp_path / "desk.db", KEY)
    migrate(raw, tmp_path / "desk.db", KEY)
    for name, table in SQLModel.metadata.tables.items():
        assert _columns(raw, name) == set(table.columns.keys()), name
        notnull = {row[1] for row in raw.execute(f"PRAGMA table_info({name})") if row[3] or row[5]}
        assert notnull == {column.name for column in table.columns if not column.nullable}, name
    raw.close()
    release(tmp_path / "desk.lock")


def test_written_change_cannot_be_rewritten(desk: Desk) -> None:
    register_visit(desk, form())
    with pytest.raises(Exception, match="a change is history"), desk.store.write() as connection:
        connection.execute(update(change).values(actor="somebody else"))


def test_failed_migration_leaves_the_file_as_it_was(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = made.open()
    number = register_visit(desk, form()).number
    desk.close()
    last = migrations()[-1][0]
    steps = [
        *migrations(),
        (last + 1, "CREATE TABLE fresh (a);"),
        (last + 2, "CREATE TABLE more (a);\nINSERT INTO nowhere VALUES (1);"),
    ]
    path = made.settings.database
    raw = open_file(path, made.data_key)
    with pytest.raises(StoreRefused, match="migration_failed"):
        migrate(raw, path, made.data_key, steps)
    assert version(raw) == last
    assert damage(raw) == []
    assert raw.execute("SELECT number FROM visit").fetchall() == [(number,)]
    assert not _columns(raw, "fresh")
    raw.close()
    release(path.with_suffix(".lock"))
    made.open().close()


def test_copy_from_before_an_update_is_kept_until_somebody_works_at_the_updated_desk(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = migrations()
    next_one = steps[-1][0] + 1
    monkeypatch.setattr(module, "migrations", lambda: [*steps, (next_one, "CREATE TABLE fresh (x INTEGER);")])
    copy = made.settings.database.with_suffix(f".before-{next_one:04d}")
    desk = open_desk(made.settings, made.data_key)
    assert copy.exists()
    enter(desk, CLERK)
    assert not copy.exists()
    desk.close()


def test_log_of_an_older_program_goes_on_where_it_was(tmp_path: Path) -> None:
    """The migration that takes SQLite's own count of the log away changes nothing of what is in it."""
    path, author = tmp_path / "desk.db", changes.Author(new_id(), "aysel", 0)
    raw = create_file(path, KEY)
    migrate(raw, path, KEY, [step for step in migrations() if step[0] < 15])
    store = Store(raw, path)
    with store.write() as connection:
        before = changes.append(connection, author, "visit.registered", "s", form())
    assert raw.execute("SELECT seq FROM sqlite_sequence WHERE name = 'change'").fetchall() == [(1,)]
    migrate(raw, path, KEY)
    with store.write() as connection:
        after = changes.append(connection, author, "visit.registered", "s", form())
        assert changes.unsent(connection) == [before, after]
    assert (after.n, after.prev_sha256) == (2, before.chain)
    assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert raw.execute("SELECT * FROM sqlite_sequence").fetchall() == []
    store.close()
    reopened = open_file(path, KEY)
    assert reopened.execute("SELECT count(*) FROM change").fetchone() == (2,)
    reopened.close()
    release(tmp_path / "desk.lock")


def test_file_of_a_newer_program_is_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made.settings.database
    raw = open_file(path, made.data_key)
    raw.execute("PRAGMA user_version = 9999")
    with pytest.raises(StoreRefused, match="store_newer"):
        module.migrate(raw, path, made.data_key)
    raw.close()
    release(path.with_suffix(".lock"))


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.unlink(), "store_missing"),
        (lambda path: path.write_bytes(b""), "store_empty"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(4096)), "store_key"),
    ],
    ids=["missing", "zero length", "another file"],
)
def test_file_that_is_not_the_desks_is_refused(made: Made, spoil: Any, code: str) -> None:
    path = made.settings.database
    spoil(path)
    with pytest.raises(StoreRefused, match=code):
        open_file(path, made.data_key)
    release(path.with_suffix(".lock"))


def test_foreign_database_under_the_right_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(StoreRefused, match="store_foreign"):
        open_file(path, KEY)
    release(path.with_suffix(".lock"))


def test_reads_see_only_what_is_committed(made: Made) -> None:
    path = made.settings.database
    raw = open_file(path, made.data_key)
    store = Store(raw, path)
    with store.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA locking_mode")).scalar() == "exclusive"
    store.close()
