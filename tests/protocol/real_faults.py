"""How the real parts are made to fail: a line with fates, a stumbling central, a desk that dies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
from psycopg import DataError, OperationalError

from central.push import apply, at_once, edits, head, records
from desk.db.store import Connection, Store
from tests.protocol.world import Link
from tests.sync.faulty import Fault, FaultyTransport

STUMBLER = "stumble-"
"""What the identifier of an actor begins with over whose changes central stumbles."""
FAULTS = {
    Link.LOST_REQUEST: Fault.DROP_REQUEST,
    Link.LOST_RESPONSE: Fault.LOSE_REPLY,
    Link.DUPLICATE: Fault.DUPLICATE,
    Link.LATE: Fault.LATE,
}


class Died(BaseException):
    """The desk's process ends here."""


class MortalStore(Store):
    """A store in whose next transaction, or a later one, the process dies before the commit."""

    dying = 0
    """In which of the coming transactions; 0 is none."""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction, unless the process dies in it."""
        with super().write() as connection:
            yield connection
            if self.dying:
                self.dying -= 1
                if not self.dying:
                    raise Died


@dataclass
class Frailty:
    """What is wrong with central at the moment."""

    stumbling: bool = True
    stop_after: int | None = None
    """How many changes of the present push are taken before a transient error."""
    dies: bool = False
    undo: list[Callable[[], None]] = field(default_factory=list)

    def install(self) -> None:
        """Put the failing parts in the place of the real ones, around them."""
        insert, edit, note = records.insert, edits.apply_edit, head.note_head

        def inserted(db: Any, run: Any) -> int:
            if self.stop_after is not None and len(run) > 1:
                raise DataError("one by one")
            for change, _ in run:
                self.stumble(change.actor)
            return insert(db, run)

        def edited(db: Any, desk: Any, change: Any, verdict: Any) -> Any:
            self.stumble(change.actor)
            return edit(db, desk, change, verdict)

        def noted(*given: Any) -> Any:
            if self.dies:
                raise RuntimeError("central dies")
            return note(*given)

        def written(db: Any, desk: Any, arrived: Any, facts: Any, links: Any) -> int:
            if self.stop_after is not None or self._stumbles_over(facts):
                raise DataError("one by one")
            if self.dies:
                raise RuntimeError("central dies")
            return write(db, desk, arrived, facts, links)

        write = at_once.write
        places: list[tuple[Any, str, Any, Any]] = [
            (at_once, "write", written, write),
            (records, "insert", inserted, insert),
            (edits, "apply_edit", edited, edit),
            (apply, "note_head", noted, note),
        ]
        for module, name, fake, real in places:
            setattr(module, name, fake)
            self.undo.append(partial(setattr, module, name, real))

    def _stumbles_over(self, facts: Any) -> bool:
        return self.stumbling and any(change.actor.startswith(STUMBLER) for change, _ in facts)

    def stumble(self, actor: str) -> None:
        """A transient error, when one is due."""
        if self.stumbling and actor.startswith(STUMBLER):
            raise OperationalError("stumbled")
        if self.stop_after is not None:
            self.stop_after -= 1
            if self.stop_after < 0:
                raise OperationalError("stumbled")

    def remove(self) -> None:
        """Put the real parts back."""
        while self.undo:
            self.undo.pop()()


@dataclass
class Wire(FaultyTransport):
    """The line of one desk: the fate of each call in turn, then all is well."""

    frailty: Frailty = field(default_factory=Frailty)
    links: Iterator[Link] = field(default_factory=lambda: iter(()))
    at: int = 0
    store: MortalStore | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one call to its fate."""
        link = next(self.links, Link.OK)
        is_push = request.url.path.endswith("/push")
        self.plan = iter((FAULTS.get(link, Fault.NONE),))
        if link is Link.CENTRAL_CRASH and not is_push:
            self.plan = iter((Fault.ERROR_500,))
        self.frailty.dies = link is Link.CENTRAL_CRASH and is_push
        self.frailty.stop_after = self.at if link is Link.TRANSIENT and is_push else None
        try:
            answer = await super().handle_async_request(request)
        finally:
            self.frailty.dies, self.frailty.stop_after = False, None
        if link is Link.DESK_CRASH and self.store is not None:
            self.store.dying = 1 + self.at % 2
        return answer
