"""A program that spools until it is killed, run by the tests of the spool: many victims from one start.

For each life it forks a child on the same folder, lets it append (and trim) for a random time, kills it with
SIGKILL and goes on with the next; then it prints what the children had been told was on the disk.
"""

import gc
import json
import os
import signal
import sys
import time
from pathlib import Path
from random import Random
from uuid import UUID

from desk.db.spool import Spool

DESK, INCARNATION = "GNC2", UUID(int=7)


def payload(change_id: UUID) -> bytes:
    """What is spooled under an id: anybody can say what it must be."""
    return Random(change_id.int).randbytes(200 + change_id.int % 3000)


def live(folder: Path, key: bytes, life: int, told: int) -> None:
    """Append for ever; tell each id on the pipe after it was appended, and before it is trimmed."""
    random = Random(life)
    spool = Spool.open(folder, DESK, INCARNATION, key)
    os.write(told, b"o" + bytes(16))
    n = 0
    while True:
        change_id = UUID(int=life << 64 | n)
        spool.append(change_id, payload(change_id))
        os.write(told, b"+" + change_id.bytes)
        n += 1
        if random.random() < 0.2:
            for old in random.sample(sorted(spool.ids()), k=len(spool.ids()) // 2):
                os.write(told, b"-" + old.bytes)
                spool.trim([old])
            if random.random() < 0.5:
                spool.compact()


def main(folder: Path, key: bytes, lives: int) -> None:
    """Run the lives and print the ids told as appended and as to be trimmed."""
    random = Random(lives)
    ends: dict[str, set[str]] = {"o": set(), "+": set(), "-": set()}
    gc.freeze()
    for life in range(1, lives + 1):
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            live(folder, key, life, writer)
        os.close(writer)
        # By what it told and not by time alone: under load it would die before it had written anything.
        records = b"".join(os.read(reader, 17) for _ in range(random.randrange(6)))
        time.sleep(random.uniform(0, 0.004))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reader, "rb") as told:
            records += told.read()
        for place in range(0, len(records) - 16, 17):
            ends[chr(records[place])].add(records[place + 1 : place + 17].hex())
    print(json.dumps({sign: sorted(ids) for sign, ids in ends.items()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), int(sys.argv[3]))
