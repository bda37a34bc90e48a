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

from desk.db.log_tables import ChangeState, change
from desk.db.reception_tables import visit
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


def _round(made: Made, saves: int, seconds: float) -> list[str]:
    """Kill the desk some seconds after it told of so many saves; every number that it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _save_until_killed(made, writing)
    os.close(writing)
    told = b""
    while told.count(b"\n") <= saves:
        told += os.read(reading, 4096)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(reading, 4096):
        told += piece
    os.close(reading)
    return told.decode().split()


def log_faults(desk: Desk, told: list[str]) -> list[str]:
    """What is wrong in a desk's own file after a kill: lost, doubled or half-written work, in words."""
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
    if not {row.change_id for row in log if row.state != ChangeState.acknowledged} <= desk.spool.ids():
        faults.append("spool lacks a change")
    return faults


def main(folder: Path, rounds: int, seed: int) -> int:
    """Play the rounds; 1 when anything told was lost or anything is half-written."""
    dice, made, told = random.Random(seed), make(folder), list[str]()
    for number in range(rounds):
        told += _round(made, dice.randrange(4), dice.uniform(0.0, 0.006))
        desk = open_desk(made.settings, made.data_key)
        faults = log_faults(desk, told)
        desk.close()
        if faults:
            print(json.dumps({"round": number, "seed": seed, "faults": faults}))
            return 1
    print(json.dumps({"rounds": rounds, "told": len(told), "faults": []}))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
