"""The recovery key: its private half in the data folder, its public half told to every desk."""

import os
from pathlib import Path

from central.desks import Db
from desk.crypto.sealing import RecoveryPrivateKey
from desk.lang import _

FILE = "recovery.pem"
PASSWORD = "CENTRAL_RECOVERY_PASSWORD"  # noqa: S105 - the name of a variable, not a secret
"""The variable with the password of the file; without it only the file's mode protects the key."""


def recovery_key(db: Db, data: Path) -> str:
    """The public half, base64; a data folder that has no key and a database that knows none get a new one.

    Raises RuntimeError when the key in the folder is not the one that desks already seal to.
    """
    file = data / FILE
    known = db.execute("select value from setting where name = 'recovery_key'").fetchone()
    if not file.exists():
        if known:
            return str(known[0])
        _create(file)
    public = private_key(data).public.text
    if known and known[0] != public:
        raise RuntimeError(f"{file} is not the recovery key of this database")
    db.execute(
        "insert into setting (name, value) values ('recovery_key', %s) on conflict do nothing", (public,)
    )
    return public


def private_key(data: Path, file: Path | None = None) -> RecoveryPrivateKey:
    """The private half from the data folder, or from the file named; raises RuntimeError with a sentence."""
    file = file or data / FILE
    try:
        return RecoveryPrivateKey.from_pem(file.read_bytes(), _password())
    except FileNotFoundError as error:
        raise RuntimeError(_("The recovery key is not here: name its file with --recovery-key.")) from error
    except (ValueError, TypeError) as error:
        raise RuntimeError(
            _("The recovery key does not open: set {variable} to its password.").format(variable=PASSWORD)
        ) from error


def is_protected(data: Path) -> bool:
    """Whether the folder has a recovery key that is under a password, so that copies of it may be kept."""
    file = data / FILE
    return file.exists() and b"ENCRYPTED" in file.read_bytes().partition(b"\n")[0]


def _password() -> bytes | None:
    return os.environ[PASSWORD].encode() if os.environ.get(PASSWORD) else None


def _create(file: Path) -> None:
    pem = RecoveryPrivateKey.generate().to_pem(_password())
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
