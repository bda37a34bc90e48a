"""What headquarters asks of a desk in its answer to hello: a table of handlers, each obeyed once.

A directive is `name`, `name:argument`, each with `#token`; what this version does not know is passed over.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from desk.crypto.signing import DeskKey
from desk.db import cursors, facts
from desk.db.store import Store
from desk.sync.list_load import SCOPE
from desk.usecases.set_up import OpenDesk
from desk.usecases.support import log_slice
from desk.usecases.wipe import wipe

if TYPE_CHECKING:
    from desk.sync.session import Session

log = logging.getLogger("desk.sync")

FREEZE = "freeze"
_OBEYED = "obeyed"


@dataclass(frozen=True)
class Directive:
    """One wish of headquarters; the token tells it from an earlier one of the same name."""

    name: str
    argument: str = ""
    token: str = ""


@runtime_checkable
class BlobTaker(Protocol):
    """A client that can send a blob."""

    async def send_blob(self, content: bytes) -> None:
        """Store bytes at central under their hash."""


Act = Callable[["Session", Directive], Awaitable[None]]


def read(text: str) -> Directive:
    """A directive as central writes it."""
    words, _, token = text.partition("#")
    name, _, argument = words.partition(":")
    return Directive(name, argument, token)


async def obey(session: "Session", texts: Iterable[str], *, delivered: bool) -> None:
    """Do what is asked: at hello what steers this round, and once all is delivered what needs that."""
    asked = [read(text) for text in texts]
    if not delivered:
        await asyncio.to_thread(_freeze, session.store, any(one.name == FREEZE for one in asked))
    done = await asyncio.to_thread(_obeyed, session.store)
    for one in asked:
        handler = HANDLERS.get(one.name)
        if handler is None or handler.after_delivery != delivered or one.token in done:
            continue
        log.info("directive %s", one.name)
        await handler.act(session, one)
        await asyncio.to_thread(_note, session.store, one.token, [other.token for other in asked])


def _freeze(store: Store, frozen: bool) -> None:
    """New business stops, delivery goes on; kept for starts without a line."""
    wanted = "frozen" if frozen else ""
    if store.frozen != wanted:
        with store.write() as connection:
            facts.put(connection, frozen=wanted)
        store.frozen = wanted


def _obeyed(store: Store) -> list[str]:
    with store.read() as connection:
        found: list[str] = json.loads(facts.get(connection, _OBEYED, "[]"))
    return found


def _note(store: Store, token: str, present: list[str]) -> None:
    """Remember what was done for as long as central goes on asking for it."""
    kept = [one for one in _obeyed(store) if one in present]
    with store.write() as connection:
        facts.put(connection, **{_OBEYED: json.dumps([*kept, token])})


async def _resync(session: "Session", directive: Directive) -> None:
    """Read a scope from its beginning; what is there already is not altered by it."""

    def forget() -> None:
        with session.store.write() as connection:
            cursors.forget(connection, directive.argument)
        if directive.argument == SCOPE and session.restrictions is not None:
            session.restrictions.held.read_again()

    await asyncio.to_thread(forget)
    session.compared = None


async def _send_logs(session: "Session", _directive: Directive) -> None:
    if isinstance(session.client, BlobTaker):
        content = await asyncio.to_thread(log_slice, session.store, session.identity)
        await session.client.send_blob(content)


async def _wipe(session: "Session", _directive: Directive) -> None:
    """Raises StoreFailed `wiped`: there is no desk any more."""
    if isinstance(session.key, DeskKey):
        await asyncio.to_thread(wipe, OpenDesk(session.store, session.identity, session.key))


@dataclass(frozen=True)
class Handler:
    """What is done for a directive, and whether it waits until everything was delivered."""

    act: Act
    after_delivery: bool = False


HANDLERS: dict[str, Handler] = {
    "resync": Handler(_resync),
    "send_logs": Handler(_send_logs, after_delivery=True),
    "wipe": Handler(_wipe, after_delivery=True),
}
