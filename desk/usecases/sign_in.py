"""Signing in: the key, the open store, and the change that says who opened the desk."""

from desk.config import Settings
from desk.db import changes, facts
from desk.db.file import StoreRefused, open_file
from desk.db.migrate import migrate
from desk.db.store import Store
from desk.records.base import new_id, utc_now
from desk.records.kinds import SignIn
from desk.records.reference import Clerk
from desk.usecases.desk import NOBODY, Clock, Desk, identity_of
from desk.usecases.people import people

DEMO_KEY = "demo.key"


def data_key(settings: Settings) -> bytes:
    """The key of the store: in the demo a file that the demo made. Raises StoreRefused `store_missing`."""
    try:
        return (settings.folder / DEMO_KEY).read_bytes()
    except OSError as error:
        raise StoreRefused("store_missing") from error


def open_desk(settings: Settings, key: bytes) -> Desk:
    """Open the store, bring it up to date and say who this desk is; nobody is signed in yet."""
    path = settings.database
    raw = open_file(path, key)
    migrate(raw, path, key)
    store = Store(raw, path)
    try:
        with store.read() as connection:
            identity = identity_of(connection)
            offset = int(facts.get(connection, "clock_offset", "0"))
    except KeyError as error:
        store.close()
        raise StoreRefused("store_missing") from error
    return Desk(store, identity, NOBODY, Clock(offset))


def enter(desk: Desk, clerk: Clerk) -> Desk:
    """Let a person work at an open desk; the change log says so."""
    entered = desk.signed_in(clerk)
    record = SignIn(
        id=new_id(),
        clerk=clerk.id,
        clerk_name=clerk.name,
        office=desk.identity.office,
        desk=desk.identity.desk,
        at=utc_now(),
    )
    with desk.store.write() as connection:
        changes.append(connection, entered.author, "session.opened", f"session:{record.id}", record)
    return entered


def sign_in(settings: Settings, person_id: str, desk: Desk | None = None) -> Desk:
    """Open the desk for a person of this computer, or go on with the desk that is open already.

    Raises StoreRefused with the reason why the desk cannot be opened.
    """
    person = next((one for one in people(settings) if one.id == person_id), None)
    if person is None:
        raise StoreRefused("store_missing")
    opened = desk or open_desk(settings, data_key(settings))
    clerk = Clerk(id=person.id, name=person.name, office=opened.identity.office, roles=list(person.roles))
    return enter(opened, clerk)
