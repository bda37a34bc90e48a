"""Kills a desk in the middle of its saves, again and again, and looks at what is left each time.

Run as `python -m tests.crash.victim FOLDER ROUNDS SEED`; prints one JSON line. The program is imported once
and forked for each round, so that a round costs milliseconds and not the imports.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from sqlalchemy import select

from desk.db.tables import change, visit
from desk.records.number import parse
from desk.records.wire import FIRST_LINK
from desk.usecases.desk import Desk
from desk.usecases.register_visit import register_visit
from desk.usecases.sign_in import open_desk
from tests.desks import Made, form, make


def _save_until_killed(made: Made, told: int) -> None:
    desk = open_desk(made.settings, made.data_key)
    os.write(told, b"\n")
    while True:
        os.write(told, register_visit(desk, form()).number.encode() + b"\n")


def _round(made: Made, seconds: float) -> tuple[list[str], bool]:
    """Numbers that were told before the kill, and whether the saves had begun by then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _save_until_killed(made, writing)
    os.close(writing)
    os.read(reading, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    rest = b""
    while piece := os.read(reading, 65536):
        rest += piece
    os.close(reading)
    return [line for line in rest.decode().split("\n") if line], bool(rest)


def _faults(desk: Desk, told: list[str]) -> list[str]:
    with desk.store.read() as connection:
        numbers = list(connection.execute(select(visit.c.number).order_by(visit.c.number)).scalars())
        numbered = {row.number: row.change_n for row in connection.execute(select(visit))}
        log = list(connection.execute(select(change).order_by(change.c.n)))
    faults = [f"lost {number}" for number in told if number not in numbered]
    if [parse(number).counter for number in numbers] != list(range(1, len(numbers) + 1)):
        faults.append("numbers not dense")
    if [row.n for row in log] != list(range(1, len(log) + 1)) or len(numbers) != len(log):
        faults.append(f"{len(numbers)} visits, {len(log)} changes")
    if sorted(numbered.values()) != [row.n for row in log]:
        faults.append("visits and changes do not pair")
    links = [FIRST_LINK, *(row.chain for row in log)]
    if [row.prev_sha256 for row in log] != links[:-1]:
        faults.append("chain broken")
    if not {row.change_id for row in log} <= desk.spool.ids():
        faults.append("spool lacks a change")
    return faults


def main(folder: Path, rounds: int, seed: int) -> int:
    """Play the rounds; 1 when anything told was lost or anything is half-written."""
    dice, made, told = random.Random(seed), make(folder), list[str]()
    working = 0
    for number in range(rounds):
        saved, began = _round(made, dice.uniform(0.0, 0.2))
        told += saved
        working += began
        desk = open_desk(made.settings, made.data_key)
        faults = _faults(desk, told)
        desk.close()
        if faults:
            print(json.dumps({"round": number, "seed": seed, "faults": faults}))
            return 1
    print(json.dumps({"rounds": rounds, "told": len(told), "rounds_with_saves": working, "faults": []}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
