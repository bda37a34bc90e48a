"""`desk day-sheet`: a PDF or a table for this user only, known to the log; refusals in words."""

import csv
import io
from pathlib import Path

import pytest

from desk.commands import day_sheet
from desk.commands.session import told
from desk.lang import day, today
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.register_visit import register_visit
from tests.desks import Made, form
from tests.usecases.test_print_paper import papers_in_log


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(DEMO_PASSWORD + "\n"))


@pytest.fixture
def number(made: Made) -> str:
    desk = made.open()
    found = register_visit(desk, form()).number
    desk.close()
    return found


def test_sheet_is_written_for_this_user_only_and_the_log_knows_it(
    made: Made, number: str, tmp_path: Path
) -> None:
    target = tmp_path / "day.pdf"
    assert day_sheet.run(made.settings.folder, "rashad", day(today()), "az", target) == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert target.stat().st_mode & 0o777 == 0o600
    desk = made.open()
    (noted,) = papers_in_log(desk)
    desk.close()
    assert (noted.document, noted.of_number) == ("day-sheet", f"GNC2 {today().isoformat()}")


def test_table_holds_the_days_visits(made: Made, number: str, tmp_path: Path) -> None:
    target = tmp_path / "day.csv"
    assert day_sheet.run(made.settings.folder, "rashad", day(today()), None, target) == 0
    rows = list(csv.reader(io.StringIO(target.read_text("utf-8-sig"))))
    assert [row[2] for row in rows if row[0] == "visit"] == [number]


@pytest.mark.parametrize(
    ("date", "name", "words"),
    [("32.13.2026", "day.pdf", "no such date"), ("20.11.2026", "day.xls", ".pdf or .csv")],
)
def test_what_cannot_be_written_is_told(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str], date: str, name: str, words: str
) -> None:
    assert day_sheet.run(made.settings.folder, None, date, None, tmp_path / name) == 2
    assert words in capsys.readouterr().out


def test_file_that_is_there_is_not_written_over(made: Made, number: str, tmp_path: Path) -> None:
    target = tmp_path / "day.csv"
    target.write_text("mine")
    assert told(lambda: day_sheet.run(made.settings.folder, "rashad", day(today()), None, target)) == 1
    assert target.read_text() == "mine"


def test_clerk_is_refused(made: Made, number: str, tmp_path: Path) -> None:
    target = tmp_path / "day.csv"
    assert told(lambda: day_sheet.run(made.settings.folder, "aysel", day(today()), None, target)) == 1
    assert not target.exists()
