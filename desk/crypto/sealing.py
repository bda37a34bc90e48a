"""Sealing to central's recovery key, so that only central can read what a desk leaves on its disk.

HPKE base mode (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM. A seal hides and protects; it does not
say who sealed, because the recovery key is public: what must be authentic is signed as well.
"""

from collections import deque
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from desk.crypto.encoding import bytes_of, framed, text_of

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
OVERHEAD = 48
"""Bytes that a seal adds: the ephemeral public key (32) and the tag (16)."""


_KEY = 32
_NONCE = 12
STOCK = 8
"""Keys sealed ahead: more than one person saves in a row before the next idle moment."""


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

    def to_pem(self, password: bytes | None) -> bytes:
        """The key as PKCS #8, encrypted under the password where there is one."""
        protection = (
            serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        )
        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection
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


class QuickSeal:
    """Sealing with the slow half done ahead, for what a person waits for.

    Each piece of data is AES-256-GCM under a random key of its own, and that key is sealed with HPKE before
    there is any data: the elliptic curve takes most of a seal's time and needs nothing of what is sealed.
    """

    def __init__(self, key: RecoveryPublicKey, *, desk: str, purpose: str) -> None:
        """Keep for whom and what for; the stock is empty, and an empty stock only makes `seal` slower."""
        self._key = key
        self._desk = desk
        self._purpose = purpose
        self._stock: deque[tuple[bytes, bytes]] = deque()

    def prepare(self) -> None:
        """Fill the stock; for a thread with time, about 0.15 ms a key."""
        while len(self._stock) < STOCK:
            self._stock.append(self._pair())

    def seal(self, data: bytes, about: bytes) -> bytes:
        """Seal data of any length; `QUICK_OVERHEAD` bytes longer. Each prepared key is used once."""
        try:
            key, sealed_key = self._stock.popleft()
        except IndexError:
            key, sealed_key = self._pair()
        nonce = urandom(_NONCE)
        return sealed_key + nonce + AESGCM(key).encrypt(nonce, data, self._bound(about))

    def _pair(self) -> tuple[bytes, bytes]:
        key = urandom(_KEY)
        return key, self._key.seal(key, desk=self._desk, purpose=self._purpose + " key")

    def _bound(self, about: bytes) -> bytes:
        return _info(self._desk, self._purpose, about)


QUICK_OVERHEAD = OVERHEAD + _KEY + _NONCE + 16
"""Bytes that `QuickSeal.seal` adds: the sealed key (80), the nonce (12) and the tag (16)."""


def quick_open(private: RecoveryPrivateKey, sealed: bytes, *, desk: str, purpose: str, about: bytes) -> bytes:
    """What `QuickSeal.seal` sealed; raises SealError unless key, desk, purpose and subject all fit."""
    key_end, nonce_end = OVERHEAD + _KEY, OVERHEAD + _KEY + _NONCE
    key = private.open(sealed[:key_end], desk=desk, purpose=purpose + " key")
    try:
        cipher = AESGCM(key)
        return cipher.decrypt(sealed[key_end:nonce_end], sealed[nonce_end:], _info(desk, purpose, about))
    except (InvalidTag, ValueError) as error:
        raise SealError from error


def _info(desk: str, purpose: str, about: bytes) -> bytes:
    return framed(b"reception-desk seal v1", purpose.encode(), desk.encode(), about)
