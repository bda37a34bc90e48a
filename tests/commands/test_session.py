"""The password of a command: the wait after wrong ones is sat out, and none is no wrong one."""

import io

import pytest

from desk.commands import rescue
from desk.commands.session import told
from desk.crypto.lockout import FREE_TRIES, LAST_TRY, Lockout
from desk.usecases.people import DEMO_PASSWORD
from tests.desks import Made


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
