"""What is mistyped on the desk's command line is told by its option, before a password is asked."""

import io
import shlex
from pathlib import Path

import pytest

from desk.command_line import read
from desk.usecases.people import DEMO_PASSWORD
from tests.desks import Made


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("export v.csv --days 01.11.2026 02.11.2026 --purpose ''", "--purpose: Fill this in."),
        ("erase Q-1 --reason 'a\x1bb'", "--reason: Character 2 (U+001B) cannot be used in text."),
        ("backup ''", "file: Fill this in."),
        ("chaos --drop 7", "--drop: At most 1."),
        ("chaos --delay -5", "--delay: At least 0."),
        ("chaos --headless -1", "--headless: Write a whole number."),
        ("enrol --central https://c --person x --ca none.pem", "--ca: There is no such file."),
    ],
)
def test_option_that_cannot_be_used_is_named_with_what_is_expected(
    command: str, told: str, made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        read(["--folder", str(made.settings.folder), *shlex.split(command)])
    assert told in capsys.readouterr().err


def run(made: Made, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{DEMO_PASSWORD}\n"))
    asked = read(["--folder", str(made.settings.folder), *words])
    code: int = asked.act(asked)
    return code


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("22.11.2026", "01.11.2026"), "--days: The end is before the beginning."),
        (("31.02.2026", "01.11.2026"), "--days: There is no such date."),
    ],
)
def test_export_of_days_that_cannot_be_writes_no_file(
    days: tuple[str, str],
    told: str,
    made: Made,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "v.csv"
    words = ("export", str(target), "--days", *days, "--purpose", "x", "--person", "rashad")
    assert run(made, monkeypatch, *words) == 2
    assert told in capsys.readouterr().out
    assert not target.exists()


def test_export_does_not_write_over_a_file(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "v.csv"
    target.write_text("another")
    words = ("export", str(target), "--days", "01.11.2026", "01.11.2026", "--purpose", "x")
    assert run(made, monkeypatch, *words, "--person", "rashad") == 1
    assert "is there already" in capsys.readouterr().err
    assert target.read_text() == "another"


def test_sheet_of_a_day_to_come_is_refused(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("day-sheet", "22.11.2999", "--to", str(tmp_path / "d.csv"), "--person", "rashad")
    assert run(made, monkeypatch, *words) == 2
    assert "This date is in the future." in capsys.readouterr().out


def test_file_that_is_not_centrals_is_told_apart_from_the_desks_own_keys(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("Hello")
    assert run(made, monkeypatch, "admit", "aysel", "--slots", str(tmp_path / "letter.txt")) == 1
    assert "This is not a file that `central let-in` wrote." in capsys.readouterr().err
