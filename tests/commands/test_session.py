"""What commands share: the wait after wrong passwords, none given, and what is told at their end."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path

import pytest

from desk.commands import day_sheet, privacy, receipt, register, report, rescue
from desk.commands.session import told
from desk.crypto.lockout import FREE_TRIES, LAST_TRY, Lockout
from desk.db.spool_errors import SpoolFullError
from desk.lang import day, today
from desk.usecases.people import DEMO_PASSWORD
from desk.usecases.refusals import spool_text
from desk.usecases.register_case import register_appeal
from desk.usecases.register_visit import register_visit
from tests.cases.cards import card
from tests.desks import Made, form


def fail(made: Made, times: int) -> None:
    """Wrong passwords of the clerk in earlier runs of the program."""
    made.settings.lockout.write_text(f'{{"failures": {{"aysel": {times}}}, "otherwise": 0}}')


def checked(made: Made, typed: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return told(lambda: rescue.check(made.settings.folder, "aysel"))


def test_command_sits_the_wait_out_and_lets_the_person_in(
    made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail(made, FREE_TRIES)
    assert checked(made, DEMO_PASSWORD + "\n", monkeypatch) == 0
    assert "wait 1 s" in capsys.readouterr().err
    assert Lockout(made.settings.lockout).failures("aysel") == 0


def test_locked_person_stays_locked_without_a_wait(
    made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail(made, LAST_TRY)
    assert checked(made, DEMO_PASSWORD + "\n", monkeypatch) == 1
    assert "must let you in" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["", "\n"], ids=["end of input", "empty line"])
def test_no_password_is_told_and_not_counted_as_a_wrong_one(
    typed: str, made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(made, typed, monkeypatch) == 1
    assert "A password is needed" in capsys.readouterr().err
    assert Lockout(made.settings.lockout).failures("aysel") == 0


@dataclass(frozen=True)
class Place:
    """A desk's folder, what it registered, and where a command writes."""

    folder: Path
    visit: str
    case: str
    target: Path


WRITING: dict[str, tuple[str, Callable[[Place], int]]] = {
    "receipt": ("a.pdf", lambda at: receipt.run(at.folder, "aysel", at.visit, "az", at.target)),
    "day-sheet": ("a.csv", lambda at: day_sheet.run(at.folder, "rashad", day(today()), None, at.target)),
    "report": ("a.json", lambda at: report.run(at.folder, "aysel", 2018, "az", at.target)),
    "case-bundle": ("a.zip", lambda at: register.bundle(at.folder, "aysel", at.case, "x", at.target)),
    "export": (
        "a.csv",
        lambda at: privacy.export(
            at.folder, "rashad", ("01.01.2026", "02.01.2026"), "x", at.target, whole=False
        ),
    ),
}


@pytest.mark.parametrize("command", WRITING)
def test_command_whose_entry_in_the_log_has_no_sealed_copy_says_so_once(
    command: str,
    made: Made,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(*_given: object) -> None:
        raise SpoolFullError(ENOSPC)

    desk = made.open()
    visit, case = register_visit(desk, form()).number, register_appeal(desk, card()).number
    desk.close()
    name, run = WRITING[command]
    at = Place(made.settings.folder, visit, case, tmp_path / name)
    monkeypatch.setattr("desk.db.spool.Spool.append", full)
    monkeypatch.setattr("sys.stdin", io.StringIO(DEMO_PASSWORD + "\n"))
    assert told(lambda: run(at)) == 0
    assert at.target.is_file()
    assert capsys.readouterr().err == f"desk: {spool_text('spool_full')}\n"


def test_days_that_are_no_dates_are_told_before_the_desk_is_opened(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days = ("yesterday", "today")
    target = tmp_path / "a.csv"
    assert told(lambda: privacy.export(made.settings.folder, "rashad", days, "x", target, whole=False)) == 2
    assert "Write the date as" in capsys.readouterr().out
