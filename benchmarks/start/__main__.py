"""Start to first interactive frame under a real terminal, beside the smallest Textual program.

`python -m benchmarks.start [PAIRS]`: wall time and CPU time until the text is drawn, paired.
"""

import os
import pty
import resource
import select
import signal
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pairs import ratios
from tests.desks import make

LIMIT = 30.0


def _spawn(command: list[str]) -> tuple[int, int]:
    child, terminal = pty.fork()
    if child == 0:
        environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        os.execve(command[0], command, environment)  # noqa: S606
    return child, terminal


def first_frame(command: list[str], text: bytes) -> tuple[float, float]:
    """Seconds of wall time and of CPU time until a program has drawn a text."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    child, terminal = _spawn(command)
    drawn = b""
    while text not in drawn:
        if time.perf_counter() - began > LIMIT:
            raise TimeoutError(drawn[-500:])
        if select.select([terminal], [], [], 0.05)[0]:
            drawn += os.read(terminal, 65536)
    wall = time.perf_counter() - began
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


def main(pairs: int) -> None:
    """Print the two ratios."""
    with tempfile.TemporaryDirectory() as folder:
        settings = make(Path(folder) / "desk").settings
        floor = [sys.executable, "-m", "benchmarks.start.minimal"]
        desk = [sys.executable, "-m", "desk", "--folder", str(settings.folder)]
        for command, text in ((floor, b"READY"), (desk, b"Aysel")):
            first_frame(command, text)
        floors, desks = [], []
        for _turn in range(pairs):
            floors.append(first_frame(floor, b"READY"))
            desks.append(first_frame(desk, b"Aysel"))
    print(ratios([wall for wall, _cpu in floors], [wall for wall, _cpu in desks]).line("start, wall", "s"))
    print(ratios([cpu for _wall, cpu in floors], [cpu for _wall, cpu in desks]).line("start, CPU", "s"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
