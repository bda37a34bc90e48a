"""The key with which central countersigns the heads of desks' logs; desks pin its public half."""

from pathlib import Path

from central.desks import Db
from central.list_key import key_file, public_half
from desk.crypto.signing import DeskKey

FILE = "audit.pem"
PASSWORD = "CENTRAL_AUDIT_PASSWORD"  # noqa: S105 - the name of a variable, not a secret
_SETTING = "audit_key"


def audit_key(db: Db, data: Path) -> str:
    """The public half, base64, made when there is none; raises RuntimeError for another than desks pinned."""
    return public_half(db, data / FILE, _SETTING, PASSWORD)


def countersigning_key(data: Path | None) -> DeskKey | None:
    """The private half; None where this worker's folder has none, and then nothing is countersigned."""
    if data is None or not (data / FILE).exists():
        return None
    return key_file(data / FILE, PASSWORD)
