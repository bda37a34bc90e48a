"""A command on a folder or a database that holds no central, or on a server that does not answer."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from central.__main__ import main

COMMANDS = (
    "desk list",
    "desk stuck",
    "alarms",
    "quarantine",
    "clerk list",
    "totals --office GNC --date 2026-11-22",
    "recovery-key",
    "backup central.backup",
    "drill .",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_mistyped_folder_is_told_and_no_central_is_made_in_it(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CENTRAL_DSN", raising=False)
    assert main([*command.split(), "--data", "typo"]) == 1
    assert "There is no central in the folder typo" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def empty_dsn(central_cluster: str) -> Iterator[str]:
    """The DSN of a database without a table."""
    with psycopg.connect(central_cluster, autocommit=True) as db:
        db.execute("create database absent")
        yield make_conninfo(central_cluster, dbname="absent")
        db.execute("drop database absent with (force)")


def test_backup_of_a_database_that_is_no_centrals_is_refused_in_words(
    empty_dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "central.backup"
    assert main(["backup", str(target), "--data", str(tmp_path), "--dsn", empty_dsn]) == 1
    assert "There is no central in this database" in capsys.readouterr().err
    assert not target.exists()


SILENT = {
    "no server": ("postgresql://central:s3cret@127.0.0.1:1/central", "cannot be reached"),
    "no form": ("postgresql//central:s3cret", "cannot be read"),
    "a sign in the password": ("postgresql://central:x@s3cret@127.0.0.1/central", "cannot be read"),
}


@pytest.mark.parametrize(("dsn", "words"), SILENT.values(), ids=SILENT.keys())
@pytest.mark.parametrize("command", ["alarms", "serve"])
def test_server_that_does_not_answer_is_told_without_its_password(
    command: str, dsn: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--data", str(tmp_path), "--dsn", dsn]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert "s3cret" not in said


def test_unknown_role_is_refused_with_the_roles_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = ["clerk", "set", "--data", str(tmp_path), "--id", "c1", "--name", "N", "--office", "GNC"]
    with pytest.raises(SystemExit, match="2"):
        main([*clerk, "--role", "boss"])
    said = capsys.readouterr().err
    assert "--role: invalid choice: 'boss'" in said
    assert "supervisor" in said
    assert "pydantic" not in said
