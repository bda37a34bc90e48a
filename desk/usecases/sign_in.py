"""Signing in: a slot opened by the password, the open store, and the change that says who opened the desk."""

import math
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from desk.config import Settings
from desk.crypto import refused_tries
from desk.crypto.list_file import list_key
from desk.crypto.lockout import LockedOutError, Lockout
from desk.crypto.slot import SlotCode, SlotError
from desk.crypto.slots import Opened, Slots
from desk.crypto.trusted_time import TrustedTime, load_stored, save_stored
from desk.db import changes, facts, references
from desk.db.file import StoreRefused
from desk.db.migrate import drop_backups
from desk.db.restrictions.held import HeldList
from desk.db.spool_errors import SpoolCode, SpoolError
from desk.db.store import Connection, damage_told
from desk.lang import keep_time
from desk.records.kinds import SignIn
from desk.records.reference import Clerk, Role
from desk.usecases import set_up
from desk.usecases.acts import signed
from desk.usecases.desk import NOBODY, Clock, Desk, offset_at_start
from desk.usecases.people import Person, keys_missing, nobody_known, read_staff
from desk.usecases.refused import note_refused
from desk.usecases.rescue import strays

_NO_SPOOL = {
    SpoolCode.spool_full: "disk_full",
    SpoolCode.spool_read_only: "disk_read_only",
    SpoolCode.spool_failed: "disk_error",
}
"""Refusals of a desk whose safety copy cannot even be opened: no save could be told safe."""


class AccessExpired(StoreRefused):
    """The password was right, but the person's 14 days are over; `opened` waits for central's word."""

    def __init__(self, opened: Opened) -> None:
        super().__init__("access_expired")
        self.opened = opened


class DeliversOnly(StoreRefused):
    """The desk is open for delivery, and nobody works at it: the person's access has expired."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("access_expired")
        self.desk = desk


def unlock(settings: Settings, desk_code: str, person_id: str, password: str) -> bytes:
    """The data key, by a person's password; raises StoreRefused as `open_slot` does."""
    return open_slot(settings, desk_code, person_id, password).data_key


def open_slot(settings: Settings, desk_code: str, person_id: str, password: str) -> Opened:
    """A person's slot, by their password; each try is counted before the password is looked at.

    Slots that cannot be read are no try. Raises StoreRefused: `password_wrong`, `wait`, `locked` or why they
    cannot be read; AccessExpired.
    """
    try:
        slots = Slots.load(settings.slots, desk_code)
    except SlotError as error:
        known = error.code is not SlotCode.slots_missing
        raise StoreRefused(str(error.code) if known else keys_missing(settings)) from error
    lockout = Lockout.running(settings.lockout)
    time = TrustedTime(load_stored(settings.trusted_time))
    try:
        lockout.begin(person_id)
        opened = slots.open(person_id, password)
    except LockedOutError as error:
        seconds = "" if math.isinf(error.seconds) else str(math.ceil(error.seconds))
        raise StoreRefused(str(error.code), seconds=seconds) from error
    except SlotError as error:
        lockout.failed(person_id)
        with suppress(OSError):
            refused_tries.add(settings.refused, person_id, time.read().at)
        raise StoreRefused(str(error.code)) from error
    lockout.succeeded(person_id)
    now = time.read().at
    with suppress(OSError):  # the store keeps the moment too
        save_stored(settings.trusted_time, now)
    if now >= opened.valid_until:
        raise AccessExpired(opened)
    return opened


def open_desk(settings: Settings, data_key: bytes) -> Desk:
    """Open the store, bring it up to date and say who this desk is; nobody is signed in yet.

    Raises StoreRefused.
    """
    try:
        with damage_told():
            found = set_up.open_desk(settings.database, data_key)
    except KeyError as error:
        raise StoreRefused("store_missing") from error
    held = HeldList(settings.restrictions, list_key(data_key))
    try:
        held.open()
        with damage_told():
            return replace(_with_spool(settings, found), restrictions=held)
    except BaseException:
        found.store.close()
        raise


