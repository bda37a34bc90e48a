"""Refused sign-ins, kept while the store is closed: who edits, cuts or removes the file is found out.

Each entry is authenticated under a key of its own, which is then overwritten by its hash. The first key lies
in the encrypted store: whoever opens it computes them all, and nobody else can go back by one.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from os import urandom
from pathlib import Path
from typing import Any

from desk.crypto.encoding import canonical, instant
from desk.crypto.files import replace_file

MOST = 500
"""Entries kept; the lock-out ends the tries of one person long before."""


class TriesAlteredError(Exception):
    """The file is not the one that this program left."""


@dataclass(frozen=True)
class Try:
    """One refused sign-in."""

    person: str
    at: datetime


def begin(path: Path, key: bytes) -> None:
    """An empty file under the first key (32 bytes), which the store keeps too. Raises OSError."""
    _write(path, key, [])


def add(path: Path, person: str, at: datetime) -> None:
    """Add a refused sign-in and forget the key that authenticates it. Raises OSError.

    A file that is gone or unreadable is begun under a chance key: the next opening then finds out.
    """
    try:
        key, entries = _read(path)
    except (OSError, TriesAlteredError):
        key, entries = urandom(32), []
    if len(entries) < MOST:
        said = {"person": person, "at": instant(at)}
        entries.append(said | {"mac": _mac(key, said)})
        key = _next(key)
    _write(path, key, entries)


def read(path: Path, first: bytes) -> list[Try]:
    """The refused sign-ins since `begin` with this key; raises TriesAlteredError."""
    try:
        last, entries = _read(path)
    except OSError as error:
        raise TriesAlteredError from error
    key, found = first, []
    for entry in entries:
        said = {name: entry[name] for name in ("person", "at")}
        if not hmac.compare_digest(_mac(key, said), entry["mac"]):
            raise TriesAlteredError
        key = _next(key)
        found.append(Try(said["person"], datetime.fromisoformat(said["at"])))
    if not hmac.compare_digest(key, last):
        raise TriesAlteredError
    return found


def _mac(key: bytes, said: dict[str, str]) -> str:
    return hmac.new(key, canonical(dict(said)), sha256).hexdigest()


def _next(key: bytes) -> bytes:
    return sha256(b"reception-desk refused sign-in v1" + key).digest()


def _read(path: Path) -> tuple[bytes, list[dict[str, str]]]:
    try:
        values: dict[str, Any] = json.loads(path.read_bytes())
        entries = [{name: str(one[name]) for name in ("person", "at", "mac")} for one in values["tries"]]
        return bytes.fromhex(values["key"]), entries
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise TriesAlteredError from error


def _write(path: Path, key: bytes, entries: list[dict[str, str]]) -> None:
    replace_file(path, json.dumps({"key": key.hex(), "tries": entries}).encode() + b"\n")
