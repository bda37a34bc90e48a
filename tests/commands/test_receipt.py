"""`desk receipt`: a PDF for this user only, known to the log; refusals in words."""

import io
from pathlib import Path

import pytest

from desk.commands import receipt
from desk.commands.session import told
from desk.records.paper import PaperPrinted
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.register_visit import register_visit
from tests.desks import Made, form
from tests.usecases.test_print_paper import papers_in_log


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(DEMO_PASSWORD + "\n"))


def _registered(made: Made) -> str:
    desk = made.open()
    number = register_visit(desk, form()).number
    desk.close()
    return number


def test_receipt_is_written_for_this_user_only_and_the_log_knows_it(made: Made, tmp_path: Path) -> None:
    number, target = _registered(made), tmp_path / "receipt.pdf"
    assert receipt.run(made.settings.folder, None, number.lower().replace("-", ""), "ar", target) == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert target.stat().st_mode & 0o777 == 0o600
    desk = made.open()
    (noted,) = papers_in_log(desk)
    desk.close()
    assert isinstance(noted, PaperPrinted)
    assert (noted.of_number, noted.language) == (number, "ar")


def test_misread_number_is_told_before_the_desk_is_opened(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = _registered(made)
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert receipt.run(made.settings.folder, None, wrong, "en", tmp_path / "receipt.pdf") == 2
    assert "one character was misread" in capsys.readouterr().out


def test_number_of_nobody_is_told(made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert receipt.run(made.settings.folder, None, "Q-26-GNC2-000001-M", "en", tmp_path / "receipt.pdf") == 2
    assert "No visit with the number Q-26-GNC2-000001-M" in capsys.readouterr().out
    assert not (tmp_path / "receipt.pdf").exists()


def test_file_that_is_there_is_not_written_over(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number, target = _registered(made), tmp_path / "receipt.pdf"
    target.write_text("mine")
    assert told(lambda: receipt.run(made.settings.folder, None, number, "en", target)) == 1
    assert target.read_text() == "mine"
    assert "receipt.pdf" in capsys.readouterr().err