def with_spool(settings: Settings, found: set_up.OpenDesk) -> Desk:
    """A desk with its sealed safety copy brought up to date; nobody is signed in yet.

    Raises StoreRefused for a desk that needs a new code (restored, or behind its safety copy), and for one
    that can have no safety copy.
    """
    try:
        return _with_spool(settings, found)
    except BaseException:
        found.store.close()
        raise


def _with_spool(settings: Settings, found: set_up.OpenDesk) -> Desk:
    if found.store.stopped:
        raise StoreRefused(found.store.stopped)
    with found.store.read() as connection:
        offset = offset_at_start(connection)
        found.store.frozen = facts.get(connection, "frozen")
        known = facts.get(connection, "trusted_time")
    try:
        spool, lost, warning = set_up.open_spool(found, settings.spool)
    except SpoolError as error:
        raise StoreRefused(_NO_SPOOL[error.code]) from error
    if lost:
        # The file's counter is behind what was printed: it may not go on under this code.
        spool.close()
        set_up.fence(found.store)
        raise StoreRefused("saves_lost", n=str(len(lost)))
    stray = len(strays(found.store, spool.path))
    trusted = TrustedTime(load_stored(settings.trusted_time))
    if known:
        trusted.at_least(datetime.fromisoformat(known))
    clock = Clock(offset, trusted=trusted, file=settings.trusted_time)
    keep_time(clock.now)
    return Desk(found.store, found.identity, NOBODY, found.key, spool, clock, stray, warning=warning)


def _clerk(connection: Connection, person: Person, office: str) -> Clerk:
    """Who the person is by central's word; before it came, what this computer was told, as a plain clerk."""
    known = {clerk.id: clerk for clerk in references.every(connection, "clerk.set", Clerk)}
    return known.get(person.id) or Clerk(id=person.id, name=person.name, office=office, roles=[Role.clerk])


def enter(desk: Desk, person: Person, opened: Opened | None = None) -> Desk:
    """Let a person work at an open desk; the change log says so. Raises StoreFailed.

    What was kept from before an update goes: the file is sound, and is about to have what the copy has not.
    """
    desk.access.entered(opened)
    with desk.store.write() as connection:
        entered = desk.signed_in(_clerk(connection, person, desk.identity.office))
        record = SignIn(**signed(entered))
        change = changes.append(connection, entered.witness, "session.opened", f"session:{record.id}", record)
    copied = entered.keep_copy(change)
    with suppress(OSError):
        drop_backups(desk.store.path)
    return replace(entered, warning=set_up.fill_spool(desk.store, desk.spool) if desk.warning else copied)


def sign_in(settings: Settings, person_id: str, password: str, desk: Desk | None = None) -> Desk:
    """Open the desk for a person of this computer, or go on with the desk that is open already.

    Raises StoreRefused with the reason why the desk cannot be opened, StoreFailed where it takes no sign-in;
    what was opened here is then closed. Raises DeliversOnly where it is open all the same, to deliver and to
    hear whether the person's access is renewed.
    """
    staff = read_staff(settings)
    person = next((one for one in staff.people if one.id == person_id), None)
    if person is None:
        raise StoreRefused(nobody_known(settings))
    try:
        opened = open_slot(settings, staff.desk, person_id, password)
    except AccessExpired as expired:
        waiting = desk or open_desk(settings, expired.opened.data_key)
        waiting.access.entered(None)
        waiting.access.waiting = expired.opened
        raise DeliversOnly(waiting) from expired
    working = desk or open_desk(settings, opened.data_key)
    try:
        entered = enter(working, person, opened)
        note_refused(entered, settings)
    except BaseException:
        if desk is None:  # else the next try would find the desk in use, by this very program
            working.close()
        raise
    return entered
