"""Kills the desk, or central, in the middle of synchronisations and looks at what both hold each time.

Run as `python -m tests.crash.contact FOLDER DSN desk|central ROUNDS SEED`; prints one JSON line. Each life of
the victim is a fork of this process, which imported everything once. PostgreSQL is a process of its own and
lives on.
"""

import asyncio
import json
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from central.config import Settings
from central.desks import Db
from central.serve import bind, server
from desk.db.log_tables import ChangeState
from desk.usecases.desk import Desk
from desk.usecases.set_up import open_desk
from tests.central.world import World, add_clerks
from tests.crash.victim import log_faults
from tests.sync.house import DATA_KEY, House, open_house

OFFICE = "GNC"
PATIENCE = 60.0
"""Seconds in which a desk must have delivered all once nobody is killed any more."""


def _fork(work: Callable[[], object]) -> int:
    """A process that does the work and nothing else; its identifier."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def _kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _serve(dsn: str, bound: socket.socket) -> None:
    server(Settings(dsn=dsn, rate=1e6, burst=1e6, enrol_rate=1e6, enrol_burst=1e6)).run(sockets=[bound])


def _reopened(url: str, path: Path) -> House:
    return House(url, open_desk(path, DATA_KEY), OFFICE)


def _work(url: str, path: Path, told: int) -> None:
    """Save visit after visit and tell each number, while the synchronisation never rests."""
    house = _reopened(url, path)

    async def both() -> None:
        worker = house.worker()

        async def synchronise() -> None:
            while True:
                await worker.attempt()

        going = asyncio.create_task(synchronise())
        os.write(told, b"\n")
        while not going.done():
            receipt = await asyncio.to_thread(house.register)
            os.write(told, receipt.number.encode() + b"\n")
            await asyncio.sleep(0.002)

    asyncio.run(both())


class Contact:
    """One desk and one central, either of which may be killed."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.dsn, self.path, self.bound = dsn, folder / "desk" / "desk.db", bind("127.0.0.1", 0)
        self.bound.listen(64)
        self.url = f"http://127.0.0.1:{self.bound.getsockname()[1]}"
        self.told = b""
        self.central = self._start_central()
        with self._database() as db:
            add_clerks(db, OFFICE)
            open_house(World(self.url, db), self.path, OFFICE).close()
        self.reading, self.writing = os.pipe()
        os.set_blocking(self.reading, False)

    @contextmanager
    def _database(self) -> Iterator[Db]:
        with psycopg.connect(self.dsn, autocommit=True) as db:
            yield db

    def _start_central(self) -> int:
        return _fork(lambda: _serve(self.dsn, self.bound))

    def start_desk(self) -> int:
        """A desk at work."""
        return _fork(lambda: _work(self.url, self.path, self.writing))

    def hear(self, lines: int) -> None:
        """Wait until the desk has told so many lines more."""
        until, before = time.monotonic() + PATIENCE, self.told.count(b"\n")
        while True:
            try:
                self.told += os.read(self.reading, 1 << 16)
            except BlockingIOError:
                time.sleep(0.001)
            if self.told.count(b"\n") >= before + lines:
                return
            if time.monotonic() > until:
                raise TimeoutError(lines)

    def kill_desk(self, lines: int, seconds: float) -> list[str]:
        """One life of the desk, killed some seconds after it told so many lines; the faults of its file."""
        desk = self.start_desk()
        self.hear(1 + lines)
        time.sleep(seconds)
        _kill(desk)
        self.hear(0)
        return self.desk_faults()

    def kill_central(self, seconds: float) -> None:
        """End one life of central and begin the next."""
        time.sleep(seconds)
        _kill(self.central)
        self.central = self._start_central()

    def numbers(self) -> list[str]:
        """Every number that a desk has told."""
        return self.told.decode().split()

    def desk_faults(self) -> list[str]:
        """What is wrong in the desk's file."""
        house = _reopened(self.url, self.path)
        desk: Desk = house.desk
        try:
            return log_faults(desk, self.numbers())
        finally:
            house.close()

    def settle(self) -> list[str]:
        """Let the desk deliver all; what is then wrong at the desk or at central."""
        house = _reopened(self.url, self.path)
        until = time.monotonic() + PATIENCE
        try:
            while set(house.states()) != {ChangeState.acknowledged} and time.monotonic() < until:
                house.sync()
            house.sync()
            faults = log_faults(house.desk, self.numbers())
            faults += [f"{state} at the desk" for state in set(house.states()) - {ChangeState.acknowledged}]
            with self._database() as db:
                faults += _central_faults(World(self.url, db), house)
        finally:
            house.close()
        return faults

    def end(self) -> None:
        """Stop central."""
        _kill(self.central)


def _central_faults(world: World, house: House) -> list[str]:
    """What central lacks or holds twice of the desk's log, and whether its copy of the chain is whole."""
    log = house.log()
    there = {
        str(row[0]): row[1:]
        for row in world.db.execute("select change_id, n, link, prev_sha256 from change_receipt")
    }
    here = {str(row.change_id): (row.n, row.chain, row.prev_sha256) for row in log}
    faults = ["receipts differ from the desk's log"] if there != here else []
    numbers = [row[0] for row in world.db.execute("select number from record where entity = 'visit'")]
    if sorted(numbers) != sorted(house.visits()):
        faults.append(f"{len(numbers)} visits at central, {len(house.visits())} at the desk")
    fed = [row[0] for row in world.db.execute("select stream from feed where kind = 'visit.registered'")]
    if len(fed) != len(set(fed)) or len(fed) != len(numbers):
        faults.append(f"{len(fed)} visits in the feed, {len(set(fed))} different")
    if None in house.visits().values():
        faults.append("a visit has not come back in the feed")
    return faults + [f"alarm: {kind}" for kind in world.alarms()]


def play(contact: Contact, victim: str, rounds: int, dice: random.Random) -> list[str]:
    """Kill so often; the faults of the first round that has any, or those at the end."""
    if victim == "desk":
        for at in range(rounds):
            if faults := contact.kill_desk(dice.randrange(3), dice.uniform(0.0, 0.03)):
                return [f"round {at}: {fault}" for fault in faults]
    else:
        desk = contact.start_desk()
        contact.hear(1)
        for _ in range(rounds):
            contact.kill_central(dice.uniform(0.0, 0.03))
            contact.hear(dice.randrange(3))
        _kill(desk)
        contact.hear(0)
    return contact.settle()


def main(folder: Path, dsn: str, victim: str, rounds: int, seed: int) -> int:
    """Play the rounds; 1 when anything was lost, doubled or left half-written."""
    contact = Contact(folder, dsn)
    try:
        faults = play(contact, victim, rounds, random.Random(seed))
    finally:
        contact.end()
    told = {"victim": victim, "kills": rounds, "seed": seed, "told": len(contact.numbers()), "faults": faults}
    print(json.dumps(told))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])))
