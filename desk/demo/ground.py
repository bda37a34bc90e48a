"""What the demo stands on: central with sample data, a line that can be cut, and an enrolled desk."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from os import urandom
from pathlib import Path
from types import TracebackType

from desk.config import Settings, load, save
from desk.crypto.lockout import Lockout
from desk.crypto.sealing import RecoveryPublicKey
from desk.crypto.slots import Slots
from desk.demo.central import Central
from desk.demo.link import Link
from desk.records.base import utc_now
from desk.sync.enrol import enrol_desk
from desk.sync.line import Line
from desk.sync.start import make_worker
from desk.sync.status import SyncStatus
from desk.usecases.catalogue import clerks
from desk.usecases.desk import Desk, Identity
from desk.usecases.people import DEMO_PASSWORD, Person, Staff, write_staff
from desk.usecases.sign_in import open_desk

OFFICE = "GNC"
ACCESS = timedelta(days=14)


class Ground:
    """Started on entering, stopped on leaving; the folder keeps both sides' data.

    `lay` makes the line to central's port, such as one that fails on order.
    """

    def __init__(self, folder: Path, lay: Callable[[int], Link] = Link) -> None:
        self._lay = lay
        self.folder = folder.resolve()
        self.central = Central(self.folder / "central")
        self.link: Link | None = None

    def __enter__(self) -> "Ground":
        self.central.start()
        self.link = self._lay(self.central.port)
        self.link.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.link is not None:
            self.link.stop()
        self.central.stop()

    @property
    def url(self) -> str:
        """Where the desk finds central: behind the line that can be cut."""
        if self.link is None:
            raise RuntimeError("the demo has not started")
        return f"http://127.0.0.1:{self.link.port}"

    def settings(self, name: str = "desk") -> Settings:
        """The settings of a desk of the demo, with central's address of this run."""
        settings = replace(load(self.folder / name), central_url=self.url, demo=True)
        save(settings)
        return settings

    def enrol(self, settings: Settings, office: str = OFFICE) -> None:
        """Make the folder a desk of an office whose clerks may sign in; central's data comes first."""
        (invited,) = self.central.command("desk", "add", "--office", office)
        data_key = urandom(32)
        asyncio.run(_enrol(settings, data_key, invited["code"]))
        opened = open_desk(settings, data_key)
        try:
            asyncio.run(synchronise(opened, settings))
            staff = [Person(one.id, one.name, tuple(one.roles)) for one in clerks(opened)]
            slots, code = Slots.load(settings.slots, opened.identity.desk), opened.identity.desk
            for person in staff:
                slots.add(person.id, DEMO_PASSWORD, data_key, utc_now() + ACCESS)
            Lockout.create(settings.lockout)
            write_staff(settings, Staff(code, staff))
        finally:
            opened.close()


async def _enrol(settings: Settings, data_key: bytes, code: str) -> None:
    def slots(identity: Identity) -> None:
        recovery = RecoveryPublicKey.from_text(identity.recovery_key)
        Slots.create(settings.slots, identity.desk, recovery, data_key)

    line = Line(settings.central_url)
    try:
        enrolled = await enrol_desk(line, settings.database, data_key, code, slots)
    finally:
        await line.close()
    enrolled.store.close()


async def synchronise(desk: Desk, settings: Settings) -> SyncStatus:
    """One whole synchronisation, as the worker does it; its status at the end."""
    worker = make_worker(desk, settings, lambda status: None)
    try:
        await worker.attempt()
        await worker.list_settled()
    finally:
        await worker.close()
    return worker.status
