"""A desk moves to another computer: everything delivered, one file to carry, nothing left behind."""

from dataclasses import dataclass
from pathlib import Path

from desk.config import Settings
from desk.db import changes
from desk.db.store import StoreFailed
from desk.records.audit import DeskTransferred
from desk.sync.start import make_worker
from desk.sync.status import SyncStatus
from desk.usecases import set_up
from desk.usecases.acts import keep_copies, signed
from desk.usecases.backup import back_up
from desk.usecases.desk import Desk
from desk.usecases.set_up import OpenDesk
from desk.usecases.wipe import wipe

ROUNDS = 3


class Undelivered(Exception):
    """Work is not at central yet: the transfer stops, and the desk is as it was."""

    def __init__(self, status: SyncStatus) -> None:
        super().__init__(status.reason)
        self.status = status


@dataclass(frozen=True)
class Transferred:
    """What went along."""

    desk: str
    changes: int


async def transfer(desk: Desk, settings: Settings, data_key: bytes, target: Path) -> Transferred:
    """Deliver all, write the desk into one file, and leave nothing on this computer that could go on.

    Raises Undelivered while anything is unsent or rejected, and as `back_up` does: the desk then stays. The
    copy is closed to new business until it is renewed, so that two computers never print one number.
    """
    await _deliver(desk, settings)
    with desk.store.write() as connection:
        told = DeskTransferred(**signed(desk))
        last = changes.append(connection, desk.author, "desk.transferred", f"desk:{told.desk}", told)
    keep_copies(desk, last)
    await _deliver(desk, settings)
    opened = OpenDesk(desk.store, desk.identity, desk.key)
    made = back_up(opened, settings, data_key, target)
    set_up.fence(desk.store)
    try:
        wipe(opened)
    except StoreFailed as ended:
        if ended.code != "wiped":
            raise
    return Transferred(made.desk, made.counts["change"])


async def _deliver(desk: Desk, settings: Settings) -> None:
    worker = make_worker(desk, settings, lambda status: None)
    try:
        for _round in range(ROUNDS):
            await worker.attempt()
            status = worker.status
            if status.online and not status.unsent + status.rejected:
                return
    finally:
        await worker.close()
    raise Undelivered(worker.status)
