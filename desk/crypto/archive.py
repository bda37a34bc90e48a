"""A backup as one tar: what it says of itself first, then its parts; private, and durable once written."""

import os
import tarfile
from collections.abc import Mapping
from hashlib import file_digest
from io import BytesIO
from pathlib import Path

from desk.crypto.files import PRIVATE


def digest_of(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def write_archive(target: Path, name: str, manifest: bytes, parts: Mapping[str, Path]) -> None:
    """Write `manifest` under `name` and the files under theirs; raises OSError as the system gave it."""
    with os.fdopen(os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, PRIVATE), "wb") as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
            entry = tarfile.TarInfo(name)
            entry.size = len(manifest)
            tar.addfile(entry, BytesIO(manifest))
            for part, path in parts.items():
                entry = tarfile.TarInfo(part)
                entry.size, entry.mode = path.stat().st_size, PRIVATE
                with path.open("rb") as file:
                    tar.addfile(entry, file)
        out.flush()
        os.fsync(out.fileno())
