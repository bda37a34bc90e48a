"""A served central over a scratch PostgreSQL, with enrolled desks and prepared batches."""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from central.db.cluster import embedded
from central.desks import Db, invite
from central.references import set_references
from central.serve import prepare
from desk.records.base import canonical, new_id, utc_now
from desk.records.kinds import SignIn
from desk.records.reference import Clerk, Role
from desk.records.wire import Change
from tests.central.double import Double


@dataclass
class Ground:
    """Where a benchmark stands: the URL of a server process and the DSN of its database (fsync on)."""

    url: str
    dsn: str

    def desks(self, count: int) -> list[Double]:
        """Enrolled desks of one office."""
        clerk = Clerk(id="clerk-GNC", name="N", office="GNC", roles=[Role.clerk])
        with psycopg.connect(self.dsn, autocommit=True) as db:
            set_references(db, [("clerk.set", clerk)])
            return [Double.enrol(self.url, invite(db, "GNC"), clerk="clerk-GNC") for _ in range(count)]


@contextmanager
def ground() -> Iterator[Ground]:
    """Run PostgreSQL with its defaults and `python -m central serve` beside it."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with embedded(folder) as dsn:
            prepare(dsn, folder)
            command = [sys.executable, "-m", "central", "serve", "--data", str(folder), "--dsn", dsn]
            command += ["--rate", "100000", "--enrol-burst", "1000"]
            worker = subprocess.Popen(command, stdout=subprocess.PIPE, env=dict(os.environ), text=True)
            try:
                told = worker.stdout.readline() if worker.stdout else ""
                yield Ground(json.loads(told)["url"], dsn)
            finally:
                worker.terminate()
                worker.wait(15)


def day(desk: Double, changes: int) -> list[Change]:
    """A desk's changes: every tenth a sign-in, the others visits."""
    for place in range(changes):
        if place % 10:
            desk.register(note="Müraciət qeydiyyata alındı, sənədlər yoxlanıldı")
        else:
            opened = SignIn(
                id=new_id(), clerk=desk.clerk, clerk_name="N", office="GNC", desk=desk.me.desk, at=utc_now()
            )
            desk.write("session.opened", opened, f"session:{opened.id}")
    return desk.log[-changes:]


def body(desk: Double, changes: list[Change]) -> bytes:
    """A push as it goes over the line; the head is that of its last change."""
    kept, desk.log = desk.log, desk.log[: changes[-1].n]
    text = canonical(desk.batch(changes))
    desk.log = kept
    return text.encode()


def all_at_once(work: list[object]) -> None:
    """Run callables in a thread each."""
    threads = [threading.Thread(target=one) for one in work]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


__all__ = ["Db", "Ground", "all_at_once", "body", "day", "ground"]
