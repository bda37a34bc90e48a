"""Lists of restrictions for tests: built once for the whole run, then copied under any key and time."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from desk.crypto.list_file import list_key
from desk.db.restrictions import store
from desk.db.restrictions.held import HeldList
from desk.db.restrictions.row import Document, Manifest, RestrictionRow
from tests.db.restrictions.conftest import NAMED, crowd, person
from tests.desks import Made

EPOCH = UUID("0190ffff-0000-7000-8000-000000000001")
BUILT = datetime(2026, 6, 1, tzinfo=UTC)
_KEY = bytes(range(32))
FINED = person(
    30,
    "Ağayev",
    "Tərlan",
    "Kamil oğlu",
    "1984-02-29",
    citizenship="TUR",
    ground_code="16.1.8",
    issuing_body="Dövlət Miqrasiya Xidməti",
    valid_from=date(2025, 3, 3),
    until_event="Cərimə ödənilənədək",
    documents=(Document("passport", "U55555555"),),
)
ROWS: tuple[RestrictionRow, ...] = (*NAMED.values(), FINED, *crowd(120))


def built(
    folder: Path, key: bytes, rows: Sequence[RestrictionRow], as_of: datetime, version: int = 7
) -> HeldList:
    """A list of these rows, really built."""
    folder.mkdir(exist_ok=True)
    held = HeldList(folder, key)
    held.open()
    held.replace(iter(rows), Manifest(version, as_of, len(rows)), EPOCH, f"{version}-{as_of:%Y%m%d%H%M%S}")
    return held


@lru_cache(maxsize=1)
def _prototype() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="desk-list-"))
    built(folder, _KEY, ROWS, BUILT).close()
    return folder


def copied(folder: Path, as_of: datetime, key: bytes = _KEY) -> HeldList:
    """The common list, told to be as of a moment, under a key."""
    shutil.copytree(_prototype(), folder)
    (file,) = folder.glob("*.db")
    connection = store.connect(file, _KEY)
    store.write_about(connection, as_of=as_of.isoformat())
    if key != _KEY:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    held = HeldList(folder, key)
    held.open()
    return held


def give(made: Made, as_of: datetime) -> None:
    """Put the common list into a desk's folder before the desk is opened."""
    copied(made.settings.restrictions, as_of, list_key(made.data_key)).close()


__all__ = ["BUILT", "EPOCH", "FINED", "NAMED", "ROWS", "built", "copied", "give"]
