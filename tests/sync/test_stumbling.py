"""Changes over which central stumbles: they hold up nothing else, for however long central stumbles."""

from dataclasses import dataclass, field
from uuid import UUID

import pytest

from desk.db import changes
from desk.db.store import Store
from desk.records.base import utc_now
from desk.records.wire import Outcome, Push, PushReply, Result
from desk.sync.outcomes import Busy
from desk.sync.pushing import Outbox
from tests.sync.test_ahead import store, write
from tests.sync.test_worker import EPOCH, IDENTITY, Key

__all__ = ["store"]


@dataclass
class Central:
    """Stumbles over some changes: of a push with one of them it answers the first change at most."""

    stumbles: set[UUID]
    pushes: list[list[UUID]] = field(default_factory=list)

    async def push(self, message: bytes) -> PushReply:
        sent = [change.change_id for change in Push.model_validate_json(message).changes]
        self.pushes.append(sent)
        if self.stumbles.intersection(sent):
            sent = [one for one in sent[:1] if one not in self.stumbles]
        results = [Result(change_id=one, outcome=Outcome.applied, feed_n=n) for n, one in enumerate(sent)]
        return PushReply(results=results, server_time=utc_now(), epoch=EPOCH)


def waiting(store: Store) -> list[UUID]:
    with store.read() as connection:
        return [due.change_id for due in changes.pending(connection, 500)]


async def contact(outbox: Outbox) -> None:
    with pytest.raises(Busy, match="no_progress"):
        await outbox.deliver(lambda: None)


async def test_what_was_left_unanswered_beside_a_stumbling_change_is_delivered(store: Store) -> None:
    made = write(store, "bad", "a", "b", "c", "d", "d", "d")
    central = Central({made[0]})
    await contact(Outbox(store, IDENTITY, central, Key()))
    assert waiting(store) == made[:1]


async def test_each_of_many_stumbling_changes_is_tried_again_and_none_for_ever_before_the_others(
    store: Store,
) -> None:
    made = write(store, *(f"bad{n}" for n in range(45)), "good")
    central = Central(set(made[:-1]))
    outbox = Outbox(store, IDENTITY, central, Key())
    for _ in range(4):
        await contact(outbox)
    assert waiting(store) == made[:-1]
    central.stumbles = {made[0]}
    for _ in range(4):
        await contact(outbox)
    assert waiting(store) == made[:1]


async def test_a_central_that_stumbles_over_everything_is_left_in_peace(store: Store) -> None:
    central = Central(set(write(store, *(f"s{n}" for n in range(300)))))
    await contact(Outbox(store, IDENTITY, central, Key()))
    assert len(central.pushes) <= 25
