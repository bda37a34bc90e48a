"""From a key to what it draws in a terminal: a key has its result when that stands on the screen."""

import os
import time
from collections.abc import Callable

from desk.records.roles import for_screen, has_one
from desk.screens.home import ENTRIES
from tests.pty.terminal import Terminal

QUIET = 0.15
"""Seconds without a byte after which nothing more is to come."""
LIMIT = 20.0


def drawn(terminal: Terminal, key: bytes, is_there: Callable[[], bool]) -> float:
    """Milliseconds from a key to the last change of the screen that it caused.

    The result must be wanting before the key, and must stand on the screen afterwards: ValueError where it
    was there already, for such a key measures nothing; TimeoutError, with the screen, where it does not come.
    """
    if is_there():
        raise ValueError(f"what {key!r} shall draw stood there before it:\n{terminal.screen}")
    shown, began = terminal.screen, time.perf_counter()
    last = began
    os.write(terminal._master, key)
    while True:
        came = terminal._read(QUIET, only_once=True)
        now = time.perf_counter()
        if came and terminal.screen != shown:
            shown, last = terminal.screen, now
        if not came and is_there():
            return (last - began) * 1000
        if now - began > LIMIT:
            raise TimeoutError(f"{key!r} has not drawn its result:\n{terminal.screen}")


def press(terminal: Terminal, *keys: bytes) -> None:
    """Press keys one after the other, each once the screen has settled."""
    for key in keys:
        os.write(terminal._master, key)
        terminal.settle(QUIET)


def sign_in(terminal: Terminal) -> None:
    """Sign the first person in with the demo's password; the home screen is there."""
    terminal.wait_for("Aysel")
    terminal.settle(0.5)
    press(terminal, b"\r", b"\r")
    terminal.wait_for("Take in a visitor")
    terminal.settle(0.5)


def enter(terminal: Terminal, entry: str, roles: tuple[str, ...], heading: str) -> None:
    """Sign in and open an entry of the home menu, which shows what the roles are good for."""
    sign_in(terminal)
    open_to = [name for name in ENTRIES if has_one(roles, for_screen(name))]
    press(terminal, *[b"\x1b[B"] * open_to.index(entry))
    os.write(terminal._master, b"\r")
    terminal.wait_for(f" {heading} ")
    terminal.settle(1.0)
