"""`desk report`: a file for this user only, known to the log; refusals in words."""

import io
import json
from pathlib import Path

import pytest

from desk.commands import report
from desk.commands.session import told
from desk.records.paper import PaperPrinted
from desk.records.reference import Role
from desk.usecases.measures import enter_measure
from desk.usecases.people import DEMO_PASSWORD
from tests.desks import Made
from tests.registers.cards import measure
from tests.usecases.test_print_paper import papers_in_log


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(DEMO_PASSWORD + "\n"))


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("r.json", b"{"),
        ("r.docx", b"PK"),
        ("r.pdf", b"%PDF"),
        ("r.html", b"<!DOCTYPE"),
        ("r.portal.csv", b"\xef\xbb\xbfyear,"),
        ("r.portal.json", b"{"),
    ],
)
def test_ending_of_the_file_chooses_its_form(made: Made, tmp_path: Path, name: str, begins: bytes) -> None:
    desk = made.open()
    organiser = desk.clerk.model_copy(update={"roles": [Role.organiser]})
    enter_measure(desk.signed_in(organiser), measure())
    desk.close()
    target = tmp_path / name
    assert report.run(made.settings.folder, None, 2018, "ru", target) == 0
    assert target.read_bytes().startswith(begins)
    assert target.stat().st_mode & 0o777 == 0o600
    desk = made.open()
    (noted,) = papers_in_log(desk)
    desk.close()
    assert isinstance(noted, PaperPrinted)
    assert (noted.of_number, noted.language) == ("2018", "ru")


def test_json_is_in_the_language_asked_for(made: Made, tmp_path: Path) -> None:
    assert report.run(made.settings.folder, None, 2018, "az", tmp_path / "r.json") == 0
    found = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert found["language"] == "az"
    assert found["missing"] == list(found["clauses"])


@pytest.mark.parametrize(
    ("year", "name", "words"),
    [(2018, "r.odt", "must end in one of"), (1999, "r.pdf", "No plan that this desk knows covers 1999")],
)
def test_what_cannot_be_written_is_told(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str], year: int, name: str, words: str
) -> None:
    assert report.run(made.settings.folder, None, year, "az", tmp_path / name) == 2
    assert words in capsys.readouterr().out
    assert not (tmp_path / name).exists()


def test_folder_that_is_not_there_is_told(made: Made, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "r.json"
    assert told(lambda: report.run(made.settings.folder, None, 2018, "az", target)) == 1
