"""Stores of desks that never met a central."""

from pathlib import Path

from desk.db.file import create_file
from desk.db.migrate import migrate
from desk.db.store import Store

KEY = bytes(range(32))


def blank_store(path: Path) -> Store:
    """A new, empty, encrypted store."""
    raw = create_file(path, KEY)
    migrate(raw, path, KEY)
    return Store(raw, path)
