"""Central's database in one file and back, by pg_dump and pg_restore, under a new epoch.

A backup is a tar: `central.json` with counts and digests of the dump's own moment, `central.dump`, and the
recovery key where it is under a password; in the clear it is never part of a backup.
"""

import json
import os
import shutil
import tarfile
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import IO, Any

import psycopg

from central import codes, tools
from central.db.migrate import migrate
from central.desks import Db
from central.digest import Digest, digests
from central.epoch import NEW_EPOCH
from central.recovery import FILE as RECOVERY
from central.recovery import is_protected, private_key
from desk.crypto.archive import digest_of, write_archive
from desk.crypto.files import replace_file, sync_folder
from desk.lang import N_, _
from desk.records.base import canonical_json, utc_now

FORM = 1
SUFFIX = ".backup"
_MANIFEST, _DUMP = "central.json", "central.dump"
_CUT = N_("The backup is not whole: it was cut or altered. Take another one.")
_FOREIGN = N_("This is not a backup of central.")


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: rows by table, digests by scope, all of one moment."""

    made_at: str
    epoch: str
    feed_n: int
    version: int
    recovery_key: str
    counts: dict[str, int]
    digests: dict[str, Digest]
    parts: dict[str, str]
    form: int = FORM


def back_up(dsn: str, data: Path, target: Path) -> Manifest:
    """Write a consistent copy while central goes on working; it gets its name when it is whole on the disk.

    An older backup of that name is replaced, any other file is not. Raises RuntimeError with a sentence.
    """
    if target.exists() and not _begins_well(target):
        raise RuntimeError(_("{path} is something else and is not written over.").format(path=target.name))
    target.parent.mkdir(parents=True, exist_ok=True)
    dump, whole = target.with_name(target.name + ".dump"), target.with_name(target.name + ".new")
    try:
        with psycopg.connect(dsn) as db:
            db.execute("set transaction isolation level repeatable read, read only")
            (snapshot,) = db.execute("select pg_export_snapshot()").fetchone() or ("",)
            os.close(os.open(dump, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
            tools.run("pg_dump", "-Fc", f"--snapshot={snapshot}", "-f", str(dump), dsn=dsn)
            parts = {_DUMP: dump}
            if is_protected(data):
                parts[RECOVERY] = data / RECOVERY
            manifest = _manifest(db, parts)
        write_archive(whole, _MANIFEST, canonical_json(asdict(manifest)).encode(), parts)
        whole.replace(target)
        sync_folder(target.parent)
        return manifest
    finally:
        for left in (dump, whole):
            left.unlink(missing_ok=True)


def counts(db: Db) -> dict[str, int]:
    """Rows by table."""
    names = db.execute("select relname from pg_stat_user_tables where schemaname = 'public' order by relname")
    found = {}
    for (name,) in names.fetchall():
        row = db.execute(f'select count(*) from "{name}"'.encode()).fetchone()  # noqa: S608
        found[name] = int(row[0]) if row else 0
    return found


def _manifest(db: Db, parts: dict[str, Path]) -> Manifest:
    row = db.execute(
        "select epoch, n, (select max(version) from schema_migration),"
        " coalesce((select value from setting where name = 'recovery_key'), '') from feed_head"
    ).fetchone() or ("", 0, 0, "")
    return Manifest(
        utc_now().isoformat(),
        str(row[0]),
        int(row[1]),
        int(row[2]),
        str(row[3]),
        counts(db),
        digests(db),
        {name: digest_of(path) for name, path in parts.items()},
    )


def read_manifest(backup: Path) -> Manifest:
    """Check every part's hash and say what the backup holds; raises RuntimeError with a sentence."""
    try:
        with tarfile.open(backup, "r:") as tar:
            told: dict[str, Any] = json.loads(_part(tar, _MANIFEST).read())
            told["digests"] = {scope: Digest(**one) for scope, one in told["digests"].items()}
            manifest = Manifest(**told)
            if manifest.form != FORM or _DUMP not in manifest.parts:
                raise RuntimeError(_(_FOREIGN))
            for name, expected in manifest.parts.items():
                if file_digest(_part(tar, name), "sha256").hexdigest() != expected:  # type: ignore[arg-type]
                    raise RuntimeError(_(_CUT))
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
        raise RuntimeError(_(_CUT if _begins_well(backup) else _FOREIGN)) from error
    return manifest


