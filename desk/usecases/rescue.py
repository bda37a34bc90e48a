"""After damage: all that was told saved is taken out, from the file as far as it reads and from the spool.

The desk's file is not altered. What it gives is signed by the desk, if its key still reads; the sealed
copies go along as they are, and central takes them as a privileged act.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlcipher3 import dbapi2

from desk.config import Settings
from desk.crypto.encoding import bytes_of
from desk.crypto.files import replace_file
from desk.crypto.frames import Frame, frames
from desk.crypto.signing import DeskKey, DeskKeyError
from desk.db import changes
from desk.db.file import RawConnection, StoreRefused, damage, open_file
from desk.db.lock import Held, hold, release
from desk.db.store import Store
from desk.records.base import new_id
from desk.records.wire import FIRST_LINK, Change, commitment
from desk.usecases.delivery import Sender, write_parcel
from desk.usecases.desk import Identity

PARCEL = "changes"
_MISSES = 2000
"""So many numbers in a row without a row, where the file cannot say how long its log is."""
_CARRIED = "carried"


@dataclass(frozen=True)
class Rescued:
    """What came out: changes that the file gave, rows that do not read, and sealed copies of the spool."""

    readable: int
    unreadable: int
    is_signed: bool
    """Whether the file gave the desk's key, so that there is a signed parcel."""
    spools: list[str]
    reason: str = ""
    """Why the file gave nothing: a code of desk.usecases.refusals."""


def rescue(settings: Settings, data_key: bytes | None, target: Path) -> Rescued:
    """Take out into the folder `target` whatever central may lack: `changes` and the spool's files.

    Without the data key only the spool is taken. Raises StoreRefused `store_in_use`, and OSError.
    """
    lock = settings.database.with_suffix(".lock")
    try:
        hold(lock)
    except Held as held:
        raise StoreRefused("store_in_use", process=held.holder) from held
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        spools = _take_spools(settings.spool, target)
        if data_key is None or not settings.database.exists():
            return Rescued(0, 0, False, spools, "store_missing" if data_key else "")
        with TemporaryDirectory(dir=target) as work:
            return _from_file(settings.database, data_key, target, Path(work), spools)
    finally:
        release(lock)


def _take_spools(folder: Path, target: Path) -> list[str]:
    """Copy the sealed files, also those that an earlier rescue took."""
    taken = []
    for file in sorted(folder.rglob("*.spool")):
        replace_file(target / file.name, file.read_bytes())
        taken.append(file.name)
    return taken


def _put_away(folder: Path, sender: Sender) -> None:
    """Put the spools of former lives aside now that they were taken: nobody is told of them any more."""
    own = f"{sender.identity.desk}-{sender.identity.incarnation}.spool"
    for file in folder.glob("*.spool"):
        if file.name != own:
            (folder / _CARRIED).mkdir(mode=0o700, exist_ok=True)
            file.replace(folder / _CARRIED / file.name)


def _from_file(database: Path, data_key: bytes, target: Path, work: Path, spools: list[str]) -> Rescued:
    """Read a copy: opening the file itself would replay and then drop its write-ahead log."""
    for suffix in ("", "-wal"):
        source = database.with_name(database.name + suffix)
        if source.exists():
            shutil.copyfile(source, work / source.name)
    copy = work / database.name
    try:
        raw = open_file(copy, data_key)
    except StoreRefused as refused:
        return Rescued(0, 0, False, spools, refused.code)
    finally:
        release(copy.with_suffix(".lock"))
    try:
        rows = list(_rows(raw))
        found = [change for change in rows if change is not None]
        sender = _sender(raw, data_key, found)
    finally:
        raw.close()
    if sender is not None:
        write_parcel(sender, new_id(), found, target / PARCEL)
        _put_away(database.parent / "spool", sender)
    return Rescued(len(found), rows.count(None), sender is not None, spools)


def _rows(raw: RawConnection) -> Iterator[Change | None]:
    """Every open change that reads and is unaltered, and None for each row that does not."""
    raw.row_factory = dbapi2.Row
    last, misses, n = _last(raw), 0, 0
    while n < last if last is not None else misses < _MISSES:
        n += 1
        try:
            row = raw.execute("SELECT * FROM change WHERE n = ?", (n,)).fetchone()
        except dbapi2.DatabaseError:
            misses += 1
            yield None
            continue
        misses = 0 if row else misses + 1
        if row and row["state"] in changes.OPEN:
            yield _change(dict(row))


def _last(raw: RawConnection) -> int | None:
    try:
        return int(raw.execute("SELECT coalesce(max(n), 0) FROM change").fetchone()[0])
    except dbapi2.DatabaseError:
        return None


def _change(row: dict[str, Any]) -> Change | None:
    try:
        change = Change.model_validate({name: row[name] for name in Change.model_fields})
    except (ValidationError, ValueError):
        return None
    return change if commitment(change.salt, change.body) == change.body_sha256 else None


def _sender(raw: RawConnection, data_key: bytes, found: list[Change]) -> Sender | None:
    """Who the desk is, and its key, as far as these still read."""
    try:
        facts = dict(raw.execute("SELECT name, value FROM fact"))
        identity = Identity(
            facts["desk"],
            UUID(facts["desk_id"]),
            facts["office"],
            UUID(facts["incarnation"]),
            facts["recovery_key"],
        )
        key = DeskKey.open(bytes_of(facts["signing_key"]), data_key=data_key, desk=identity.desk)
    except (dbapi2.DatabaseError, KeyError, ValueError, DeskKeyError):
        return None
    newest = max(found, key=lambda change: change.n, default=None)
    head_n, head = (newest.n, newest.chain) if newest else (0, FIRST_LINK)
    return Sender(identity, key, facts.get("epoch", ""), head_n, head)


def strays(store: Store, own: Path) -> set[UUID]:
    """Changes that only the sealed copies of a former life of this desk have, which central may lack.

    `own` is the spool in use. They count until `desk rescue` has taken them and the file was put away.
    """
    held: set[UUID] = set()
    for file in own.parent.glob("*.spool"):
        if file.name != own.name:
            held |= {found.change_id for found in frames(file.read_bytes()) if isinstance(found, Frame)}
    if not held:
        return held
    with store.read() as connection:
        return held - set(changes.known(connection, held))


def check(settings: Settings, data_key: bytes) -> list[str]:
    """What is wrong with the desk's file, page by page; empty when all is well. Raises StoreRefused."""
    raw = open_file(settings.database, data_key)
    try:
        return damage(raw)
    finally:
        raw.close()
        release(settings.database.with_suffix(".lock"))
