"""Sealed records one after another in a file, each whole in itself, so that damage to one costs no other.

A frame, big-endian: magic (4), version (1), desk code (15, NUL-padded ASCII), incarnation (16), change id
(16), length of the sealed bytes (4), CRC-32 of the header so far (4), the sealed bytes, the first 8 bytes of
SHA-256 over all before. The header is in the clear, so that the desk, which cannot open a seal, can still
trim and refill; the seal is bound to it. Behind the last frame zeros are allowed: room written ahead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from struct import Struct
from uuid import UUID
from zlib import crc32

from desk.crypto.encoding import framed
from desk.crypto.sealing import QuickSeal, RecoveryPrivateKey, RecoveryPublicKey, SealError, quick_open

MAGIC = b"\x9dSPL"
VERSION = 1
LONGEST_SEALED = 16 << 20
_HEADER = Struct(">4sB15s16s16sI")
_CRC = Struct(">I")
_SEALED_AT = _HEADER.size + _CRC.size
_CHECK = 8
_PURPOSE = "spool"


@dataclass(frozen=True)
class Frame:
    """One whole frame: where it stands, whose it is and what is sealed in it."""

    offset: int
    length: int
    desk: str
    incarnation: UUID
    change_id: UUID
    sealed: bytes


@dataclass(frozen=True)
class Damaged:
    """Bytes that are no whole frame.

    `reason`: `torn` (cut short), `checksum`, `unreadable` (no frame begins here), `zeros` (between frames),
    `version` (written by another version of the program), `seal` (whole, but does not open with this key).
    """

    offset: int
    length: int
    reason: str
    change_id: UUID | None = None


@dataclass(frozen=True)
class Recovered:
    """One record that was opened: the bytes that the desk sealed."""

    desk: str
    incarnation: UUID
    change_id: UUID
    payload: bytes


class Framer:
    """Makes the frames of one desk and incarnation."""

    def __init__(self, desk: str, incarnation: UUID, key: RecoveryPublicKey) -> None:
        """Raises ValueError unless the desk code is 1 to 15 ASCII letters and digits."""
        if not (desk.isascii() and desk.isalnum() and len(desk) <= 15):
            raise ValueError("a desk code is 1 to 15 letters and digits")
        self._desk = desk.encode("ascii")
        self._incarnation = incarnation
        self._seal = QuickSeal(key, desk=desk, purpose=_PURPOSE)

    def prepare(self) -> None:
        """Do ahead what the next frames need; for a thread with time."""
        self._seal.prepare()

    def frame(self, change_id: UUID, payload: bytes) -> bytes:
        """Seal a payload and frame it; raises ValueError when it is over 16 MiB."""
        sealed = self._seal.seal(payload, _about(self._incarnation, change_id))
        if len(sealed) > LONGEST_SEALED:
            raise ValueError("the record is too long")
        identity = self._incarnation.bytes, change_id.bytes
        header = _HEADER.pack(MAGIC, VERSION, self._desk, *identity, len(sealed))
        whole = header + _CRC.pack(crc32(header)) + sealed
        return whole + sha256(whole).digest()[:_CHECK]


def frames(data: bytes) -> Iterator[Frame | Damaged]:
    """Every frame in order, and every stretch that is none; zeros at the end are neither.

    The time is linear in the data, whatever stands in it: what a sound header spans is looked at once.
    """
    place = 0
    while place < len(data):
        found = frame_at(data, place)
        if found is None:
            found = _stretch(data, place)
        if found is None:
            return
        yield found
        place = found.offset + found.length


def frame_at(data: bytes, place: int) -> Frame | Damaged | None:
    """The frame whose header stands at this place, or what is wrong with it; None without a sound header."""
    if not data.startswith(MAGIC, place) or place + _SEALED_AT > len(data):
        return None
    header = data[place : place + _HEADER.size]
    if _CRC.unpack_from(data, place + _HEADER.size)[0] != crc32(header):
        return None
    _magic, version, code, incarnation, change_id, sealed_length = _HEADER.unpack(header)
    if sealed_length > LONGEST_SEALED:
        return None
    length = _SEALED_AT + sealed_length + _CHECK
    identity = UUID(bytes=change_id)
    whole = data[place : place + length]
    if version != VERSION:
        return Damaged(place, length, "version", identity)
    if len(whole) < length:
        return Damaged(place, length, "torn", identity)
    if sha256(whole[:-_CHECK]).digest()[:_CHECK] != whole[-_CHECK:]:
        return Damaged(place, length, "checksum", identity)
    desk = code.rstrip(b"\0").decode("ascii", "replace")
    return Frame(place, length, desk, UUID(bytes=incarnation), identity, whole[_SEALED_AT:-_CHECK])


def _stretch(data: bytes, place: int) -> Damaged | None:
    """What lies between here and the next frame that may begin; None when only zeros are left."""
    later = data.find(MAGIC, place + 1)
    end = len(data) if later < 0 else later
    content = data[place:end].rstrip(b"\0")
    if content:
        return Damaged(place, len(content), "torn" if later < 0 else "unreadable")
    return None if later < 0 else Damaged(place, end - place, "zeros")


def read(path: Path, key: RecoveryPrivateKey) -> Iterator[Recovered | Damaged]:
    """Open every record of a file of frames, in order, and tell of every stretch that could not be.

    A seal does not say who made it: check the records' chain and signature. Raises OSError.
    """
    for found in frames(path.read_bytes()):
        yield found if isinstance(found, Damaged) else opened(found, key)


def opened(found: Frame, key: RecoveryPrivateKey) -> Recovered | Damaged:
    """Open one frame; a seal that does not fit its header is damage, not an error."""
    about = _about(found.incarnation, found.change_id)
    try:
        payload = quick_open(key, found.sealed, desk=found.desk, purpose=_PURPOSE, about=about)
    except SealError:
        return Damaged(found.offset, found.length, "seal", found.change_id)
    return Recovered(found.desk, found.incarnation, found.change_id, payload)


def _about(incarnation: UUID, change_id: UUID) -> bytes:
    return framed(incarnation.bytes, change_id.bytes)
