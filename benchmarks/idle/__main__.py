"""A desk at rest beside the smallest Textual program: `python -m benchmarks.idle [SECONDS]`.

Both stand open in a terminal side by side for so many seconds: processor time of all threads by the kernel's
own count, bytes drawn, memory held (Linux).
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.drawn import sign_in
from tests.desks import make
from tests.pty.terminal import Terminal

SETTLED = 15.0
"""Seconds after the sign-in in which the program loads what the next screens need."""


def processor_ms(terminal: Terminal) -> float:
    """Milliseconds of processor time that a program has used, all its threads."""
    tasks = Path(f"/proc/{terminal._program.pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def memory_mib(terminal: Terminal) -> float:
    """MiB of memory that a program holds."""
    for line in Path(f"/proc/{terminal._program.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmRSS")


def main(seconds: float) -> None:
    """Print the ratio of processor time, the bytes and the memory."""
    with TemporaryDirectory() as temporary:
        folder = make(Path(temporary) / "desk").settings.folder
        with (
            Terminal("-m", "benchmarks.start.minimal") as small,
            Terminal("-m", "desk", "--folder", str(folder)) as program,
        ):
            small.wait_for("READY")
            sign_in(program)
            program._read(SETTLED)
            small._read(0.1)
            both = (small, program)
            before = [(processor_ms(one), len(one.output)) for one in both]
            began = time.monotonic()
            program._read(seconds)
            small._read(0.1)
            lasted = time.monotonic() - began
            after = [(processor_ms(one), len(one.output)) for one in both]
            floor, desk = (now[0] - then[0] for then, now in zip(before, after, strict=True))
            drawn = [now[1] - then[1] for then, now in zip(before, after, strict=True)]
            print(
                f"idle: {desk / floor:.2f}x processor time "
                f"({desk / lasted:.3f} ms/s over {floor / lasted:.3f} ms/s, {lasted:.0f} s); "
                f"bytes drawn {drawn[1]} (floor {drawn[0]}); "
                f"memory {memory_mib(program):.1f} MiB (floor {memory_mib(small):.1f})"
            )


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)
