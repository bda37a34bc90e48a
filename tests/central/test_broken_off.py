"""PostgreSQL goes away under a command of central: said in words, with what to do, and no traceback."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text

from central import quarantine, references
from central.__main__ import main
from central.desks import Db

GONE = "select pg_terminate_backend(pg_backend_pid())"


def with_psycopg(db: Db, *_given: object) -> None:
    db.execute(GONE)


def with_sqlalchemy(engine: Engine, *_given: object) -> None:
    with engine.connect() as connection:
        connection.execute(text(GONE))


@pytest.mark.parametrize(
    ("words", "module", "name", "drop"),
    [
        ("reference set /dev/null", references, "set_references", with_psycopg),
        ("alarms", quarantine, "alarms", with_sqlalchemy),
    ],
)
def test_connection_that_breaks_under_a_command_is_told_in_words(
    words: str,
    module: Any,
    name: str,
    drop: object,
    central_dsn: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with psycopg.connect(central_dsn, autocommit=True) as db:
        db.execute("delete from setting")
    monkeypatch.setattr(module, name, drop)
    assert main([*words.split(), "--data", str(tmp_path), "--dsn", central_dsn]) == 1
    told = capsys.readouterr().err
    assert told.startswith("central: PostgreSQL broke off: terminating connection")
    assert told.endswith("then give the command again.\n")


def test_mistake_of_the_program_is_not_told_as_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_given: object) -> None:
        raise LookupError

    monkeypatch.setattr("central.acts.opened", mistaken)
    with pytest.raises(LookupError):
        main(["recovery-key", "--data", "d"])
