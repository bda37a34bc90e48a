"""A paper leaves the desk only after the log knows it; without a printer it is kept for this user alone."""

import sys
from dataclasses import replace
from errno import ENOSPC
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from desk.config import Settings
from desk.db import changes
from desk.db.spool import Spool
from desk.db.spool_errors import SpoolFullError
from desk.db.store import StoreFailed
from desk.records.paper import PaperPrinted
from desk.usecases.desk import Desk
from desk.usecases.papers import NumberUnknown, receipt_of
from desk.usecases.print_paper import language_of, languages_for, print_paper, receipt_pdf
from desk.usecases.refusals import spool_text
from desk.usecases.register_visit import register_visit
from tests.desks import Made, form


def papers_in_log(desk: Desk) -> list[PaperPrinted]:
    """The papers that the log knows, the oldest first."""
    with desk.store.read() as connection:
        found = [change for change in changes.unsent(connection) if change.kind == "paper.printed"]
    return [PaperPrinted.model_validate_json(change.body) for change in found]


@pytest.fixture
def number(desk: Desk) -> str:
    return register_visit(desk, form()).number


def _printer(made: Made, lines: str) -> Settings:
    """A print command of the test's own: a Python program that gets the path of the PDF."""
    program = made.settings.folder / "printer.py"
    program.write_text(f"import sys, pathlib\n{lines}\n")
    return replace(made.settings, print_command=f"'{sys.executable}' '{program}' -o sides=one-sided")


def test_paper_without_a_printer_is_kept_for_this_user_only(desk: Desk, made: Made, number: str) -> None:
    printed = print_paper(desk, made.settings, receipt_of(desk, number), "ru")
    assert printed.outcome == "kept"
    assert printed.path == made.settings.folder / "papers" / f"{number}-ru.pdf"
    assert printed.path.stat().st_mode & 0o777 == 0o600
    assert printed.path.parent.stat().st_mode & 0o777 == 0o700
    (noted,) = papers_in_log(desk)
    assert noted.sha256 == sha256(printed.path.read_bytes()).hexdigest()
    assert (noted.document, noted.language, noted.of_number) == ("receipt", "ru", number)


def test_printed_paper_leaves_no_file_behind(desk: Desk, made: Made, number: str, tmp_path: Path) -> None:
    copy = tmp_path / "printed.pdf"
    copying = f"pathlib.Path({str(copy)!r}).write_bytes(pathlib.Path(sys.argv[-1]).read_bytes())"
    assert print_paper(desk, _printer(made, copying), receipt_of(desk, number), "en").outcome == "printed"
    assert copy.read_bytes().startswith(b"%PDF")
    assert list(made.settings.papers.iterdir()) == []


@pytest.mark.parametrize("lines", ["sys.exit(1)", None], ids=["printer refuses", "no such command"])
def test_paper_that_the_printer_does_not_take_is_kept(
    desk: Desk, made: Made, number: str, lines: str | None
) -> None:
    settings = _printer(made, lines) if lines else replace(made.settings, print_command="no-such-program")
    printed = print_paper(desk, settings, receipt_of(desk, number), "en")
    assert printed.outcome == "not_printed"
    assert printed.path is not None
    assert printed.path.is_file()
    assert str(printed.path) in printed.text


def test_a_paper_whose_sealed_copy_was_not_written_says_so(
    desk: Desk, made: Made, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_spool: Spool, _change_id: UUID, _payload: bytes) -> None:
        raise SpoolFullError(ENOSPC)

    monkeypatch.setattr(Spool, "append", full)
    printed = print_paper(desk, made.settings, receipt_of(desk, number), "en")
    assert (printed.outcome, printed.warning) == ("kept", "spool_full")
    assert printed.text.endswith(spool_text("spool_full"))


def test_nothing_is_printed_that_the_log_does_not_know(
    desk: Desk, made: Made, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.store, "stopped", "disk_error")
    with pytest.raises(StoreFailed):
        print_paper(desk, made.settings, receipt_of(desk, number), "en")
    assert not made.settings.papers.exists()


def test_receipt_of_an_unknown_number_is_refused(desk: Desk) -> None:
    with pytest.raises(NumberUnknown):
        receipt_pdf(desk, "Q-26-GNC2-000009-X", "en")


@pytest.mark.parametrize(
    ("citizenship", "language"), [("AZE", "az"), ("UZB", "ru"), ("IRQ", "ar"), ("IND", "en"), ("XXA", "en")]
)
def test_language_of_the_citizenship_is_offered_first(desk: Desk, citizenship: str, language: str) -> None:
    number = register_visit(desk, form(citizenship=citizenship)).number
    assert language_of(citizenship) == language
    assert next(iter(languages_for(desk, number))) == language
    assert set(languages_for(desk, number)) == {"az", "ru", "en", "ar"}
