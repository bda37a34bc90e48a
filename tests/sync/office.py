"""A desk in a folder of its own as a clerk finds it: enrolled at the real central, with slots and people."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from central.desks import invite
from desk.config import Settings, save
from desk.crypto.lockout import Lockout
from desk.crypto.sealing import RecoveryPrivateKey, RecoveryPublicKey
from desk.crypto.slots import Slots
from desk.sync.enrol import enrol_desk
from desk.sync.line import Line
from desk.sync.start import make_worker
from desk.sync.status import SyncStatus
from desk.usecases.desk import Desk, Identity
from desk.usecases.people import Person, Staff, write_staff
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import enter, open_desk
from tests.central.world import World
from tests.desks import CHEAP, FOREVER
from tests.sync.house import DATA_KEY, form

CENTRAL = RecoveryPrivateKey.generate()
PASSWORD = "qırmızı nar ağacı çiçəkləyir"
CLERK = Person("clerk-GNC", "Nümunə", ("clerk",))


@dataclass
class Office:
    """One computer of an office."""

    settings: Settings

    def open(self) -> Desk:
        """The desk, with nobody signed in yet."""
        return open_desk(self.settings, DATA_KEY)

    def register(self, n: int = 1) -> list[str]:
        """Open, sign in, take in so many visitors, close; the printed numbers."""
        desk = enter(self.open(), CLERK)
        try:
            return [register_visit(desk, form()).number for _ in range(n)]
        finally:
            desk.close()

    def sync(self) -> SyncStatus:
        """Open, synchronise once, close."""
        desk = self.open()

        async def once() -> SyncStatus:
            worker = make_worker(desk, self.settings, lambda status: None)
            await worker.attempt()
            await worker.close()
            return worker.status

        try:
            return asyncio.run(once())
        finally:
            desk.close()


def open_office(world: World, folder: Path) -> Office:
    """Enrol a new desk of GNC, whose central holds the recovery key CENTRAL."""
    world.db.execute("update setting set value = %s where name = 'recovery_key'", (CENTRAL.public.text,))
    settings = Settings(folder, language="en", central_url=world.url)
    save(settings)

    def slots(identity: Identity) -> None:
        recovery = RecoveryPublicKey.from_text(identity.recovery_key)
        made, _key = Slots.create(settings.slots, identity.desk, recovery, DATA_KEY)
        made.add(CLERK.id, PASSWORD, DATA_KEY, FOREVER, CHEAP)
        write_staff(settings, Staff(identity.desk, [CLERK]))

    async def enrol() -> None:
        line = Line(world.url)
        opened = await enrol_desk(line, settings.database, DATA_KEY, invite(world.db, "GNC"), slots)
        await line.close()
        opened.store.close()

    asyncio.run(enrol())
    Lockout.create(settings.lockout)
    return Office(settings)
