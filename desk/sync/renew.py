"""A restored desk gets its new code, and what its backup had not sent goes out under its own identifiers."""

from dataclasses import dataclass

from desk.config import Settings
from desk.sync.enrol import renew_desk
from desk.sync.line import Line
from desk.sync.start import make_worker
from desk.sync.status import SyncStatus
from desk.usecases import set_up
from desk.usecases.sign_in import with_spool


@dataclass(frozen=True)
class Renewed:
    """The codes before and after, and how the first synchronisation went."""

    before: str
    after: str
    status: SyncStatus


async def renew(settings: Settings, data_key: bytes, code: str) -> Renewed:
    """Take a new desk code and incarnation from central with a one-time code, then synchronise once.

    A failure of the synchronisation is told by the status: the desk has its code and may work. Raises
    StoreRefused, and ContactFailed when central gave no code; the desk then stays as it was.
    """
    opened = set_up.open_desk(settings.database, data_key)
    before = opened.identity.desk
    line = Line(settings.central_url, ca_file=settings.ca_file)
    try:
        renewed = await renew_desk(line, opened, data_key, code)
    except BaseException:
        opened.store.close()
        raise
    finally:
        await line.close()
    desk = with_spool(settings, renewed)
    try:
        worker = make_worker(desk, settings, lambda status: None)
        await worker.attempt()
        await worker.close()
    finally:
        desk.close()
    return Renewed(before, desk.identity.desk, worker.status)