def _begins_well(backup: Path) -> bool:
    with backup.open("rb") as file:
        return _MANIFEST.encode() in file.read(512)


def _part(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    held = tar.extractfile(name)
    if held is None:
        raise KeyError(name)
    return held


def newest(place: Path) -> Path:
    """The backup itself, or the newest of a folder by what the backups say; raises RuntimeError for none."""
    if place.is_file():
        return place
    found = []
    for path in sorted(place.glob(f"*{SUFFIX}")):
        try:
            found.append((read_manifest(path).made_at, path))
        except RuntimeError:
            continue
    if not found:
        raise RuntimeError(_("There is no whole backup in {place}.").format(place=place))
    return max(found)[1]


def load(backup: Path, dsn: str, codes_known: str = "") -> None:
    """Put the dump into a database, whatever stood there, under a new epoch: all of it or nothing.

    `codes_known` is what `codes.written` gives: no desk code that was ever issued is issued again.
    Raises RuntimeError with what the tools said.
    """
    psql = tools.feed("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", dsn=dsn)
    if psql.stdin is None or psql.stderr is None:
        raise RuntimeError("psql")
    try:
        # Without its COMMIT, whatever reached PostgreSQL is undone when the pipe closes.
        psql.stdin.write(b"begin;\nset local lock_timeout = '60s';\n")
        psql.stdin.write((codes.REMEMBER + codes_known).encode())
        _restored(backup, psql.stdin)
        psql.stdin.write(
            b"\nset search_path = public;\n" + (codes.CARRY_ON + NEW_EPOCH).encode() + b"commit;\n"
        )
    except BrokenPipeError:
        pass
    except BaseException:
        psql.kill()
        psql.communicate()
        raise
    _output, said = psql.communicate()
    if psql.returncode:
        lines = said.decode(errors="replace").strip().splitlines()
        raise RuntimeError(
            _("The backup could not be put back: {reason}").format(reason=lines[-1] if lines else "")
        )
    with psycopg.connect(dsn) as db:
        migrate(db)


def _restored(backup: Path, into: IO[bytes]) -> None:
    """Let pg_restore turn the dump into SQL."""
    options = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "-f", "-")
    with tarfile.open(backup, "r:") as tar, tools.filtered("pg_restore", *options) as process:
        feeding = threading.Thread(target=_pour, args=(_part(tar, _DUMP), process.sink), daemon=True)
        feeding.start()
        shutil.copyfileobj(process.source, into, 1 << 20)
        feeding.join()


def _pour(source: IO[bytes], into: IO[bytes]) -> None:
    with suppress(OSError), into:
        shutil.copyfileobj(source, into, 1 << 20)


def restore(dsn: str, data: Path, backup: Path, *, replace: bool) -> Manifest:
    """Put a backup in the place of central's database; desks then send again what it lacks.

    Raises RuntimeError with a sentence: a database that is in use and `replace` was not said, another
    recovery key in the data folder, a backup that is cut or altered.
    """
    manifest = read_manifest(backup)
    _refuse(dsn, data, manifest, replace=replace)
    load(backup, dsn, codes.written(data))
    with psycopg.connect(dsn) as db:
        codes.write(db, data)
    if RECOVERY in manifest.parts and not (data / RECOVERY).exists():
        with tarfile.open(backup, "r:") as tar:
            replace_file(data / RECOVERY, _part(tar, RECOVERY).read())
    return manifest


def _refuse(dsn: str, data: Path, manifest: Manifest, *, replace: bool) -> None:
    if (data / RECOVERY).exists() and private_key(data).public.text != manifest.recovery_key:
        raise RuntimeError(_("The data folder holds another recovery key than the backup's."))
    if replace:
        return
    with psycopg.connect(dsn) as db:
        (has_feed,) = db.execute("select to_regclass('public.feed_head') is not null").fetchone() or (False,)
        if has_feed and in_use(db):
            raise RuntimeError(_("This database is in use: --replace puts the backup in its place."))


def in_use(db: Db) -> bool:
    """Whether anything was ever written into a central."""
    return db.execute("select 1 from feed_head where n > 0").fetchone() is not None
