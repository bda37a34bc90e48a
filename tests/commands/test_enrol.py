"""`desk enrol` without a line: there is no desk yet, and nothing that could be kept."""

from pathlib import Path

import pytest

from desk.commands import enrol
from desk.commands.session import told


def test_computer_without_a_line_is_told_that_it_is_no_desk_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "settings.toml").write_text('language = "en"\n')
    assert told(lambda: enrol.run(folder, "rashad", "http://127.0.0.1:1", "")) == 1
    said = capsys.readouterr().err
    assert "no desk yet: enrol it when there is a line" in said
    assert "kept" not in said
