"""A program under a real pseudo-terminal: raw bytes in, raw bytes and the drawn screen out."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

ROOT = Path(__file__).parents[2]
START = 20.0
"""Seconds within which a program on a loaded machine must draw its first frame."""


class Terminal:
    """One program in a terminal of 80x24; a context manager that ends the program."""

    def __init__(self, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self.output = bytearray()
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._program = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=_environment(environment or {}),
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._program.poll() is None:
            self._program.kill()
        self._program.wait()
        os.close(self._master)

    def send(self, data: bytes, *, every: float = 0.0) -> None:
        """Write bytes: all at once, or as keys, given one by one, `every` so many seconds."""
        self.send_keys([data], every=every)

    def send_keys(self, keys: list[bytes], *, every: float) -> None:
        """Write the bytes of each key, `every` seconds apart on the clock; all in one write if that is 0."""
        if not every:
            os.write(self._master, b"".join(keys))
            return
        start = time.monotonic()
        for place, key in enumerate(keys):
            self._read(start + place * every - time.monotonic())
            os.write(self._master, key)

    def wait_for(self, text: str, *, seconds: float = START) -> str:
        """Read until the screen shows a text and return the screen; fail with the screen when it does not."""
        self._read_until(lambda: text in self.screen, text, seconds)
        return self.screen

    def wait_for_bytes(self, data: bytes, *, seconds: float = START) -> None:
        """Read until the program has written some bytes, whatever the screen makes of them."""
        self._read_until(lambda: data in self.output, repr(data), seconds)

    def settle(self, quiet: float = 0.25, *, seconds: float = START) -> str:
        """Read until nothing has come for `quiet` seconds and return the screen."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._read(quiet, only_once=True):
            pass
        return self.screen

    def wait(self, *, seconds: float = START) -> int:
        """Read until the program ends and return its exit code."""
        end = time.monotonic() + seconds
        while self._program.poll() is None:
            assert time.monotonic() < end, self.screen
            self._read(0.05)
        self.settle(0.05)
        return self._program.returncode

    @property
    def screen(self) -> str:
        """The 24 lines as they are drawn now."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def _read_until(self, is_done: Callable[[], bool], what: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not is_done():
            assert time.monotonic() < end, f"{what} did not come:\n{self.screen}"
            assert self._read(0.2, only_once=True) is not None, f"ended before {what}:\n{self.screen}"

    def _read(self, seconds: float, *, only_once: bool = False) -> int | None:
        """Take in what comes within so many seconds; bytes read, or None once the program has closed."""
        end, count = time.monotonic() + seconds, 0
        while True:
            ready, _, _ = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return count
            try:
                data = os.read(self._master, 65536)
            except OSError:
                return None
            self.output += data
            self._stream.feed(data)
            count += len(data)
            if only_once:
                return count


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    plain = {
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "TEXTUAL_ANIMATIONS": "none",
    }
    return kept | plain | more
