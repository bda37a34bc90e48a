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
    known = db.execute("select value from setting where name = 'list_key'").fetchone()
    if known and not (data / FILE).exists():
        return str(known[0])
    public = signing_key(data).public
    if known and known[0] != public:
        raise RuntimeError(f"{data / FILE} is not the list key of this database")
    db.execute("insert into setting (name, value) values ('list_key', %s) on conflict do nothing", (public,))
    return public


def signing_key(data: Path) -> DeskKey:
    """The private half, made when the folder has none; raises ValueError for a file that is no such key."""
    file = data / FILE
    password = os.environ[PASSWORD].encode() if os.environ.get(PASSWORD) else None
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
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
