from itertools import product

import pytest

from tests.pty.terminal import Terminal
from tests.pty.typed import LAYOUTS, PROTOCOLS, garbled, typed

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


EVERY = list(product(PROTOCOLS, LAYOUTS))


TRIES = 3
"""A stall of the machine over 100 ms in the middle splits a scan, whatever the rule: it is sent again."""


def check_scans(protocol: str, layout: str, speeds: tuple[float, ...]) -> None:
    for left in reversed(range(TRIES)):
        try:
            _check_scans(protocol, layout, speeds)
        except AssertionError:
            if not left:
                raise
        else:
            return


def _check_scans(protocol: str, layout: str, speeds: tuple[float, ...]) -> None:
    keys = typed(garbled(ZONE, layout) + "\n", protocol)
    with Terminal("-m", "tests.pty.small_app") as terminal:
        terminal.wait_for("Ready")
        for turn, every in enumerate(speeds, 1):
            terminal.send_keys(keys, every=every)
            screen = terminal.wait_for(f"scan {turn} of ERIKSSON, ANNA MARIA, L898902C3.")
            assert "typed" not in screen
            assert "did submit" not in screen


@pytest.mark.parametrize(("protocol", "layout"), EVERY)
def test_a_scan_is_taken_whole_and_typed_nowhere(protocol: str, layout: str) -> None:
    place = EVERY.index((protocol, layout))
    check_scans(protocol, layout, (0.0, (0.001, 0.007, 0.010)[(place + place // 3) % 3]))


@pytest.mark.slow
@pytest.mark.parametrize(("protocol", "layout"), EVERY)
def test_a_scan_of_any_speed_is_taken_whole(protocol: str, layout: str) -> None:
    check_scans(protocol, layout, (0.0, 0.001, 0.007, 0.010, 0.020))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_typing_and_short_bursts_reach_the_field_in_order(protocol: str) -> None:
    with Terminal("-m", "tests.pty.small_app") as terminal:
        terminal.wait_for("Ready")
        terminal.send_keys(typed("Abc12<xyz", protocol), every=0.0)
        terminal.wait_for("typed |Abc12<xyz|")
        terminal.send_keys(typed("ən longer", protocol), every=0.06)
        terminal.wait_for("typed |Abc12<xyzən longer|")
        terminal.send_keys(typed("k" * 30, protocol), every=0.0)
        terminal.wait_for("typed |Abc12<xyzən longer" + "k" * 30 + "|")
        terminal.send_keys(typed("z\n", protocol), every=0.0)
        assert "scan" not in terminal.wait_for("did submit.")
        assert "kz|" in terminal.screen
