"""What a desk at work asks of its disk, recorded by strace: writes, syncs, and what it told meanwhile."""

import os
import re
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import open_desk
from tests.desks import Made, form

CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,rename,unlink"
_LINE = re.compile(r"^(\w+)\((.*)\)\s+= (-?\d+)", re.DOTALL)
_FILE = re.compile(r"^\d+<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Write:
    """Bytes at a place of a file; at its end where the place is none."""

    file: str
    at: int | None
    data: bytes


@dataclass(frozen=True)
class Sync:
    """A file is durable as it is now."""

    file: str


@dataclass(frozen=True)
class Cut:
    """A file has this length now."""

    file: str
    size: int


@dataclass(frozen=True)
class Told:
    """A number that the clerk was told."""

    number: str


Op = Write | Sync | Cut | Told


def record(made: Made, saves: int, log: Path) -> list[Op]:
    """Let a fork of this process save so often under strace; what it did to the desk's files, in order."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            desk = open_desk(made.settings, made.data_key)
            os.kill(os.getpid(), signal.SIGSTOP)
            for _ in range(saves):
                os.write(writing, b"#" + register_visit(desk, form()).number.encode())
        finally:
            os._exit(0)
    os.waitpid(child, os.WUNTRACED)
    command = [
        "strace",
        "-y",
        "-xx",
        "-s",
        "100000",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(log),
        "-p",
        str(child),
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        said = tracer.stderr.readline() if tracer.stderr else ""
        if "attached" not in said:
            os.kill(child, signal.SIGKILL)
            raise RuntimeError(f"strace: {said.strip()}")
        os.close(writing)
        os.kill(child, signal.SIGCONT)
        while os.read(reading, 1 << 16):
            pass
        os.waitpid(child, 0)
    os.close(reading)
    return read(log.read_text("ascii"), made.settings.folder)


def read(trace: str, folder: Path) -> list[Op]:
    """The operations of a trace on files below a folder; raises ValueError for one that is not understood."""
    ops: list[Op] = []
    for line in trace.splitlines():
        match = _LINE.match(line)
        if match is None or int(match[3]) < 0:
            continue
        call, given = match[1], match[2]
        file = _FILE.match(given)
        name = _unhexed(file[1]) if file else ""
        if call == "write" and (data := _data(given)).startswith(b"#"):
            ops.append(Told(data[1:].decode()))
        elif call in ("rename", "unlink") and _unhexed(given).count(str(folder)):
            raise ValueError(f"a save is not expected to {call} a file: {line[:200]}")
        elif not name.startswith(f"{folder}/"):
            continue
        elif call == "pwrite64":
            ops.append(Write(name, int(given.rsplit(", ", 1)[1]), _data(given)))
        elif call == "write":
            ops.append(Write(name, None, _data(given)))
        elif call in ("fsync", "fdatasync"):
            ops.append(Sync(name))
        elif call == "ftruncate":
            ops.append(Cut(name, int(given.rsplit(", ", 1)[1])))
    return ops


def _data(given: str) -> bytes:
    match = _TEXT.search(given)
    return bytes.fromhex(match[1].replace("\\x", "")) if match else b""


def _unhexed(text: str) -> str:
    return re.sub(r"\\x([0-9a-f]{2})", lambda one: chr(int(one[1], 16)), text)
