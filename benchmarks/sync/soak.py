"""50 desks for 10 minutes on lines that come and go; at the end every desk must equal central.

python -m benchmarks.sync.soak [DESKS] [SECONDS] [SEED]
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.central.ground import ground
from benchmarks.sync.fleet import Place, fleet
from desk.db.store import Store
from desk.sync import repair
from desk.sync.ledger import epoch_of
from desk.sync.pace import Pace

OFFICES = 10
PACE = Pace(cap=5.0, base=0.5, idle=3.0, spread=1.0)


async def _work(place: Place, dice: random.Random, until: float) -> int:
    """Save now and then, and lose the line for a while; how many visits were saved."""
    saved = 0
    while time.monotonic() < until:
        await asyncio.sleep(dice.expovariate(0.5))
        if dice.random() < 0.2:
            place.cable.is_cut = not place.cable.is_cut
        await asyncio.to_thread(place.house.register)
        saved += 1
        place.worker.wake()
    place.cable.is_cut = False
    return saved


async def _soak(places: list[Place], seconds: float, seed: int) -> tuple[int, int]:
    """How many visits were saved, and how many rows differed from central's once all was delivered."""
    until = time.monotonic() + seconds
    for place in places:
        place.tasks.append(asyncio.create_task(place.worker.run()))
    works = [_work(place, random.Random(seed + number), until) for number, place in enumerate(places)]
    saved = sum(await asyncio.gather(*works))
    while any(place.worker.status.unsent or not place.worker.status.online for place in places):  # noqa: ASYNC110
        await asyncio.sleep(0.2)
    for place in places:
        place.tasks[0].cancel()
    await asyncio.gather(*(place.tasks[0] for place in places), return_exceptions=True)
    differing = 0
    for place in places:
        await place.worker.attempt()
        store: Store = place.house.opened.store
        epoch = epoch_of(store)
        if epoch is None:
            raise RuntimeError("a desk has never met central")
        session = place.worker._session
        for scope in session.scopes:
            differing += await repair.compare(store, session.client, scope, epoch)
        await place.worker.close()
    return saved, differing


def main(desks: int, seconds: int, seed: int) -> None:
    """Print what was saved, what is left and what differs."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        ground() as place,
        fleet(place, Path(name), desks, OFFICES, PACE) as places,
    ):
        saved, differing = asyncio.run(_soak(places, seconds, seed))
        left = sum(one.unsent for one in places)
    print(f"{desks} desks, {seconds} s, seed {seed}: {saved} visits saved, {left} left unsent")
    print(f"rows that differed from central by digest at the end: {differing}")


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:4], *("50", "600", "1")[len(sys.argv) - 1 :])))
