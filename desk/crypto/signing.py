"""The desk's own key: it says at central which desk speaks and what its log was when it spoke."""

from datetime import datetime
from hashlib import sha256
from os import urandom
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk.crypto.encoding import bytes_of, canonical, framed, instant, text_of

_NONCE = 12
_TOKEN = "token"  # noqa: S105 - a purpose, not a secret
_HEAD = "head"
_COUNTERSIGN = "countersign"


class DeskKeyError(Exception):
    """The stored key is damaged, belongs to another desk, or was sealed under another data key."""


class DeskKey:
    """An Ed25519 key that is in the clear in memory only."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        """Take a key that was made or opened already."""
        self._key = key

    @classmethod
    def generate(cls) -> "DeskKey":
        """A new random key, made at the desk and never leaving it unsealed."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def open(cls, sealed: bytes, *, data_key: bytes, desk: str) -> "DeskKey":
        """The key that `seal` stored; raises DeskKeyError."""
        try:
            raw = _cipher(data_key).decrypt(sealed[:_NONCE], sealed[_NONCE:], desk.encode())
            return cls(Ed25519PrivateKey.from_private_bytes(raw))
        except (InvalidTag, ValueError) as error:
            raise DeskKeyError from error

    def seal(self, *, data_key: bytes, desk: str) -> bytes:
        """The key as AES-256-GCM under a key derived from the data key (32 bytes), bound to the desk."""
        nonce = urandom(_NONCE)
        return nonce + _cipher(data_key).encrypt(nonce, self._key.private_bytes_raw(), desk.encode())

    @property
    def public(self) -> str:
        """The public half, raw, base64, as it travels in `Enrol.public_key`."""
        return text_of(self._key.public_key().public_bytes_raw())

    def sign(self, purpose: str, message: bytes) -> str:
        """A signature, base64, that is good for this purpose only."""
        return text_of(self._key.sign(_signed(purpose, message)))

    def secret(self, purpose: str, about: bytes) -> bytes:
        """32 bytes that only this key gives for this purpose and subject, and that need be kept nowhere."""
        info = framed(b"reception-desk secret v1", purpose.encode(), about)
        return HKDF(SHA256(), 32, None, info).derive(self._key.private_bytes_raw())

    def sign_head(self, desk_id: UUID, incarnation: UUID, head_n: int, head: str) -> str:
        """The signature of the newest link of the chain: `Push.head_signature`."""
        return self.sign(_HEAD, _head(desk_id, incarnation, head_n, head))

    def sign_token(self, desk_id: UUID, at: datetime, nonce: str) -> str:
        """The signature of a `TokenRequest`: who asks, when, and a nonce that is used once."""
        return self.sign(_TOKEN, _token(desk_id, at, nonce))


def verified(public: str, purpose: str, message: bytes, signature: str) -> bool:
    """Whether the signature was made over this message for this purpose; never raises for bad text."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes_of(public))
        key.verify(bytes_of(signature), _signed(purpose, message))
    except (InvalidSignature, ValueError):
        return False
    return True


def head_verified(
    public: str, desk_id: UUID, incarnation: UUID, head_n: int, head: str, signature: str
) -> bool:
    """Whether the desk signed this link as its newest."""
    return verified(public, _HEAD, _head(desk_id, incarnation, head_n, head), signature)


def token_verified(public: str, desk_id: UUID, at: datetime, nonce: str, signature: str) -> bool:
    """Whether the desk signed this request; that it is recent and not replayed is for the caller to check."""
    return verified(public, _TOKEN, _token(desk_id, at, nonce), signature)


def sign_countersign(
    key: DeskKey, desk_id: UUID, incarnation: UUID, head_n: int, head: str, at: datetime
) -> str:
    """Central's signature of a head that a desk signed: it held then, and was whole so far."""
    return key.sign(_COUNTERSIGN, _head(desk_id, incarnation, head_n, head) + instant(at).encode())


def countersign_verified(
    public: str, desk_id: UUID, incarnation: UUID, head_n: int, head: str, at: datetime, signature: str
) -> bool:
    """Whether central signed this head at this time."""
    message = _head(desk_id, incarnation, head_n, head) + instant(at).encode()
    return verified(public, _COUNTERSIGN, message, signature)


def fingerprint(public: str) -> str:
    """What two people read to each other at enrolment: 80 bits of SHA-256 in five groups of hex.

    Raises ValueError when the text is not base64.
    """
    digits = sha256(bytes_of(public)).hexdigest()[:20].upper()
    return " ".join(digits[place : place + 4] for place in range(0, 20, 4))


def _signed(purpose: str, message: bytes) -> bytes:
    return framed(b"reception-desk signature v1", purpose.encode(), message)


def _head(desk_id: UUID, incarnation: UUID, head_n: int, head: str) -> bytes:
    return canonical(
        {"desk_id": str(desk_id), "incarnation": str(incarnation), "head_n": head_n, "head": head}
    )


def _token(desk_id: UUID, at: datetime, nonce: str) -> bytes:
    return canonical({"desk_id": str(desk_id), "at": instant(at), "nonce": nonce})


def _cipher(data_key: bytes) -> AESGCM:
    # The data key itself is the store's cipher key: a key for another use is derived from it.
    return AESGCM(HKDF(SHA256(), 32, None, b"reception-desk signing key v1").derive(data_key))
