"""300 desks come back at once after an outage: when is the last outbox empty, and who waited longest.

python -m benchmarks.sync.rejoin [DESKS] [CHANGES]: the ideal is what the desks themselves must wait at most
(the retry's cap and the spread) and the time in which the same central takes as many changes from 16 clients
without a pause.
"""

import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.central.ground import Ground, ground
from benchmarks.central.push import push
from benchmarks.sync.fleet import Place, fleet
from desk.sync.pace import Pace

OFFICES = 30
OUTAGE = 15.0
"""Seconds without a line: all desks have failed several times when it comes back."""
PACE = Pace(cap=20.0, base=1.0, idle=30.0, spread=10.0, dice=random.Random(7))


async def _rejoin(places: list[Place]) -> list[float]:
    """Seconds from the return of the line until the outbox of each desk was empty."""
    for place in places:
        place.cable.is_cut = True
        place.tasks.append(asyncio.create_task(place.worker.run()))
    await asyncio.sleep(OUTAGE)
    for place in places:
        place.cable.is_cut = False
    begun, done = time.monotonic(), dict[int, float]()
    while len(done) < len(places):
        await asyncio.sleep(0.1)
        for number, place in enumerate(places):
            if number not in done and not place.worker.status.unsent and place.worker.status.online:
                done[number] = time.monotonic() - begun
    for place in places:
        place.tasks[0].cancel()
    await asyncio.gather(*(place.tasks[0] for place in places), return_exceptions=True)
    return list(done.values())


def main(desks: int, changes: int) -> None:
    """Print the ideal, the last and the median desk, and that nothing is left or refused."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, ground() as place:
        rate = _capacity(place)
        with fleet(place, Path(name), desks, OFFICES, PACE) as places:
            for one in places:
                for _ in range(changes):
                    one.house.register()
            taken = asyncio.run(_rejoin(places))
            left = sum(one.unsent for one in places)
            rejected = sum(one.worker.status.rejected for one in places)
    ideal = PACE.cap + PACE.spread + desks * changes / rate
    print(f"{desks} desks, {changes} changes each; central takes {rate:,.0f} changes/s from 16 clients")
    print(
        f"ideal {ideal:.1f} s: {PACE.cap:.0f} s retry, {PACE.spread:.0f} s spread, the rest for the changes"
    )
    print(f"last outbox empty after {max(taken):.1f} s: {max(taken) / ideal:.2f}x (at most 2x)")
    print(f"median desk {median(taken):.1f} s; {left} changes left, {rejected} rejected")


def _capacity(place: Ground) -> float:
    clients = place.desks(16)
    push(place, clients)
    return push(place, clients)


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:3], *("300", "20")[len(sys.argv) - 1 :])))
