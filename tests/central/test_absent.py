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
