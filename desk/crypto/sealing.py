"""Sealing to central's recovery key, so that only central can read what a desk leaves on its disk.

HPKE base mode (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM. A seal hides and protects; it does not
say who sealed, because the recovery key is public: what must be authentic is signed as well.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from desk.crypto.encoding import bytes_of, framed, text_of

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
OVERHEAD = 48
"""Bytes that a seal adds: the ephemeral public key (32) and the tag (16)."""


class SealError(Exception):
    """The seal is damaged, was made for another key, or for another desk or purpose."""


class RecoveryPublicKey:
    """The half of central's recovery key that every desk holds; it can seal and not open."""

    def __init__(self, raw: bytes) -> None:
        """Take the 32 raw bytes; raises ValueError for anything else."""
        self._key = X25519PublicKey.from_public_bytes(raw)
        self.raw = raw

    @classmethod
    def from_text(cls, text: str) -> "RecoveryPublicKey":
        """The key as it stands in `Enrolled.recovery_key`; raises ValueError when it is not one."""
        return cls(bytes_of(text))

    @property
    def text(self) -> str:
        """The raw key as base64, as it travels in `Enrolled.recovery_key`."""
        return text_of(self.raw)

    def seal(self, data: bytes, *, desk: str, purpose: str, about: bytes = b"") -> bytes:
        """Seal data of any length so that it opens only for the same desk, purpose and subject."""
        return _SUITE.encrypt(data, self._key, _info(desk, purpose, about))


class RecoveryPrivateKey:
    """Central's half of the recovery key; it belongs in a safe, not on a desk."""

    def __init__(self, key: X25519PrivateKey) -> None:
        """Take a key that was made or read already."""
        self._key = key

    @classmethod
    def generate(cls) -> "RecoveryPrivateKey":
        """A new random key."""
        return cls(X25519PrivateKey.generate())

    @classmethod
    def from_pem(cls, pem: bytes, password: bytes | None) -> "RecoveryPrivateKey":
        """Read PKCS #8; raises ValueError or TypeError when it is no X25519 key or the password is wrong."""
        key = serialization.load_pem_private_key(pem, password)
        if not isinstance(key, X25519PrivateKey):
            raise TypeError("not an X25519 key")
        return cls(key)

    def to_pem(self, password: bytes) -> bytes:
        """The key as PKCS #8, encrypted under the password."""
        return self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(password),
        )

    @property
    def public(self) -> RecoveryPublicKey:
        """The half that is given to desks."""
        return RecoveryPublicKey(self._key.public_key().public_bytes_raw())

    def open(self, sealed: bytes, *, desk: str, purpose: str, about: bytes = b"") -> bytes:
        """The bytes that were sealed; raises SealError unless key, desk, purpose and subject all fit."""
        try:
            return _SUITE.decrypt(sealed, self._key, _info(desk, purpose, about))
        except (InvalidTag, ValueError) as error:
            raise SealError from error


def _info(desk: str, purpose: str, about: bytes) -> bytes:
    return framed(b"reception-desk seal v1", purpose.encode(), desk.encode(), about)
