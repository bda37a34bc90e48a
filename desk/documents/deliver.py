"""A finished paper to the printer, or kept as a file that only this user reads."""

import os
import shlex
import subprocess
from pathlib import Path
from tempfile import NamedTemporaryFile

PATIENCE = 30.0
"""Seconds that a print command may take: it only puts the paper into a queue."""


def keep(folder: Path, name: str, pdf: bytes) -> Path:
    """Write a PDF whole into a folder, both for this user only; a paper of that name is replaced."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=folder, suffix=".new", delete=False) as fresh:  # mkstemp makes it 0600
        fresh.write(pdf)
    path = folder / f"{name}.pdf"
    os.replace(fresh.name, path)
    return path


def send(command: str, path: Path) -> bool:
    """Give a PDF to the system's print command, its path as the last argument; False when that failed.

    The command comes from the settings and is split as a shell would, but no shell runs it.
    """
    try:
        asked = [*shlex.split(command), os.fspath(path)]
        done = subprocess.run(asked, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
