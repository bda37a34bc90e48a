"""The key that signs the list of restrictions: its private half in the data folder, the public one at desks.

It is another than the recovery key, so that the one that opens can be kept offline and this one cannot open.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.desks import Db
from desk.crypto.files import replace_file
from desk.crypto.signing import DeskKey

FILE = "list.pem"
PASSWORD = "CENTRAL_LIST_PASSWORD"  # noqa: S105 - the name of a variable, not a secret
"""The variable with the password of the file; without it only the file's mode protects the key."""


def list_key(db: Db, data: Path) -> str:
    """The public half, base64; a data folder that has no key and a database that knows none get a new one.

    Raises RuntimeError when the key in the folder is not the one that desks have pinned.
    """
    return public_half(db, data / FILE, "list_key", PASSWORD)


def public_half(db: Db, file: Path, setting: str, variable: str) -> str:
    """The public half of the key in a file, kept as a setting; `variable` names that of the file's password.

    A file that is not there is made, unless the database knows a key already: then that is returned.
    """
    known = db.execute("select value from setting where name = %s", (setting,)).fetchone()
    if known and not file.exists():
        return str(known[0])
    public = key_file(file, variable).public
    if known and known[0] != public:
        raise RuntimeError(f"{file} is not the key {setting} of this database")
    db.execute("insert into setting (name, value) values (%s, %s) on conflict do nothing", (setting, public))
    return public


def signing_key(data: Path) -> DeskKey:
    """The private half, made when the folder has none; raises ValueError for a file that is no such key."""
    return key_file(data / FILE, PASSWORD)


def key_file(file: Path, variable: str) -> DeskKey:
    """The key for signing in a file, made when it is not there; raises ValueError for another file."""
    password = os.environ[variable].encode() if os.environ.get(variable) else None
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        replace_file(file, _made(password))
    key = serialization.load_pem_private_key(file.read_bytes(), password)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{file} is not a key for signing")
    return DeskKey(key)


def _made(password: bytes | None) -> bytes:
    protection = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection
    )
