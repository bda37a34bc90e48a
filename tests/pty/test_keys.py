import pytest

from desk.keys import KEYS
from tests.pty.terminal import Terminal
from tests.pty.typed import LAYOUTS, PROTOCOLS, ctrl

LETTERS = {name: keys.rpartition("ctrl+")[2] for name, keys in KEYS.items() if "ctrl+" in keys}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_ctrl_letters_act_under_every_layout(protocol: str) -> None:
    with Terminal("-m", "tests.pty.small_app") as terminal:
        terminal.wait_for("Ready")
        for layout in LAYOUTS:
            for name, letter in LETTERS.items():
                terminal.send(ctrl(letter, layout, protocol))
                screen = terminal.wait_for(f"did {name}.")
                assert "typed" not in screen


def test_f2_saves_in_all_its_encodings() -> None:
    with Terminal("-m", "tests.pty.small_app") as terminal:
        terminal.wait_for("Ready")
        for encoding in (b"\x1bOQ", b"\x1b[12~", b"\x1b[[B", b"\x1b[Q"):
            terminal.send(encoding)
            terminal.wait_for("did save.")
            terminal.send(b"\x1bOP")
            terminal.wait_for("did help.")


ODD = {
    "alternate keys": b"\x1b[1097::111;5u",
    "a repeat": b"\x1b[1097;5:2u",
    "a function key's press": b"\x1b[1;1:1Q",
}


@pytest.mark.parametrize("name", ODD)
def test_sequences_that_textual_cannot_parse_are_keys(name: str) -> None:
    with Terminal("-m", "tests.pty.small_app") as terminal:
        terminal.wait_for("Ready")
        terminal.send(ODD[name])
        terminal.wait_for("did save.")


def test_releases_and_impossible_codes_do_nothing() -> None:
    with Terminal("-m", "tests.pty.small_app") as terminal:
        terminal.wait_for("Ready")
        terminal.send(
            b"\x1b[97;1:3u\x1b[1114112;5u\x1b[99999999999;5u\x1b[97;;1114112u\x1b[1097;5:3u" + b"ok"
        )
        assert "did" not in terminal.wait_for("typed |ok|")


def test_the_guard_is_still_needed() -> None:
    with Terminal("-m", "tests.pty.small_app", "desk", "unguarded") as terminal:
        terminal.wait_for("Ready")
        terminal.send(ODD["alternate keys"])
        assert terminal.wait() == 70
        assert b"1097::111" not in terminal.output
