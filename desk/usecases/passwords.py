"""Passwords at this desk: a person's own, and the first or a new one that a supervisor lets in.

The slot is written before the log's transaction is committed, and put back when that fails. A crash between
the two leaves a slot whose password was typed twice a moment ago, and lacks only its entry in the log; the
other order would leave an entry without a slot, and shut out whom central let in by a file that works once.
"""

from hashlib import sha256

from desk.config import Settings
from desk.crypto.files import put_back_on_error, replace_file
from desk.crypto.lockout import Lockout
from desk.crypto.passwords import SHORTEST, password_faults
from desk.crypto.slot import SlotError
from desk.crypto.slots import Slots, owner_of, unlock_document
from desk.crypto.trusted_time import TrustedTime, load_stored
from desk.db import changes, facts, references
from desk.db.file import StoreRefused
from desk.db.store import RoleNeeded
from desk.lang import N_, _
from desk.records.audit import PasswordChanged, PersonAdmitted
from desk.records.reference import Clerk
from desk.records.roles import for_command, has_one
from desk.usecases.access import SLOTS, VALID
from desk.usecases.acts import keep_copies, signed
from desk.usecases.desk import Desk
from desk.usecases.people import Person, Staff, read_staff, write_staff
from desk.usecases.sign_in import open_slot

FAULTS = {
    "password_short": N_("At least {shortest} characters: a sentence of four or five words is best."),
    "password_long": N_("At most 256 characters."),
    "password_characters": N_("There is a character that no keyboard makes."),
    "password_repeats": N_("The same again and again is guessed at once."),
    "password_personal": N_("Too little besides your name and office, which everybody knows."),
    "password_common": N_("Too little besides words and rows of keys that everybody tries."),
    "password_again": N_("The two new passwords are not the same."),
    "password_same": N_("This is the password that you have now."),
}


_GIVEN = "password_given_"
"""Before a person's identifier, a fact of the desk: who gave them the password that they have."""


class PasswordRefused(Exception):
    """A new password that is not good enough; `code` is a key of FAULTS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def text(self) -> str:
        """The sentence in the language in use."""
        return _(FAULTS[self.code]).format(shortest=SHORTEST)


class PersonUnknown(LookupError):
    """Central's register has no such person at this office."""


def check_new(password: str, again: str, clerk: Clerk) -> None:
    """Raise PasswordRefused for the first thing that is wrong with a new password."""
    if password != again:
        raise PasswordRefused("password_again")
    for code in password_faults(password, (clerk.id, clerk.name, clerk.office)):
        raise PasswordRefused(code)


def change_password(desk: Desk, settings: Settings, old: str, new: str, again: str) -> str:
    """Give the person who works here another password; after an error the slot and the log are as they were.

    Returns the code of why the sealed copy was not written, or nothing. Raises PasswordRefused, StoreRefused
    for a wrong old password (counted like a sign-in), StoreFailed, SlotError and OSError.
    """
    check_new(new, again, desk.clerk)
    if new == old:
        raise PasswordRefused("password_same")
    staff, person = read_staff(settings), desk.clerk.id
    open_slot(settings, staff.desk, person, old)
    with SLOTS:
        slots = Slots.load(settings.slots, staff.desk)
        with put_back_on_error(settings.slots), desk.store.write() as connection:
            told = PasswordChanged(**signed(desk))
            change = changes.append(connection, desk.author, "password.changed", f"person:{person}", told)
            facts.put(connection, **{f"{_GIVEN}{person}": ""})
            slots.change_password(person, old, new)
        desk.access.opened = slots.open(person, new)
    return keep_copies(desk, change)


def is_given(desk: Desk) -> bool:
    """Whether somebody else gave the person at work the password that they have: they choose one first."""
    with desk.store.read() as connection:
        return bool(facts.get(connection, f"{_GIVEN}{desk.clerk.id}"))


