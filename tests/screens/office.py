"""Two desks of one office under the pilot, on lines to the real central that can be cut."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

import desk.app
from desk.app import DeskApp
from desk.config import Settings
from desk.records.reference import Clerk, Role
from desk.sync.pace import Pace
from desk.usecases.desk import Desk
from tests.screens.driving import until
from tests.sync.faulty import Fault
from tests.sync.house import House


class Office(DeskApp):
    """The program at a desk of tests.sync.house; `down` cuts its line."""

    CSS_PATH = str(Path(desk.app.__file__).parent / "ui" / "first.tcss")

    def __init__(self, house: House, name: str = "Nümunə", role: Role = Role.clerk) -> None:
        super().__init__(Settings(house.opened.store.path.parent, language="en"))
        house.pace = Pace(cap=0.2, base=0.1, idle=30.0, spread=0.0)
        self.house, self.down = house, True
        clerk = Clerk(id=f"clerk-{house.office}", name=name, office=house.office, roles=[role])
        self.at = house.desk.signed_in(clerk)

    async def _start_sync(self, opened: Desk) -> None:
        worker = self.house.worker()
        assert self.house.transport is not None
        self.house.transport.plan = self._line_state()
        worker._on_status = self._status_changed
        self._worker, self._syncing = worker, asyncio.create_task(worker.run())

    def _line_state(self) -> Iterator[Fault]:
        while True:
            yield Fault.DROP_REQUEST if self.down else Fault.NONE

    def on_unmount(self) -> None:  # type: ignore[override]
        """The house closes its files itself."""
        self._desk = None


async def begin(pilot: Pilot[Any]) -> Office:
    """Somebody signed in; the first attempt to synchronise failed."""
    app = pilot.app
    assert isinstance(app, Office)
    await pilot.pause()
    await app.signed_in(app.at)
    await until(pilot, lambda: bool(app.status.reason))
    return app


async def go_online(pilot: Pilot[Any]) -> None:
    """The line is there again; wait until everything was told and heard."""
    app = pilot.app
    assert isinstance(app, Office)
    app.down = False
    await synchronise(pilot)


async def synchronise(pilot: Pilot[Any]) -> None:
    """One round after which nothing is pending."""
    app = pilot.app
    assert isinstance(app, Office)
    app.house.transport.seen.clear()  # type: ignore[union-attr]
    app.wake_sync(urgent=True)
    await until(pilot, lambda: _heard(app) and app.status.pending == 0 and not app.status.working)
    await pilot.pause(0.1)


def _heard(app: Office) -> bool:
    seen = [path for path, _fault in app.house.transport.seen]  # type: ignore[union-attr]
    return seen.count("/v1/pull") >= 4


async def open_day(pilot: Pilot[Any]) -> None:
    """The day's list with its first visit."""
    await pilot.app.push_screen("day")
    await until(pilot, lambda: pilot.app.screen.query_one("#first").rows)  # type: ignore[attr-defined]


async def write(pilot: Pilot[Any], **values: str) -> None:
    """Type over fields of the form on the screen, and save."""
    for name, value in values.items():
        field = pilot.app.screen.field(name)  # type: ignore[attr-defined]
        field.focus()
        await pilot.pause()
        field.value = value
    await pilot.pause()
    await pilot.press("f2")
    await pilot.pause(0.1)
