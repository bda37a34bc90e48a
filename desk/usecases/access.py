"""A person's access at this desk: 14 days on trusted time, renewed at each contact, taken away at the next.

Delivery depends on none of it: an expired or revoked person's work goes out by the desk's own key.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock
from typing import TYPE_CHECKING

from desk.config import Settings
from desk.crypto.slot import SlotError
from desk.crypto.slots import Opened, Slots
from desk.db import references
from desk.lang import _, day_and_clock
from desk.records.reference import Clerk
from desk.records.roles import ADMINISTRATOR
from desk.usecases.people import Person, Staff, read_staff, write_staff

if TYPE_CHECKING:
    from desk.usecases.desk import Desk

VALID = timedelta(days=14)
WARNED = timedelta(days=4)
"""So long before its end a person is told that their access must be renewed."""
_STEP = timedelta(hours=1)
"""A validity that would move by less is left as it is: the file is not written at each contact."""

SLOTS = RLock()
"""Who changes the file of slots: a person at the desk, or the synchronisation."""


@dataclass
class Access:
    """Whose slot opened the desk; shared by the desk's copies and followed by the synchronisation."""

    opened: Opened | None = None
    waiting: Opened | None = None
    """A slot that has expired, whose person waits for central's word."""
    revoked: bool = False
    """Central took away the access of who works here now."""
    renewed: bool = False
    """The person who waited may sign in now."""

    def expired(self, now: datetime) -> bool:
        """Whether the validity of who works here is over."""
        return self.opened is not None and now >= self.opened.valid_until

    def entered(self, opened: Opened | None) -> None:
        """Another person works here now."""
        self.opened, self.waiting, self.revoked, self.renewed = opened, None, False, False


def follow_register(desk: "Desk", settings: Settings) -> None:
    """Do what central's register says, right after it was read to its end: renew, rename, take away.

    A person whom the register has never named keeps their slot: silence is no revocation. A desk whose list
    of people is missing, as while it is enrolled, follows the register too. Raises OSError and SlotError; the
    next contact tries again.
    """
    with desk.store.read() as connection:
        known = {clerk.id: clerk for clerk in references.every(connection, "clerk.set", Clerk)}
    staff = read_staff(settings)
    with SLOTS:
        slots = Slots.load(settings.slots, staff.desk or desk.identity.desk)
        gone = [person for person in slots.people if not _works(known.get(person), desk.identity.office)]
        for person in gone:
            slots.remove(person)
        _renew(desk, slots, gone)
    people = [_named(one, known.get(one.id)) for one in staff.people if one.id not in gone]
    if people != staff.people:
        write_staff(settings, Staff(staff.desk, people))


def _works(clerk: Clerk | None, office: str) -> bool:
    return clerk is None or (clerk.active and (clerk.office == office or ADMINISTRATOR in clerk.roles))


def _named(person: Person, clerk: Clerk | None) -> Person:
    return person if clerk is None else Person(person.id, clerk.name, tuple(clerk.roles))


def _renew(desk: "Desk", slots: Slots, gone: list[str]) -> None:
    access, until = desk.access, desk.clock.trusted.read().at + VALID
    if access.opened is not None and access.opened.person in gone:
        access.revoked = True
    elif access.opened is not None and access.opened.valid_until + _STEP <= until:
        access.opened = slots.renew(access.opened, until)
    if access.waiting is not None and access.waiting.person not in gone:
        slots.renew(access.waiting, until)
        access.waiting, access.renewed = None, True


def of_now(desk: "Desk") -> "Desk":
    """The desk with its person as central's register has them now, by name and roles."""
    with desk.store.read() as connection:
        known = {clerk.id: clerk for clerk in references.every(connection, "clerk.set", Clerk)}
    clerk = known.get(desk.clerk.id)
    return desk if clerk is None or clerk == desk.clerk else desk.signed_in(clerk)


def warning(desk: "Desk") -> str:
    """That the person's access ends soon, in the language in use; nothing while there is time."""
    opened, now = desk.access.opened, desk.clock.trusted.read().at
    if opened is None or now + WARNED < opened.valid_until:
        return ""
    until = day_and_clock(opened.valid_until)
    if now >= opened.valid_until:
        return _("Your access ended on {until}: nothing new is written until central is heard.").format(
            until=until
        )
    return _("Your access ends on {until} unless central is heard before.").format(until=until)


__all__ = ["SLOTS", "VALID", "WARNED", "Access", "SlotError", "follow_register", "of_now", "warning"]
