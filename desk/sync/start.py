"""Puts the synchronisation of an open desk together."""

from collections.abc import Callable

from desk.config import Settings
from desk.sync.client import CentralClient
from desk.sync.line import Line
from desk.sync.session import Session
from desk.sync.status import SyncStatus
from desk.sync.worker import Worker
from desk.usecases.desk import Desk


def make_worker(desk: Desk, settings: Settings, on_status: Callable[[SyncStatus], None]) -> Worker:
    """The worker of a desk; it has done nothing yet."""
    line = Line(settings.central_url, ca_file=settings.ca_file)
    client = CentralClient(line, desk.identity.desk_id, desk.key, desk.clock)
    return Worker(Session(desk.store, desk.identity, client, desk.key, desk.clock, desk.spool), on_status)
