import pytest

from tests.pty.terminal import Terminal


@pytest.mark.parametrize("where", ["crash", "worker"])
def test_a_crash_prints_places_and_no_values(where: str) -> None:
    with Terminal("-m", "tests.pty.small_app", where) as terminal:
        terminal.wait_for("Ready")
        terminal.send(b"\x1bOQ")
        assert terminal.wait() == 70
    assert b"SECRET" not in terminal.output
    assert b"builtins.ValueError" in terminal.output
    assert b"small_app.py:fail:" in terminal.output
    assert b"had to stop" in terminal.output
