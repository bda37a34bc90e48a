"""The command line: what an administrator does, and a server that stops cleanly."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from central.__main__ import main
from central.command_line import parser_of_central
from central.desks import Db
from tests.central.double import Double
from tests.central.world import World, add_offices


def run(capsys: pytest.CaptureFixture[str], *words: object) -> list[dict[str, Any]]:
    """Run a command and read the JSON lines that it prints."""
    assert main([str(word) for word in words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_administrator_sees_the_quarantine_of_every_desk_with_bodies(
    world: World, central_dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ("--data", tmp_path, "--dsn", central_dsn)
    # The template's key is another folder's: this database is told its key anew.
    world.db.execute("delete from setting")
    code = run(capsys, "desk", "add", *place, "--office", "GNC")[0]["code"]
    desk = Double.enrol(world.url, code, clerk="c9")
    refused = desk.register()
    assert desk.push(refused).results[0].code == "clerk_unknown"
    held = run(capsys, "quarantine", *place)
    assert [(one["desk"], one["body"], one["code"]) for one in held] == [
        ("GNC1", refused.body, "clerk_unknown")
    ]
    clerk = ("clerk", "set", *place, "--id", "c9", "--name", "N", "--office", "GNC", "--role", "clerk")
    assert run(capsys, *clerk) == [{"clerk": "c9", "changed": 1}]
    assert desk.push(refused).results[0].code == ""
    assert run(capsys, "quarantine", *place) == []
    assert len(run(capsys, "quarantine", *place, "--all")) == 1
    assert run(capsys, "desk", "list", *place)[0]["codes"] == ["GNC1"]
    assert run(capsys, "alarms", *place) == []


def test_references_are_set_from_a_file_and_a_wrong_line_is_named(
    db: Db, central_dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db.execute("delete from setting")
    place = ("--data", tmp_path, "--dsn", central_dsn)
    office = {
        "kind": "office.set",
        "body": {"code": "GNC", "names": {"az": "Gəncə"}, "valid_from": "2020-01-01"},
    }
    file = tmp_path / "references.jsonl"
    file.write_text(json.dumps(office) + "\n\n" + json.dumps(office) + "\n", "utf-8")
    assert run(capsys, "reference", "set", *place, file) == [{"records": 2, "changed": 1}]
    assert run(capsys, "reference", "set", *place, file) == [{"records": 2, "changed": 0}]
    file.write_text(json.dumps(office) + '\n{"kind":"visit.registered","body":{}}\n', "utf-8")
    assert main(["reference", "set", *map(str, place), str(file)]) == 1
    assert "references.jsonl, line 2, kind: Write one of office.set, " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "line"),
    [((), "alarms"), (("desk",), "list"), (("clerk",), "list")],
    ids=["central", "central desk", "central clerk"],
)
def test_help_has_a_line_for_each_command(
    words: tuple[str, ...], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    assert re.search(rf"^ +{line} +\w", capsys.readouterr().out, re.MULTILINE)


def test_totals_take_the_date_as_the_desk_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    totals = ["totals", "--data", "d", "--office", "GNC", "--date"]
    assert parser_of_central().parse_args([*totals, "22.11.2026"]).date == date(2026, 11, 22)
    with pytest.raises(SystemExit):
        parser_of_central().parse_args([*totals, "32.11.2026"])
    assert "There is no such date." in capsys.readouterr().err


OF_AN_OFFICE = (
    "desk add",
    "desk approve ABCD-EFGH",
    "clerk set --id c1 --name N --role clerk",
    "totals --date 2026-11-22",
)


@pytest.mark.parametrize("command", OF_AN_OFFICE)
def test_office_that_does_not_exist_is_refused_with_those_there_are(
    command: str, db: Db, central_dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db.execute("delete from setting")
    add_offices(db, "BAK", "GNC")
    place = ("--data", str(tmp_path), "--dsn", central_dsn)
    assert main([*command.split(), *place, "--office", "NOPE"]) == 1
    assert "no office NOPE. The offices are: BAK, GNC." in capsys.readouterr().err


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder outside pytest's own: as root PostgreSQL runs as another user, and pytest closes that one."""
    with tempfile.TemporaryDirectory(prefix="central-") as name:
        yield Path(name)


@pytest.mark.slow
def test_a_server_on_its_own_postgresql_stops_cleanly_and_takes_it_along(open_folder: Path) -> None:
    port_file = open_folder / "port"
    command = [
        sys.executable,
        "-m",
        "central",
        "serve",
        "--data",
        str(open_folder / "d"),
        "--port-file",
        str(port_file),
    ]
    worker = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    assert worker.stdout
    told = json.loads(worker.stdout.readline())
    assert port_file.read_text() == f"{told['port']}\n"
    assert httpx.get(f"{told['url']}/v1/health").json()["status"] == "ok"
    running = open_folder / "d" / "postgres" / "postmaster.pid"
    assert running.exists()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(20) == 0
    assert not running.exists(), "PostgreSQL takes the file away when it has stopped"


def test_a_recovery_key_of_another_database_is_refused_in_words(
    central_dsn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with psycopg.connect(central_dsn, autocommit=True) as db:
        known = db.execute("select value from setting where name = 'recovery_key'").fetchone()
        assert known is not None
        place = ("--data", str(tmp_path), "--dsn", central_dsn)
        assert run(capsys, "recovery-key", *place) == [{"recovery_key": known[0]}]
        db.execute("delete from setting")
        run(capsys, "recovery-key", *place)
        db.execute("update setting set value = 'another'")
    assert main(["recovery-key", *place]) == 1
    assert "is not the recovery key of this database" in capsys.readouterr().err
