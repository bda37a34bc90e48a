"""A central of one's own for the demo: the real program as a process of its own, on loopback."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from desk.demo.keeper import PATIENCE

READY_SECONDS = 90.0
"""A first start creates the database; on a busy computer that takes its time."""


class Central:
    """Starts with `start`, ends with `stop`; administers by the same commands as an administrator."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0

    def start(self) -> None:
        """Serve on a free port of loopback; returns when it answers. Raises RuntimeError."""
        self._data.mkdir(parents=True, exist_ok=True)
        port_file, log = self._data / "port", self._data / "central.log"
        port_file.unlink(missing_ok=True)
        command = [
            *(sys.executable, "-m", "desk.demo.keeper"),
            sys.executable,
            "-m",
            "central",
            "serve",
            "--data",
            str(self._data),
            "--port-file",
            str(port_file),
        ]
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stdout=output, stderr=output, start_new_session=True
            )
        until = time.monotonic() + READY_SECONDS
        while not (port_file.exists() and port_file.read_text().strip()):
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"central did not start; see {log}")
            time.sleep(0.05)
        self.port = int(port_file.read_text())

    def command(self, *words: str) -> list[dict[str, Any]]:
        """Run one of central's commands; its answer, one object a line. Raises RuntimeError."""
        command = [sys.executable, "-m", "central", *words, "--data", str(self._data)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=READY_SECONDS, check=False)  # noqa: S603
        if done.returncode:
            raise RuntimeError(done.stderr.strip().removeprefix("central: ") or f"central {words[0]} failed")
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    def load_sample(self) -> dict[str, Any]:
        """Load the sample data; nothing is doubled when it is there already."""
        (told,) = self.command("sample", "--add")
        return told

    def stop(self) -> None:
        """End it as an administrator does, and wait for it."""
        if self._process is not None and self._process.poll() is None:
            if self._process.stdin is not None:
                self._process.stdin.close()
            try:
                self._process.wait(PATIENCE + 5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
