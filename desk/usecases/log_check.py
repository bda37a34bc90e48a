"""The desk looks at its own log: every text as it was written, every link in its place, nothing cut off."""

from dataclasses import dataclass

from sqlalchemy import select

from desk.db import changes, facts, heads
from desk.db.log_tables import change
from desk.db.store import Store
from desk.records.wire import FIRST_LINK, commitment

BATCH = 500
"""Rows read at once, so that nobody at the desk waits for it."""
_FACT = "log_fault"


@dataclass(frozen=True)
class Fault:
    """The first thing wrong: `edited`, `broken` or `cut`, and at which change."""

    kind: str
    n: int


def check_log(store: Store) -> Fault | None:
    """Look at the whole log; erased texts are passed over, for their commitments still hold the chain."""
    last, prev, incarnation = 0, FIRST_LINK, None
    while True:
        with store.read() as connection:
            rows = select(change).where(change.c.n > last).order_by(change.c.n).limit(BATCH)
            found = connection.execute(rows).all()
        if not found:
            break
        for row in found:
            written = changes.change_of(row)
            if incarnation not in (None, row.incarnation):
                prev = FIRST_LINK
            if row.body and commitment(row.salt, row.body) != row.body_sha256:
                return Fault("edited", row.n)
            if written.chain != row.chain:
                return Fault("edited", row.n)
            if row.n != last + 1 or row.prev_sha256 != prev:
                return Fault("broken", row.n)
            last, prev, incarnation = row.n, row.chain, row.incarnation
    with store.read() as connection:
        lost = heads.not_held(connection)
    return None if lost is None else Fault("cut", lost)


def note_fault(store: Store) -> None:
    """Look at the log, and keep what was found for the next hello."""
    fault = check_log(store)
    told = f"{fault.kind} {fault.n}" if fault else ""
    with store.write() as connection:
        if facts.get(connection, _FACT) != told:
            facts.put(connection, **{_FACT: told})


def fault_of(told: str) -> Fault | None:
    """A fault from the fact that keeps it."""
    kind, _space, n = told.partition(" ")
    return Fault(kind, int(n)) if n.isdigit() else None
