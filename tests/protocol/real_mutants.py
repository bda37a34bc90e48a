"""Seeded faults in the real desk code: a history of the driver must catch each, or the driver is blind."""

from collections.abc import Callable
from typing import Any

from desk.db import change_states, cursors
from desk.db.log_tables import ChangeState, change
from desk.records.wire import Outcome, Result
from desk.sync import ledger, merge, snapshot
from tests.protocol import real_world
from tests.protocol.driver import Step, steps_of
from tests.protocol.wire import Flaw, Kind
from tests.protocol.world import Act, Link, Plan, Rescue


def delete_on_send(patch: Any) -> None:
    """A change counts as delivered when it leaves."""
    real = ledger.next_batch

    def next_batch(store: Any, *given: Any) -> Any:
        batch = real(store, *given)
        results = [Result(change_id=c.change_id, outcome=Outcome.applied) for c in batch.changes]
        ledger.take_results(store, results)
        return batch

    patch.setattr(ledger, "next_batch", next_batch)


def cursor_before_apply(patch: Any) -> None:
    """The cursor is moved in a transaction of its own, before the page is applied."""
    real = merge.apply_page

    def apply_page(store: Any, page: Any, before: Any) -> Any:
        with store.write() as connection:
            cursors.move(connection, before.scope, page.epoch, page.next, page.as_of)
        return real(store, page, before)

    patch.setattr(merge, "apply_page", apply_page)


def cursor_before_snapshot(patch: Any) -> None:
    """The cursor is put at a snapshot's pin before its last page is applied."""
    real = snapshot.apply_page

    def apply_page(store: Any, scope: str, page: Any, before: Any) -> Any:
        with store.write() as connection:
            cursors.move(connection, scope, page.epoch, page.pin, page.as_of)
        return real(store, scope, page, before)

    patch.setattr(snapshot, "apply_page", apply_page)


def drop_rejected(patch: Any) -> None:
    """A rejected change is forgotten as if it were delivered."""
    real = change_states.settle

    def settle(connection: Any, results: Any, **given: Any) -> None:
        real(connection, [r.model_copy(update={"outcome": Outcome.applied}) for r in results], **given)

    patch.setattr(change_states, "settle", settle)


def no_stream_block(patch: Any) -> None:
    """What stands behind a rejected change is sent all the same."""
    patch.setattr(change_states, "arrange", lambda connection, stream: None)


def no_replay(patch: Any) -> None:
    """After central came back in an older state nothing is sent again."""
    patch.setattr(change_states, "send_again", lambda connection: 0)


def no_epoch(patch: Any) -> None:
    """A new life of central goes unnoticed."""
    real = ledger.take_hello

    def take_hello(store: Any, sent: Any, reply: Any, offset: int) -> Any:
        return real(store, sent, reply.model_copy(update={"epoch": sent.epoch}), offset)

    patch.setattr(ledger, "take_hello", take_hello)


def no_restore_fence(patch: Any) -> None:
    """A restored desk goes on under its old code."""
    patch.setattr(real_world, "fence", lambda store: None)


def blocked_for_ever(patch: Any) -> None:
    """What stood behind a rejected change is never let go."""
    real = change_states.arrange

    def arrange(connection: Any, stream: str) -> None:
        held = [
            row.n
            for row in connection.execute(
                change.select().where(change.c.stream == stream, change.c.state == ChangeState.blocked)
            )
        ]
        real(connection, stream)
        connection.execute(change.update().where(change.c.n.in_(held)).values(state=ChangeState.blocked))

    patch.setattr(change_states, "arrange", arrange)


LENGTH = 60
DEVICES = ("A", "B", "C")
DIES_IN_A_PAGE = [
    Step("sync", ("B", Plan())),
    Step("act", ("A", Act(Kind.OPEN))),
    Step("sync", ("A", Plan())),
    Step("sync", ("B", Plan((*[Link.OK] * 2, Link.DESK_CRASH), 1))),
]
"""The third call of a later contact is the page with the visit: the desk dies two transactions after it."""
DIES_IN_A_SNAPSHOT = [
    Step("act", ("A", Act(Kind.OPEN))),
    Step("sync", ("A", Plan())),
    Step("sync", ("B", Plan((*[Link.OK] * 4, Link.DESK_CRASH), 1))),
]
"""The fifth call of a first load is the page with the visit."""
COMES_BACK_BEHIND = [
    Step("act", ("C", Act(Kind.OPEN, flaw=Flaw.BROKEN_RULE))),
    Step("sync", ("C", Plan())),
    Step("back_up_desk", ("C",)),
    Step("restore_central"),
    Step("act", ("C", Act(Kind.FACT))),
    Step("sync", ("C", Plan())),
    Step("restore_desk", ("C", Rescue.COMMAND)),
]
"""The restored file has the rejected visit; what stands behind it comes back from central."""
SENT_AGAIN_BEHIND = [
    Step("act", ("A", Act(Kind.OPEN))),
    Step("sync", ("A", Plan())),
    Step("act", ("A", Act(Kind.FACT, flaw=Flaw.BROKEN_RULE))),
    Step("sync", ("A", Plan())),
    Step("back_up_desk", ("A",)),
    Step("restore_desk", ("A", Rescue.COMMAND)),
    Step("sync", ("A", Plan())),
    Step("act", ("A", Act(Kind.FACT, flaw=Flaw.BROKEN_RULE))),
    Step("restore_central"),
    Step("sync", ("A", Plan())),
    Step("resend", ("A", 1)),
]
"""A new life of central rejects a change of each incarnation in one stream, and the later is sent again: the
desk keeps it until the earlier is settled, while central shows it as rejected."""

MUTANTS: dict[str, tuple[Callable[[Any], None], list[Step]]] = {
    "delete on send": (delete_on_send, steps_of(1, LENGTH, DEVICES)),
    "cursor before apply": (cursor_before_apply, DIES_IN_A_PAGE),
    "cursor before snapshot": (cursor_before_snapshot, DIES_IN_A_SNAPSHOT),
    "drop rejected": (drop_rejected, steps_of(1, LENGTH, DEVICES)),
    "no stream block": (no_stream_block, steps_of(1, LENGTH, DEVICES)),
    "no replay": (no_replay, steps_of(1, LENGTH, DEVICES)),
    "no epoch": (no_epoch, steps_of(1, LENGTH, DEVICES)),
    "no restore fence": (no_restore_fence, steps_of(9, LENGTH, DEVICES)),
    "blocked for ever": (blocked_for_ever, steps_of(1, LENGTH, DEVICES)),
}
"""Each fault with a history that catches it: the first seed that did, or one made for it."""
