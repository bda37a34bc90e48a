"""A whole desk without its screens: file, use cases, worker, and a line that fails on order."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sqlalchemy import select

from central.desks import invite
from desk.config import Settings
from desk.crypto.list_file import list_key
from desk.db.log_tables import ChangeState, change
from desk.db.reception_tables import visit
from desk.db.restrictions.held import HeldList
from desk.db.spool import Spool
from desk.records.reference import Clerk, Role
from desk.records.visit import VisitForm
from desk.sync.client import CentralClient
from desk.sync.enrol import enrol_desk
from desk.sync.line import Limits, Line
from desk.sync.list_load import ListKeeper
from desk.sync.pace import Pace
from desk.sync.session import Session
from desk.sync.start import make_keeper
from desk.sync.status import SyncStatus
from desk.sync.worker import Worker
from desk.usecases.desk import Clock, Desk
from desk.usecases.register_visit import Receipt, register_visit
from desk.usecases.set_up import OpenDesk, open_spool
from tests.central.double import SOMEBODY
from tests.central.world import World
from tests.sync.faulty import Fault, FaultyTransport

DATA_KEY = bytes(range(32))
AT_ONCE = Pace(cap=0.0, base=0.0, idle=0.0, spread=0.0, greeting=0.0)
T = TypeVar("T")


def form(**changed: Any) -> VisitForm:
    """What a clerk typed."""
    return VisitForm(**(SOMEBODY | changed))


@dataclass
class House:
    """One desk, its clerk and its line to central."""

    url: str
    opened: OpenDesk
    office: str
    clock: Clock = field(default_factory=Clock)
    statuses: list[SyncStatus] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    pace: Pace = AT_ONCE
    session: Session | None = None
    spool: Spool = field(init=False)
    transport: FaultyTransport | None = None
    keeper: ListKeeper | None = None
    restrictions: HeldList = field(init=False)

    def __post_init__(self) -> None:
        self.spool, *_ = open_spool(self.opened, self.opened.store.path.parent / "spool")
        self.restrictions = HeldList(self.opened.store.path.parent / "list", list_key(DATA_KEY))
        self.restrictions.open()

    @property
    def desk(self) -> Desk:
        """The desk with its clerk signed in."""
        clerk = Clerk(
            id=f"clerk-{self.office}",
            name="Nümunə",
            office=self.office,
            roles=[Role.clerk, Role.secretary, Role.organiser],
        )
        return Desk(
            self.opened.store,
            self.opened.identity,
            clerk,
            self.opened.key,
            self.spool,
            self.clock,
            restrictions=self.restrictions,
        )

    def register(self, **changed: Any) -> Receipt:
        """The clerk takes in a visitor."""
        return register_visit(self.desk, form(**changed))

    def run(self, work: Callable[[Worker], Coroutine[Any, Any, T]], *faults: Fault, path: str = "") -> T:
        """Run something with a worker on a line with these faults in turn, then all is well."""

        async def whole() -> T:
            worker = self.worker(faults, path)
            try:
                return await work(worker)
            finally:
                await self.line_of(worker).close()

        return asyncio.run(whole())

    def sync(self, *faults: Fault, path: str = "") -> SyncStatus:
        """One attempt; the status after it."""

        async def once(worker: Worker) -> SyncStatus:
            await worker.attempt()
            await worker.list_settled()
            return worker.status

        return self.run(once, *faults, path=path)

    def worker(self, faults: Iterable[Fault] = (), path: str = "") -> Worker:
        """A worker as the application makes it, with a faulty transport of its own."""
        inner = httpx.AsyncHTTPTransport(verify=False)
        self.transport = FaultyTransport(inner, iter(tuple(faults)), path)
        opened = self.opened
        line = Line(self.url, transport=self.transport, limits=self.limits)
        client = CentralClient(line, opened.identity.desk_id, opened.key, self.clock)
        session = Session(opened.store, opened.identity, client, opened.key, self.clock, self.spool)
        self.session = session
        session.restrictions = self.keeper = make_keeper(
            self.desk, Settings(opened.store.path.parent), client
        )
        return Worker(session, self.statuses.append, self.pace)

    def line_of(self, worker: Worker) -> Any:
        """The client to close."""
        return worker._session.client

    def states(self) -> list[ChangeState]:
        """The states of all changes in the order written."""
        with self.opened.store.read() as connection:
            return list(connection.execute(select(change.c.state).order_by(change.c.n)).scalars())

    def log(self) -> list[Any]:
        """All changes in the order written."""
        with self.opened.store.read() as connection:
            return list(connection.execute(select(change).order_by(change.c.n)))

    def visits(self) -> dict[str, int | None]:
        """The feed number of each visit by its printed number."""
        with self.opened.store.read() as connection:
            rows = connection.execute(select(visit.c.number, visit.c.feed_n))
            return {row.number: row.feed_n for row in rows}

    def close(self) -> None:
        """Close the files; a test may have closed the spool before."""
        self.restrictions.close()
        with suppress(OSError):
            self.spool.close()
        self.opened.store.close()


def open_house(world: World, path: Path, office: str) -> House:
    """Enrol a new desk of an office at the running central."""
    code = invite(world.db, office)

    async def enrol() -> OpenDesk:
        line = Line(world.url)
        try:
            return await enrol_desk(line, path, DATA_KEY, code)
        finally:
            await line.close()

    return House(world.url, asyncio.run(enrol()), office)
