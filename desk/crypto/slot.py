"""One slot and the text of the file of slots: `slots.json`, form 1."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from os import urandom
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desk.crypto.encoding import bytes_of, canonical, instant, text_of
from desk.crypto.password_key import Cost, derive, new_salt

FORM = 1
DATA_KEY = 32
"""Bytes."""
_NONCE = 12


class SlotCode(StrEnum):
    """Why a slot was refused."""

    password_wrong = "password_wrong"  # noqa: S105 - a code
    """Wrong password, no such person, or a slot that was tampered with: not told apart on purpose."""
    access_expired = "access_expired"
    person_exists = "person_exists"
    person_unknown = "person_unknown"
    slots_missing = "slots_missing"
    slots_damaged = "slots_damaged"
    other_desk = "other_desk"
    recovery_refused = "recovery_refused"


class SlotError(Exception):
    """A slot or the file of slots was refused; `code` says why."""

    def __init__(self, code: SlotCode) -> None:
        """Keep the code; no password, key or path is ever part of the text."""
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True)
class Slot:
    """One person's slot as it stands in the file."""

    valid_until: datetime
    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes


def made(desk: str, person: str, password: str, data_key: bytes, valid_until: datetime, cost: Cost) -> Slot:
    """A new slot for the data key (32 bytes; ValueError for another length) under a password."""
    if len(data_key) != DATA_KEY:
        raise ValueError("a data key has 32 bytes")
    salt = new_salt()
    slot = Slot(valid_until, cost, salt, b"", b"")
    return sealed(desk, person, slot, derive(password, salt, cost), data_key)


def sealed(desk: str, person: str, slot: Slot, key: bytes, data_key: bytes) -> Slot:
    """The slot with the data key sealed anew under the slot's own key."""
    fresh = replace(slot, nonce=urandom(_NONCE))
    return replace(fresh, sealed=AESGCM(key).encrypt(fresh.nonce, data_key, _bound(desk, person, fresh)))


def unsealed(desk: str, person: str, slot: Slot, key: bytes) -> bytes:
    """The data key; raises InvalidTag for another key, or a slot that was altered or carried elsewhere."""
    return AESGCM(key).decrypt(slot.nonce, slot.sealed, _bound(desk, person, slot))


def _bound(desk: str, person: str, slot: Slot) -> bytes:
    return canonical(
        {
            "form": FORM,
            "desk": desk,
            "person": person,
            "valid_until": instant(slot.valid_until),
            "kdf": _parameters(slot),
        }
    )


def _parameters(slot: Slot) -> dict[str, object]:
    return {
        "name": "argon2id",
        "memory_kib": slot.cost.memory_kib,
        "iterations": slot.cost.iterations,
        "lanes": slot.cost.lanes,
        "salt": text_of(slot.salt),
    }


def _stored(slot: Slot) -> dict[str, object]:
    return {
        "valid_until": instant(slot.valid_until),
        "kdf": _parameters(slot),
        "nonce": text_of(slot.nonce),
        "sealed": text_of(slot.sealed),
    }


def document_of(desk: str, slots: dict[str, Slot], recovery: bytes) -> bytes:
    """The bytes of the file."""
    values = {
        "form": FORM,
        "desk": desk,
        "recovery": text_of(recovery),
        "slots": {person: _stored(slot) for person, slot in slots.items()},
    }
    return json.dumps(values, indent=1, sort_keys=True).encode() + b"\n"


def parsed(document: bytes) -> tuple[str, dict[str, Slot], bytes]:
    """The desk, its people's slots and the recovery slot; raises SlotError (slots_damaged)."""
    try:
        values = json.loads(document)
        if values["form"] != FORM:
            raise SlotError(SlotCode.slots_damaged)
        slots = {str(person): _slot(stored) for person, stored in values["slots"].items()}
        return str(values["desk"]), slots, bytes_of(values["recovery"])
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise SlotError(SlotCode.slots_damaged) from error


def _slot(stored: dict[str, Any]) -> Slot:
    kdf = stored["kdf"]
    cost = Cost(int(kdf["memory_kib"]), int(kdf["iterations"]), int(kdf["lanes"]))
    valid_until = datetime.fromisoformat(stored["valid_until"])
    nonce = bytes_of(stored["nonce"])
    if kdf["name"] != "argon2id" or valid_until.tzinfo is None or len(nonce) != _NONCE:
        raise ValueError("not a slot")
    return Slot(valid_until.astimezone(UTC), cost, bytes_of(kdf["salt"]), nonce, bytes_of(stored["sealed"]))
