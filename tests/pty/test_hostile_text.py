import re

from tests.pty.terminal import Terminal

OWN = re.compile(rb"\x1b\[[<>?]?[\d;:]*\$?[A-Za-z]|\x1b\]22;default\x07")
"""What Textual itself writes: CSI sequences and the shape of the mouse pointer."""
PASTE = "x\x1b]52;c;eHg=\x07y\x9bz\u202ew".encode()


def shown(*options: str) -> tuple[str, list[str]]:
    """The last screen, and every control character that is not Textual's own."""
    with Terminal("-m", "tests.pty.small_app", "hostile", *options) as terminal:
        terminal.wait_for_bytes(b"]52;c;")
        terminal.settle()
        terminal.send(b"\x1b[200~" + PASTE + b"\x1b[201~")
        screen = terminal.settle()
    rest = OWN.sub(b"", bytes(terminal.output)).decode()
    return screen, re.findall("[\x00-\x09\x0e-\x1f\x7f-\x9f\u202e]", rest)


def test_no_control_character_of_data_reaches_the_terminal() -> None:
    screen, controls = shown()
    assert controls == []
    assert screen.count("B31mCDEFG[2JH") >= 4


def test_without_the_filter_control_characters_do_reach_it() -> None:
    assert "\x1b" in shown("unfiltered")[1]
