"""`desk backup` and `desk restore`: nothing is written over, and the moment is told as Baku has it."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine

from desk.commands import backup, restore
from desk.commands.session import told
from desk.config import save
from desk.usecases.people import DEMO_PASSWORD
from tests.desks import Made


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{DEMO_PASSWORD}\n" * 2))


def backed_up(made: Made, target: Path) -> int:
    return told(lambda: backup.run(made.settings.folder, "aysel", target))


def test_file_that_is_there_is_not_written_over(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "desk.backup"
    target.write_text("another")
    assert backed_up(made, target) == 1
    assert (
        "desk.backup is there already and is not written over: name another file." in capsys.readouterr().err
    )
    assert target.read_text() == "another"


def test_folder_that_is_not_there_is_told_and_not_made(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "typo" / "desk.backup"
    assert backed_up(made, target) == 1
    assert f"There is no folder {target.parent}" in capsys.readouterr().err
    assert not target.parent.exists()


def test_restored_desk_tells_the_moment_of_its_backup_as_baku_has_it(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, elsewhere = tmp_path / "desk.backup", tmp_path / "elsewhere"
    with time_machine.travel("2026-11-23T06:28:00Z", tick=False):
        assert backed_up(made, target) == 0
    elsewhere.mkdir()
    save(replace(made.settings, folder=elsewhere))
    assert told(lambda: restore.run(elsewhere, "aysel", target, None)) == 0
    assert "is back as of 23.11.2026 10:28," in capsys.readouterr().out
