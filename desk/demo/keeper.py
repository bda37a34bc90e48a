"""Runs a command for as long as who started it lives: `python -m desk.demo.keeper COMMAND …`.

However the demo ends, a killed terminal included, its end of the pipe closes, and its central ends too.
"""

import subprocess
import sys
from threading import Thread

PATIENCE = 20.0
"""Seconds for the command to end by itself."""


def keep(command: list[str]) -> int:
    """Run the command until it ends or standard input does; its exit code is returned."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603
    Thread(target=_end_with_input, args=(process,), daemon=True).start()
    return process.wait()


def _end_with_input(process: "subprocess.Popen[bytes]") -> None:
    sys.stdin.buffer.read()
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1:]))
