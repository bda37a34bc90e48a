"""A desk's changes in one file for an office that is cut off, and central's receipts for it on the way back.

A parcel, big-endian: magic (8), length of the note (4), the note, the frames, an Ed25519 signature (64) over
all before it. The note is JSON in the clear and holds nothing of a person. What is sealed in the first frame
is the key of the receipts: who can answer with it is who could open the parcel, so receipts need no key pair.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from os import urandom
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desk.crypto.encoding import bytes_of, canonical, text_of
from desk.crypto.frames import Damaged, Frame, Framer, frames, opened
from desk.crypto.sealing import RecoveryPrivateKey, RecoveryPublicKey
from desk.crypto.signing import DeskKey, verified
from desk.lang import N_, _

MAGIC = b"DESKPRC1"
RECEIPTS_MAGIC = b"DESKRCP1"
PURPOSE = "changes in a file"
LARGEST = 64 << 20
"""Bytes of a parcel, at most: it is read whole, and a stick takes it in seconds."""
_SIGNATURE = 64
_NONCE = 12


SENTENCES = {
    "parcel_foreign": N_("This is not a file of a desk's changes."),
    "parcel_newer": N_("This file was written by a newer program. Update this one first."),
    "parcel_cut": N_("The file is not whole: it was cut or damaged on the way. Copy it again from the desk."),
    "parcel_altered": N_(
        "The file was altered on the way, or another desk made it. Nothing was taken from it."
    ),
    "parcel_sealed": N_("The file does not open with this recovery key. Nothing was taken from it."),
    "parcel_large": N_("The file is larger than a desk ever writes. Nothing was taken from it."),
    "parcel_desk": N_("No desk of this central wrote the file. Nothing was taken from it."),
    "parcel_revoked": N_(
        "The desk's access was taken away. Look into it; --unsigned takes the changes all the same."
    ),
    "receipts_foreign": N_("This is not a file of central's receipts."),
    "receipts_altered": N_(
        "The receipts are damaged, or answer a file that another desk made. Nothing changed."
    ),
    "receipts_epoch": N_(
        "The receipts are older than central's last restore. Nothing changed; export the changes again."
    ),
}


class ParcelError(Exception):
    """The file cannot be taken; `code` is a key of SENTENCES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return _(SENTENCES[self.code])


@dataclass(frozen=True)
class Note:
    """What a parcel says of itself, so that its whole can be checked before anything is opened."""

    parcel: UUID
    desk: str
    desk_id: UUID
    incarnation: UUID
    epoch: str
    made_at: str
    changes: int
    left: int
    """Changes that did not fit and go with the next parcel."""
    head_n: int
    head: str
    head_signature: str
    size: int = 0
    """Bytes of all frames."""

    def encoded(self) -> bytes:
        """The note as it stands in the file."""
        plain = {
            name: str(value) if isinstance(value, UUID) else value for name, value in asdict(self).items()
        }
        return canonical(plain)


@dataclass(frozen=True)
class Parcel:
    """A parcel whose parts are all there; nothing in it is proven yet."""

    note: Note
    content: bytes
    signed: bytes
    signature: str

    def check(self, public_key: str) -> None:
        """Raises ParcelError `parcel_altered` unless the desk with this key signed every byte."""
        if not verified(public_key, PURPOSE, sha256(self.signed).digest(), self.signature):
            raise ParcelError("parcel_altered")

    def open(self, key: RecoveryPrivateKey) -> tuple[bytes, list[bytes]]:
        """The key of the receipts, and each change as the desk sealed it. Raises ParcelError."""
        found = [_payload(frame, key) for frame in frames(self.content)]
        if len(found) != self.note.changes + 1:
            raise ParcelError("parcel_cut")
        return found[0], found[1:]


def _payload(frame: Frame | Damaged, key: RecoveryPrivateKey) -> bytes:
    if isinstance(frame, Damaged):
        raise ParcelError("parcel_cut")
    known = opened(frame, key)
    if isinstance(known, Damaged):
        raise ParcelError("parcel_sealed")
    return known.payload


def receipt_key(key: DeskKey, parcel: UUID) -> bytes:
    """The key of the receipts for one parcel: made anew from the desk's own key whenever it is needed."""
    return key.secret("receipts of a parcel", parcel.bytes)


def framer_of(desk: str, incarnation: UUID, recovery_key: str) -> Framer:
    """What seals for central; `recovery_key` as in `Enrolled`."""
    return Framer(desk, incarnation, RecoveryPublicKey.from_text(recovery_key))


def signed(note: Note, content: bytes, key: DeskKey) -> bytes:
    """The whole file: note and frames under the desk's signature."""
    encoded = note.encoded()
    whole = MAGIC + len(encoded).to_bytes(4, "big") + encoded + content
    return whole + bytes_of(key.sign(PURPOSE, sha256(whole).digest()))


def read_parcel(data: bytes) -> Parcel:
    """Take a file apart without a key. Raises ParcelError."""
    if len(data) > LARGEST + (1 << 20):
        raise ParcelError("parcel_large")
    if data[: len(MAGIC) - 1] != MAGIC[:-1] or len(data) < len(MAGIC):
        raise ParcelError("parcel_foreign")
    if not data.startswith(MAGIC):
        raise ParcelError("parcel_newer")
    start = len(MAGIC) + 4
    end = start + int.from_bytes(data[len(MAGIC) : start], "big")
    try:
        note = _note(data[start:end])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ParcelError("parcel_cut") from error
    if len(data) != end + note.size + _SIGNATURE:
        raise ParcelError("parcel_cut")
    return Parcel(note, data[end:-_SIGNATURE], data[:-_SIGNATURE], text_of(data[-_SIGNATURE:]))


def _note(encoded: bytes) -> Note:
    told: dict[str, Any] = json.loads(encoded)
    for name in ("parcel", "desk_id", "incarnation"):
        told[name] = UUID(told[name])
    note = Note(**told)
    numbers = (note.changes, note.left, note.head_n, note.size)
    texts = (note.desk, note.epoch, note.made_at, note.head, note.head_signature)
    if not all(type(value) is int for value in numbers) or not all(type(value) is str for value in texts):
        raise ValueError("not a note")
    return note


def seal_receipts(parcel: UUID, secret: bytes, told: bytes) -> bytes:
    """Central's answer to a parcel, for the eyes of the desk that sent it."""
    nonce = urandom(_NONCE)
    head = RECEIPTS_MAGIC + parcel.bytes
    return head + nonce + AESGCM(secret).encrypt(nonce, told, head)


def parcel_of_receipts(data: bytes) -> UUID:
    """Which parcel the receipts answer. Raises ParcelError."""
    end = len(RECEIPTS_MAGIC) + 16
    if not data.startswith(RECEIPTS_MAGIC):
        raise ParcelError("receipts_foreign")
    if len(data) < end + _NONCE + 16:
        raise ParcelError("receipts_altered")
    return UUID(bytes=data[len(RECEIPTS_MAGIC) : end])


def open_receipts(data: bytes, secret: bytes) -> bytes:
    """What central answered. Raises ParcelError: cut, altered, or an answer to another desk's parcel."""
    parcel_of_receipts(data)
    end = len(RECEIPTS_MAGIC) + 16
    try:
        return AESGCM(secret).decrypt(data[end : end + _NONCE], data[end + _NONCE :], data[:end])
    except InvalidTag as error:
        raise ParcelError("receipts_altered") from error
