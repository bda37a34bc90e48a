"""A desk in one file and back: the database under its own key, the key slots and the settings.

A backup is a tar. `backup.json` says whose it is and what each part's hash must be; it names no person.
"""

import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any
from uuid import UUID

from desk import __version__
from desk.config import Settings
from desk.crypto.archive import digest_of, write_archive
from desk.crypto.encoding import bytes_of
from desk.crypto.files import replace_file, sync_folder, write_aside
from desk.crypto.lockout import Lockout
from desk.db import changes, facts
from desk.db.file import StoreRefused, damage, kept_locked, open_file
from desk.db.lock import release
from desk.db.migrate import counts, migrate
from desk.db.store import Store
from desk.records.base import canonical_json, utc_now
from desk.usecases import set_up
from desk.usecases.desk import identity_of
from desk.usecases.set_up import OpenDesk

FORM = 1
_MANIFEST = "backup.json"
_DATABASE = "desk.db"
_BESIDE = ("slots.json", "people.json", "settings.toml")
"""What the sign-in reads before the database is open."""
_UNREADABLE = {"store_key", "store_empty", "store_foreign", "store_damaged"}


@dataclass(frozen=True)
class Manifest:
    """Whose backup it is and how far its log went; `counts` are rows by table, `parts` SHA-256 by name."""

    desk: str
    desk_id: str
    incarnation: str
    head_n: int
    unsent: int
    made_at: str
    program: str
    counts: dict[str, int]
    parts: dict[str, str]
    form: int = FORM


@dataclass(frozen=True)
class Restored:
    """What was put back, and under which names the files that stood there are kept."""

    manifest: Manifest
    aside: list[str]


