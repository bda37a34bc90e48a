"""Puts the synchronisation of an open desk together."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from desk.config import Settings
from desk.db import facts
from desk.db.store import StoreFailed
from desk.sync.client import CentralClient
from desk.sync.line import Line
from desk.sync.list_load import ListKeeper, Source
from desk.sync.pace import Pace
from desk.sync.session import Session
from desk.sync.status import SyncStatus
from desk.sync.worker import Worker
from desk.usecases.access import follow_register
from desk.usecases.desk import Desk
from desk.usecases.retention import purge_daily
from desk.usecases.screening import screen_again

BOARD_PACE = Pace(cap=30.0, idle=4.0, spread=5.0)
"""Of a wall board: a call is on the wall within seconds; it has nothing to send that could crowd central."""


def make_worker(desk: Desk, settings: Settings, on_status: Callable[[SyncStatus], None]) -> Worker:
    """The worker of a desk; it has done nothing yet."""
    line = Line(settings.central_url, ca_file=settings.ca_file)
    client = CentralClient(line, desk.identity.desk_id, desk.key, desk.clock)
    session = Session(desk.store, desk.identity, client, desk.key, desk.clock, desk.spool)
    session.restrictions = make_keeper(desk, settings, client)
    worker = Worker(session, on_status, BOARD_PACE if desk.identity.is_board else None)
    worker.after_round = partial(_after_round, desk, settings)
    return worker


def _after_round(desk: Desk, settings: Settings) -> None:
    follow_register(desk, settings)
    purge_daily(desk, settings)


def make_keeper(desk: Desk, settings: Settings, client: Source) -> ListKeeper | None:
    """What keeps the desk's list of restrictions; whenever it is newer, earlier lookups are asked again."""
    if desk.restrictions is None or desk.identity.is_board:
        return None

    def screened() -> None:
        with suppress(StoreFailed):  # told by the round that needs the store; the next list asks again
            screen_again(desk, settings)

    with desk.store.read() as connection:
        public = facts.get(connection, "list_key")
    return ListKeeper(desk.restrictions, public, client, desk.store, screened)
