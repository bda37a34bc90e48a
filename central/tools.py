"""PostgreSQL's own tools: those of the embedded server, else those on the path."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from central.db.cluster import bundled_tools
from desk.lang import _


def tool(name: str) -> Path:
    """Where `pg_dump`, `pg_restore` or `psql` is; raises RuntimeError where it is not installed."""
    bundled = bundled_tools() / name
    found = str(bundled) if bundled.exists() else shutil.which(name)
    if found is None:
        raise RuntimeError(_("The PostgreSQL tool {name} is not installed.").format(name=name))
    return Path(found)


def _database(dsn: str) -> tuple[list[str], dict[str, str]]:
    """What tells a tool of a database: arguments, which all users of the machine see, and the environment."""
    said = conninfo_to_dict(dsn)
    password = said.pop("password", "")
    return ["-d", make_conninfo("", **said)], os.environ | ({"PGPASSWORD": str(password)} if password else {})


def run(name: str, *arguments: str, dsn: str) -> None:
    """Run a tool on a database to its end; raises RuntimeError with the last line that it said."""
    where, environment = _database(dsn)
    command = [str(tool(name)), *arguments, *where]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(_said(name, done.stderr))


@dataclass(frozen=True)
class Filter:
    """A running tool: what goes in and what comes out."""

    sink: IO[bytes]
    source: IO[bytes]


@contextmanager
def filtered(name: str, *arguments: str) -> Iterator[Filter]:
    """A tool between two pipes; raises RuntimeError at the end when it failed."""
    pipe = subprocess.PIPE
    with subprocess.Popen([str(tool(name)), *arguments], stdin=pipe, stdout=pipe, stderr=pipe) as process:  # noqa: S603
        if process.stdin is None or process.stdout is None or process.stderr is None:
            raise RuntimeError(name)
        try:
            yield Filter(process.stdin, process.stdout)
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read().decode(errors="replace")
        if process.wait():
            raise RuntimeError(_said(name, said))


def feed(name: str, *arguments: str, dsn: str) -> subprocess.Popen[bytes]:
    """Start a tool on a database that reads its standard input."""
    where, environment = _database(dsn)
    return subprocess.Popen(  # noqa: S603
        [str(tool(name)), *arguments, *where],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _said(name: str, text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return _("{name} failed: {reason}").format(name=name, reason=lines[-1] if lines else "")
