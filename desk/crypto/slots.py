"""The data key in slots: one for each person under the password, one for central under its recovery key.

Opening a slot is the offline sign-in; there is no second verifier. Each slot is AES-256-GCM under
Argon2id(password) with the desk, the person, the validity and the parameters as associated data, so that a
slot edited, swapped or carried to another desk no longer opens.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from os import urandom
from pathlib import Path

from cryptography.exceptions import InvalidTag

from desk.crypto.files import replace_file
from desk.crypto.password_key import Cost, derive, new_salt
from desk.crypto.sealing import RecoveryPrivateKey, RecoveryPublicKey, SealError
from desk.crypto.slot import DATA_KEY, Slot, SlotCode, SlotError, document_of, made, parsed, sealed, unsealed

_PURPOSE = "data key"
DEFAULT_COST = Cost()


@dataclass(frozen=True)
class Opened:
    """A slot that a password opened: the data key, and what is needed to seal the slot again."""

    person: str
    valid_until: datetime
    data_key: bytes = field(repr=False)
    slot: Slot = field(repr=False)
    slot_key: bytes = field(repr=False)


class Slots:
    """The file `slots.json` of one desk. Every change is on the disk when the call returns, or not made."""

    def __init__(self, path: Path, desk: str, slots: dict[str, Slot], recovery: bytes) -> None:
        """Use `create` or `load`."""
        self._path = path
        self._desk = desk
        self._slots = slots
        self._recovery = recovery

    @classmethod
    def create(
        cls, path: Path, desk: str, recovery: RecoveryPublicKey, data_key: bytes | None = None
    ) -> tuple["Slots", bytes]:
        """A new file with the recovery slot only, and the data key (32 bytes): a new random one unless given.

        Raises FileExistsError: an existing file is the way to existing data. Raises OSError.
        """
        if path.exists():
            raise FileExistsError(path)
        data_key = data_key or urandom(DATA_KEY)
        slots = cls(path, desk, {}, recovery.seal(data_key, desk=desk, purpose=_PURPOSE))
        slots._write({})
        return slots, data_key

    @classmethod
    def load(cls, path: Path, desk: str) -> "Slots":
        """The file of this desk; raises SlotError (slots_missing, slots_damaged, other_desk) or OSError."""
        try:
            document = path.read_bytes()
        except FileNotFoundError as error:
            raise SlotError(SlotCode.slots_missing) from error
        owner, slots, recovery = parsed(document)
        if owner != desk:
            raise SlotError(SlotCode.other_desk)
        return cls(path, desk, slots, recovery)

    @property
    def people(self) -> dict[str, datetime]:
        """Who has a slot, and until when; not proven until the slot is opened."""
        return {person: slot.valid_until for person, slot in self._slots.items()}

    def unlock(self, person: str, password: str, now: datetime) -> Opened:
        """Sign in offline at the trusted moment `now`.

        Raises SlotError: password_wrong, or access_expired when only the validity is over.
        """
        opened = self.open(person, password)
        if now >= opened.valid_until:
            raise SlotError(SlotCode.access_expired)
        return opened

    def open(self, person: str, password: str) -> Opened:
        """Open a slot whatever its validity, for a sign-in that central is about to confirm.

        Raises SlotError (password_wrong). It takes as long for a person who has no slot.
        """
        slot = self._slots.get(person)
        cost = slot.cost if slot else next((known.cost for known in self._slots.values()), DEFAULT_COST)
        try:
            key = derive(password, slot.salt if slot else new_salt(), cost)
            if slot is None:
                raise SlotError(SlotCode.password_wrong)
            data_key = unsealed(self._desk, person, slot, key)
        except (InvalidTag, ValueError) as error:
            raise SlotError(SlotCode.password_wrong) from error
        return Opened(person, slot.valid_until, data_key, slot, key)

    def add(
        self, person: str, password: str, data_key: bytes, valid_until: datetime, cost: Cost = DEFAULT_COST
    ) -> None:
        """Give a person a slot; raises SlotError (person_exists) or OSError."""
        if person in self._slots:
            raise SlotError(SlotCode.person_exists)
        self._put(person, made(self._desk, person, password, data_key, valid_until, cost))

    def reset_password(
        self, person: str, password: str, data_key: bytes, valid_until: datetime, cost: Cost = DEFAULT_COST
    ) -> None:
        """Put a new slot in the place of one whose password is lost; raises SlotError (person_unknown)."""
        if person not in self._slots:
            raise SlotError(SlotCode.person_unknown)
        self._put(person, made(self._desk, person, password, data_key, valid_until, cost))

    def change_password(self, person: str, old: str, new: str, cost: Cost = DEFAULT_COST) -> None:
        """Seal the slot under another password, validity unchanged; raises SlotError (password_wrong)."""
        opened = self.open(person, old)
        self._put(person, made(self._desk, person, new, opened.data_key, opened.valid_until, cost))

    def renew(self, opened: Opened, valid_until: datetime) -> Opened:
        """Move the validity of a signed-in person after central confirmed it; the password is not needed.

        A slot whose password was changed since is left alone. Returns the slot as it is open from now on.

        Raises SlotError (person_unknown) when the slot was removed in the meantime, or OSError.
        """
        if opened.person not in self._slots:
            raise SlotError(SlotCode.person_unknown)
        if self._slots[opened.person].salt != opened.slot.salt:
            return replace(opened, valid_until=self._slots[opened.person].valid_until)
        slot = replace(opened.slot, valid_until=valid_until)
        slot = sealed(self._desk, opened.person, slot, opened.slot_key, opened.data_key)
        self._put(opened.person, slot)
        return replace(opened, valid_until=valid_until, slot=slot)

    def remove(self, person: str) -> None:
        """Take a person's slot away; raises SlotError (person_unknown) or OSError."""
        if person not in self._slots:
            raise SlotError(SlotCode.person_unknown)
        self._write({name: slot for name, slot in self._slots.items() if name != person})

    def _put(self, person: str, slot: Slot) -> None:
        self._write({**self._slots, person: slot})

    def _write(self, slots: dict[str, Slot]) -> None:
        replace_file(self._path, document_of(self._desk, slots, self._recovery))
        self._slots = slots


def unlock_document(document: bytes, person: str, password: str, now: datetime) -> bytes:
    """The data key from the bytes of a desk's slots, such as those in a backup; raises SlotError."""
    desk, slots, recovery = parsed(document)
    return Slots(Path(), desk, slots, recovery).unlock(person, password, now).data_key


def owner_of(document: bytes) -> str:
    """The desk whose slots these are, by its first code; raises SlotError (slots_damaged)."""
    return parsed(document)[0]


def recover(document: bytes, desk: str, private: RecoveryPrivateKey) -> bytes:
    """The data key from the bytes of a desk's `slots.json`, by central's private key.

    Raises SlotError: slots_damaged, or recovery_refused when key or desk do not fit.
    """
    _owner, _slots, recovery = parsed(document)
    try:
        return private.open(recovery, desk=desk, purpose=_PURPOSE)
    except SealError as error:
        raise SlotError(SlotCode.recovery_refused) from error


def lend(
    document: bytes, private: RecoveryPrivateKey, person: str, password: str, valid_until: datetime
) -> bytes:
    """The same desk's `slots.json` with one slot only, under a one-time password that central gives out.

    Raises SlotError as `recover` does.
    """
    desk, _slots, recovery = parsed(document)
    data_key = recover(document, desk, private)
    return document_of(
        desk, {person: made(desk, person, password, data_key, valid_until, DEFAULT_COST)}, recovery
    )
