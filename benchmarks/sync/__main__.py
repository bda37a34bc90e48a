"""End to end beside PouchDB: push, pull and one change, the same visits on both sides, in turn in one run.

python -m benchmarks.sync [RECORDS] [ROUNDS]: needs node and npm for the peer.
"""

import asyncio
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from statistics import median

import psycopg

from benchmarks.central.ground import ground
from benchmarks.sync import peer
from benchmarks.sync.peer import Figures
from desk import collector
from desk.db import changes
from desk.db.log_tables import ChangeState
from desk.records.base import canonical
from desk.sync.pace import Pace
from desk.sync.session import Session
from desk.sync.worker import Worker
from tests.central.world import World, add_clerks
from tests.sync.house import House, open_house

ONES = 30


async def _taken(work: Coroutine[None, None, None]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun


def _phase(house: House, act: Callable[[Session], Coroutine[None, None, None]]) -> float:
    """Seconds of one part of a contact whose hello was said."""

    async def timed(worker: Worker) -> float:
        session = house.session
        if session is None:
            raise RuntimeError("no session")
        session.restrictions = None  # the list has a file and a figure of its own
        await session.greet()
        session.compared = time.monotonic()
        _settle_memory()
        return await _taken(act(session))

    return house.run(timed)


def _settle_memory() -> None:
    """As the desk does after its start."""
    gc.collect()
    collector.settle()


def _one_by_one(house: House) -> list[float]:
    """Milliseconds from the save to the receipt that is stored, over a line that is up."""

    async def saves(worker: Worker) -> list[float]:
        if house.session is None:
            raise RuntimeError("no session")
        house.session.restrictions = None
        await worker.attempt()
        _settle_memory()
        shown, moved = house.session.on_progress, asyncio.Event()

        def progressed() -> None:
            shown()
            moved.set()

        house.session.on_progress = progressed
        taken = []
        for _ in range(ONES):
            begun = time.perf_counter()
            receipt = await asyncio.to_thread(house.register)
            going = asyncio.create_task(worker.attempt())
            while not _is_receipted(house, receipt.change_n):
                moved.clear()
                await moved.wait()
            taken.append((time.perf_counter() - begun) * 1000)
            await going
        return taken

    house.pace = Pace(idle=0.0)
    return house.run(saves)


def _is_receipted(house: House, n: int) -> bool:
    with house.opened.store.read() as connection:
        return bool(changes.one(connection, n).state == ChangeState.acknowledged)


def ours(folder: Path, world: World, records: int, turn: int) -> tuple[Figures, list[dict[str, object]]]:
    """One round of two desks of an office; also the visits, as the peer gets them."""
    office = f"O{chr(65 + turn)}"
    add_clerks(world.db, office)
    first = open_house(world, folder / f"a{turn}" / "desk.db", office)
    second = open_house(world, folder / f"b{turn}" / "desk.db", office)
    try:
        first.sync(), second.sync()
        visits = [first.register(surname=f"Nümunəvi{at}").visit for at in range(records)]
        push = records / _phase(first, Session.deliver)
        pull = records / _phase(second, Session.fetch)
        if len(second.visits()) != records:
            raise RuntimeError("not all came")
        docs = [{"_id": str(one.id), **json.loads(canonical(one))} for one in visits]
        return Figures(push, pull, _one_by_one(first)), docs
    finally:
        first.close()
        second.close()


def _line(name: str, unit: str, mine: list[float], peers: list[float], budget: str) -> str:
    ratio = median(a / b for a, b in zip(mine, peers, strict=True))
    absolute = f"desk {median(mine):,.1f} {unit}, PouchDB {median(peers):,.1f} {unit}"
    return f"{name}: {ratio:.2f}x ({budget}); {absolute}"


def main(records: int, rounds: int) -> None:
    """Print the medians and the ratios of each round's pair."""
    peer.install()
    mine, theirs = list[Figures](), list[Figures]()
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ground() as place:
        folder = Path(name)
        with psycopg.connect(place.dsn, autocommit=True) as db, peer.serving(folder) as url:
            for turn in range(rounds):
                figures, docs = ours(folder, World(place.url, db), records, turn)
                mine.append(figures)
                theirs.append(peer.measure(folder, url, docs, turn))
    each: list[tuple[str, str, Callable[[Figures], float], str]] = [
        ("push", "changes/s", lambda figures: figures.push, "at least 3x"),
        ("pull", "changes/s", lambda figures: figures.pull, "at least 8x"),
        ("one change, save to receipt", "ms", lambda figures: median(figures.one), "at most 0.5x"),
    ]
    print(f"{records} visits, {rounds} rounds in turn, medians")
    for title, unit, of, budget in each:
        print(_line(title, unit, [of(one) for one in mine], [of(one) for one in theirs], budget))
    live = median(median(one.open) for one in theirs)
    print(f"for orientation: PouchDB with a replication that stays open, one change {live:,.1f} ms")


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:3], *("10000", "3")[len(sys.argv) - 1 :])))
