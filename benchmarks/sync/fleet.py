"""Many real desks, each with its file, its worker and a line that can be cut, in one process."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg

from benchmarks.central.ground import Ground
from desk.sync.client import CentralClient
from desk.sync.line import Line
from desk.sync.pace import Pace
from desk.sync.session import Session
from desk.sync.worker import Worker
from tests.central.world import World, add_clerks
from tests.sync.house import House, open_house


@dataclass
class Cable(httpx.AsyncBaseTransport):
    """A line that is whole or cut."""

    inner: httpx.AsyncBaseTransport
    is_cut: bool = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry a request while the line is whole."""
        if self.is_cut:
            raise httpx.ConnectError("cut")
        return await self.inner.handle_async_request(request)

    async def aclose(self) -> None:
        """Close the line."""
        await self.inner.aclose()


@dataclass
class Place:
    """One desk with its line and its worker."""

    house: House
    cable: Cable
    worker: Worker
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def unsent(self) -> int:
        """What is not delivered."""
        with self.house.opened.store.read() as connection:
            query = "select count(*) from change where state <> 'acknowledged'"
            return int(connection.exec_driver_sql(query).scalar_one())


def _place(house: House, pace: Pace) -> Place:
    cable = Cable(httpx.AsyncHTTPTransport(verify=False))
    line = Line(house.url, transport=cable)
    client = CentralClient(line, house.opened.identity.desk_id, house.opened.key, house.clock)
    opened = house.opened
    session = Session(opened.store, opened.identity, client, opened.key, house.clock, house.spool)
    return Place(house, cable, Worker(session, lambda status: None, pace))


@contextmanager
def fleet(ground: Ground, folder: Path, desks: int, offices: int, pace: Pace) -> Iterator[list[Place]]:
    """So many enrolled desks of so many offices, the references fetched."""
    codes = [f"O{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(offices)]
    places: list[Place] = []
    with psycopg.connect(ground.dsn, autocommit=True) as db:
        add_clerks(db, *codes)
        world = World(ground.url, db)
        try:
            for number in range(desks):
                house = open_house(world, folder / str(number) / "desk.db", codes[number % offices])
                places.append(_place(house, pace))
            yield places
        finally:
            for place in places:
                place.house.close()