def back_up(desk: OpenDesk, settings: Settings, data_key: bytes, target: Path) -> Manifest:
    """Write the desk into one new file, checked before it gets its name; the old backup stands until then.

    Raises StoreRefused `backup_unsound`, and OSError as the system gave it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    copy, whole = target.with_name(target.name + ".db"), target.with_name(target.name + ".new")
    try:
        try:
            rows = desk.store.back_up(copy, data_key)
        except StoreRefused as refused:
            raise StoreRefused("backup_unsound") from refused
        parts = {_DATABASE: copy}
        parts |= {name: path for name in _BESIDE if (path := settings.folder / name).exists()}
        manifest = _manifest(desk, rows, {name: digest_of(path) for name, path in parts.items()})
        write_archive(whole, _MANIFEST, canonical_json(asdict(manifest)).encode(), parts)
        read_manifest(whole)
        whole.replace(target)
        sync_folder(target.parent)
        return manifest
    finally:
        for left in (copy, whole):
            left.unlink(missing_ok=True)


def _manifest(desk: OpenDesk, rows: dict[str, int], parts: dict[str, str]) -> Manifest:
    with desk.store.read() as connection:
        head_n, _head = changes.head(connection)
        unsent = sum(changes.counts(connection).values())
    identity = desk.identity
    return Manifest(
        identity.desk,
        str(identity.desk_id),
        str(identity.incarnation),
        head_n,
        unsent,
        utc_now().isoformat(),
        __version__,
        rows,
        parts,
    )


@contextmanager
def _opened(backup: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(backup, "r:") as tar:
            yield tar
    except (tarfile.TarError, EOFError) as error:
        raise StoreRefused("restore_cut" if _begins_well(backup) else "restore_foreign") from error


def _begins_well(backup: Path) -> bool:
    with backup.open("rb") as file:
        return file.read(512).rstrip(b"\0").find(_MANIFEST.encode()) >= 0


def read_manifest(backup: Path) -> Manifest:
    """Check every part's hash and say what the backup holds.

    Raises StoreRefused `restore_foreign` or `restore_cut`, and OSError.
    """
    with _opened(backup) as tar:
        try:
            told: dict[str, Any] = json.loads(_part(tar, _MANIFEST))
            manifest = Manifest(**told)
        except (StoreRefused, ValueError, TypeError) as error:
            raise StoreRefused("restore_foreign") from error
        if manifest.form != FORM or _DATABASE not in manifest.parts:
            raise StoreRefused("restore_foreign")
        for name, expected in manifest.parts.items():
            held = tar.extractfile(_member(tar, name))
            if held is None or file_digest(held, "sha256").hexdigest() != expected:  # type: ignore[arg-type]
                raise StoreRefused("restore_cut")
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> tarfile.TarInfo:
    try:
        return tar.getmember(name)
    except KeyError as error:
        raise StoreRefused("restore_cut") from error


def _part(tar: tarfile.TarFile, name: str) -> bytes:
    held = tar.extractfile(_member(tar, name))
    if held is None:
        raise StoreRefused("restore_cut")
    return held.read()


def part(backup: Path, name: str) -> bytes:
    """One of the small files of a backup, such as its slots. Raises StoreRefused `restore_cut`."""
    with _opened(backup) as tar:
        return _part(tar, name)


def restore(settings: Settings, backup: Path, data_key: bytes) -> Restored:
    """Put a backup in a desk's place, fenced: it writes nothing new until central gave it a new code.

    What stands there is never deleted: an older or a damaged file is kept under another name. Raises
    StoreRefused: `restore_newer` where the file in place is sound and not older, `restore_other_desk`,
    `store_in_use`, `store_key` for a wrong key, and as `read_manifest`; nothing is then changed.
    """
    manifest = read_manifest(backup)
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with kept_locked(settings.database):  # who opened it after the look would write into a file set aside
        _refuse_newer(settings, backup, manifest, data_key)
        return _put_in_place(settings, backup, manifest, data_key)


def _put_in_place(settings: Settings, backup: Path, manifest: Manifest, data_key: bytes) -> Restored:
    growing = settings.database.with_suffix(".restoring")
    with _opened(backup) as tar:
        pages = tar.extractfile(_member(tar, _DATABASE))
        if pages is None:
            raise StoreRefused("restore_cut")
        write_aside(growing, iter(partial(pages.read, 1 << 20), b"")).replace(growing)
        beside = {name: _part(tar, name) for name in manifest.parts if name in _BESIDE}
    _fence(growing, manifest, data_key)
    aside = _set_aside(settings.database)
    for name, content in beside.items():
        if not (settings.folder / name).exists():
            replace_file(settings.folder / name, content)
    if not settings.lockout.exists():
        Lockout.create(settings.lockout)
    growing.rename(settings.database)
    sync_folder(settings.folder)
    return Restored(manifest, aside)


def _refuse_newer(settings: Settings, backup: Path, manifest: Manifest, data_key: bytes) -> None:
    if settings.slots.exists() and "slots.json" in manifest.parts:
        here, there = settings.slots.read_bytes(), part(backup, "slots.json")
        if _recovery_slot(here) not in (b"", _recovery_slot(there)):
            raise StoreRefused("restore_other_desk")
    if not settings.database.exists():
        return
    try:
        raw = open_file(settings.database, data_key)
    except StoreRefused as refused:
        if refused.code not in _UNREADABLE:
            raise
        release(settings.database.with_suffix(".lock"))
        return
    store = Store(raw, settings.database)
    try:
        if damage(raw):
            return
        with store.read() as connection:
            identity, (head_n, _head) = identity_of(connection), changes.head(connection)
    finally:
        store.close()
    if str(identity.desk_id) != manifest.desk_id:
        raise StoreRefused("restore_other_desk")
    if identity.incarnation != UUID(manifest.incarnation) or head_n >= manifest.head_n:
        raise StoreRefused("restore_newer")


def _recovery_slot(document: bytes) -> bytes:
    """The slot that central opens: the same in every copy of one desk's slots; nothing when unreadable."""
    try:
        return bytes_of(json.loads(document)["recovery"])
    except (ValueError, KeyError, TypeError):
        return b""


def _fence(path: Path, manifest: Manifest, data_key: bytes) -> None:
    """Let the restored file write nothing new; what it holds must be what the manifest says."""
    try:
        raw = open_file(path, data_key)
    except StoreRefused:
        release(path.with_suffix(".lock"))
        path.unlink()
        raise
    store = Store(raw, path)
    try:
        if damage(raw) or not _is_as_told(store, manifest) or counts(raw) != manifest.counts:
            raise StoreRefused("restore_cut")
        migrate(raw, path, data_key)
        with store.write() as connection:
            # Each restore of the same backup becomes a life of its own.
            facts.put(connection, next_incarnation="")
        set_up.fence(store)
        store.checkpoint()
    except BaseException:
        store.close()
        path.unlink()
        raise
    store.close()


def _is_as_told(store: Store, manifest: Manifest) -> bool:
    with store.read() as connection:
        identity, (head_n, _head) = identity_of(connection), changes.head(connection)
    told = (manifest.desk, manifest.desk_id, manifest.incarnation, manifest.head_n)
    return told == (identity.desk, str(identity.desk_id), str(identity.incarnation), head_n)


def _set_aside(database: Path) -> list[str]:
    """Rename the database and its write-ahead log: a foreign log beside a restored file would undo it."""
    stamp = utc_now().strftime("%Y%m%d-%H%M%S")
    kept = []
    for suffix in ("", "-wal", "-shm"):
        old = database.with_name(database.name + suffix)
        if old.exists():
            kept.append(old.rename(old.with_name(f"{old.name}.aside-{stamp}")).name)
    return kept
