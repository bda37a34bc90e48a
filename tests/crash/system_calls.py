"""Kills a desk, or fails its disk, at every single system call of a save, by strace.

Run as `python -m tests.crash.system_calls FOLDER`; prints one JSON line. Each save is done by a fork of this
process, stopped until strace holds it.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from desk.db.store import StoreFailed
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import open_desk
from tests.crash.victim import log_faults
from tests.desks import Made, form, make

CALLS = ("pwrite64", "write", "fsync", "fdatasync")
"""By which a save reaches the disk; a desk at work opens, cuts and renames nothing when it saves."""
ENDS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC")


def _save(made: Made, told: int) -> None:
    desk = open_desk(made.settings, made.data_key)
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        number = register_visit(desk, form()).number
    except (StoreFailed, OSError):
        os._exit(3)
    os.write(told, number.encode() + b"\n")
    os._exit(0)


def _child(made: Made, told: int) -> int:
    """A desk that is open and stopped just before a save."""
    child = os.fork()
    if child == 0:
        try:
            _save(made, told)
        finally:
            os._exit(4)
    os.waitpid(child, os.WUNTRACED)
    return child


def _traced(child: int, rule: str, log: Path) -> None:
    """Let the child do its save with strace over it."""
    command = ["strace", "-p", str(child), "-o", str(log), "-e", f"trace={','.join(CALLS)}"]
    tracer = subprocess.Popen(
        [*command, *(("-e", f"inject={rule}") if rule else ())], stderr=subprocess.PIPE, text=True
    )
    said = tracer.stderr.readline() if tracer.stderr else ""
    if "attached" not in said:
        os.kill(child, signal.SIGKILL)
        raise RuntimeError(f"strace: {said.strip()}")
    os.kill(child, signal.SIGCONT)
    os.waitpid(child, 0)
    tracer.wait(10)


def calls_of_a_save(made: Made, log: Path) -> dict[str, int]:
    """How often a save makes each call; the last `write` tells the parent and is left out."""
    reading, writing = os.pipe()
    _traced(_child(made, writing), "", log)
    os.close(reading)
    os.close(writing)
    seen = log.read_text()
    counted = {call: len(re.findall(rf"^{call}\(", seen, re.MULTILINE)) for call in CALLS}
    return counted | {"write": counted["write"] - 1}


def one(made: Made, call: str, when: int, end: str, log: Path) -> list[str]:
    """A save that meets this end at the call of that number; the numbers that it told."""
    reading, writing = os.pipe()
    child = _child(made, writing)
    os.close(writing)
    _traced(child, f"{call}:{end}:when={when}", log)
    told = b""
    while piece := os.read(reading, 4096):
        told += piece
    os.close(reading)
    return told.decode().split()


def main(folder: Path) -> int:
    """Meet each end at each call; 1 when anything told was lost or anything is half-written."""
    made, log = make(folder), folder.parent / "strace.log"
    told: list[str] = []
    begun, runs = time.monotonic(), 0
    calls = calls_of_a_save(made, log)
    for call, count in calls.items():
        for when in range(1, count + 1):
            for end in ENDS:
                told += one(made, call, when, end, log)
                runs += 1
                desk = open_desk(made.settings, made.data_key)
                faults = log_faults(desk, told)
                desk.close()
                if faults:
                    print(json.dumps({"call": call, "when": when, "end": end, "faults": faults}))
                    return 1
    seconds = round(time.monotonic() - begun, 1)
    print(json.dumps({"calls": calls, "runs": runs, "told": len(told), "seconds": seconds, "faults": []}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