def admit(desk: Desk, settings: Settings, data_key: bytes, person: str, new: str, again: str) -> str:
    """Give a person of the register a slot at this desk, or a new one for a lost password; free a lock.

    The name comes first, for a name without a slot opens nothing; after an error the slots are as they were.
    Returns the code of why the sealed copy was not written, or nothing. Raises PersonUnknown,
    PasswordRefused, RoleNeeded and other StoreFailed, SlotError and OSError.
    """
    clerk = _registered(desk, person)
    check_new(new, again, clerk)
    staff, until = read_staff(settings), desk.clock.trusted.read().at + VALID
    people = [one for one in staff.people if one.id != person]
    people.append(Person(clerk.id, clerk.name, tuple(clerk.roles)))
    with SLOTS:
        slots = Slots.load(settings.slots, staff.desk)
        give = slots.reset_password if person in slots.people else slots.add
        with put_back_on_error(settings.slots), desk.store.write() as connection:
            told = PersonAdmitted(**signed(desk), person=person)
            change = changes.append(connection, desk.author, "person.admitted", f"person:{person}", told)
            giver = "" if person == desk.clerk.id else desk.clerk.id
            facts.put(connection, **{f"{_GIVEN}{person}": giver})
            write_staff(settings, Staff(staff.desk, people))
            give(person, new, data_key, until)
    Lockout.running(settings.lockout).succeeded(person)
    return keep_copies(desk, change)


def admit_first(desk: Desk, settings: Settings, data_key: bytes, person: str, new: str, again: str) -> Desk:
    """The first person of a new desk, who then lets in the others; a supervisor or administrator.

    Returns the desk with that person at work. Raises as `admit`.
    """
    from desk.usecases.sign_in import enter

    clerk = _registered(desk, person)
    check_new(new, again, clerk)
    if not has_one(clerk.roles, for_command("admit")):
        raise RoleNeeded(for_command("admit"))
    named = Person(clerk.id, clerk.name, tuple(clerk.roles))
    with SLOTS:
        slots = Slots.load(settings.slots, desk.identity.desk)
        slots.add(person, new, data_key, desk.clock.trusted.read().at + VALID)
    Lockout.create(settings.lockout)
    write_staff(settings, Staff(desk.identity.desk, [named]))
    return enter(desk, named)


def admit_lent(settings: Settings, document: bytes, person: str, once: str, new: str, again: str) -> str:
    """Let a supervisor in by a file of slots from central, under its one-time password: no other one works.

    A file of slots that is gone or damaged gives way to central's, which lets in once. Returns and raises as
    `admit`; StoreRefused where file, password and desk do not fit together.
    """
    from desk.usecases.sign_in import enter, open_desk

    now = TrustedTime(load_stored(settings.trusted_time)).read().at
    try:
        data_key = unlock_document(document, person, once, now)
    except SlotError as error:
        raise StoreRefused(str(error.code)) from error
    desk = open_desk(settings, data_key)
    try:
        clerk = _registered(desk, person)
        check_new(new, again, clerk)
        if not has_one(clerk.roles, for_command("admit")):
            raise RoleNeeded(for_command("admit"))
        _use_up(desk, document)
        code = _make_usable(settings, document)
        if read_staff(settings).desk != code:
            write_staff(settings, Staff(code, read_staff(settings).people))
        working = enter(desk, Person(clerk.id, clerk.name, tuple(clerk.roles)))
        return admit(working, settings, data_key, person, new, again)
    finally:
        desk.close()


def _use_up(desk: Desk, document: bytes) -> None:
    name = f"lent_{sha256(document).hexdigest()[:16]}"
    with desk.store.write() as connection:
        if facts.get(connection, name):
            raise StoreRefused("lent_used")
        facts.put(connection, **{name: "used"})


def _make_usable(settings: Settings, document: bytes) -> str:
    """Whose slots the desk has now: its own, or central's in the place of ones that do not read."""
    owner = owner_of(document)
    with SLOTS:
        try:
            Slots.load(settings.slots, owner)
        except SlotError:
            if settings.slots.exists():
                settings.slots.replace(settings.slots.with_suffix(".unread"))
            replace_file(settings.slots, document)
    return owner


def _registered(desk: Desk, person: str) -> Clerk:
    with desk.store.read() as connection:
        known = {clerk.id: clerk for clerk in references.every(connection, "clerk.set", Clerk)}
    clerk = known.get(person)
    if clerk is None or not clerk.active:
        raise PersonUnknown(person)
    return clerk


__all__ = [
    "FAULTS",
    "PasswordRefused",
    "PersonUnknown",
    "SlotError",
    "StoreRefused",
    "admit",
    "admit_lent",
    "change_password",
    "is_given",
]
