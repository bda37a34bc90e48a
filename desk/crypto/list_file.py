"""The list of restrictions under lock: what central signs of its file, and the key of the desk's own copy."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk.crypto.encoding import canonical
from desk.crypto.signing import DeskKey, verified

_PURPOSE = "restriction list"


def list_key(data_key: bytes) -> bytes:
    """The raw 32-byte key of the list's file, derived from the desk's data key; kept in memory only."""
    return HKDF(SHA256(), 32, None, b"reception-desk restriction list v1").derive(data_key)


def sign_list(key: DeskKey, said: dict[str, object]) -> str:
    """Central's signature, base64, over what a manifest says, as JSON values and without its signature."""
    return key.sign(_PURPOSE, canonical(said))


def list_verified(public: str, said: dict[str, object], signature: str) -> bool:
    """Whether the owner of this public key signed just that; never raises for bad text."""
    return verified(public, _PURPOSE, canonical(said), signature)
