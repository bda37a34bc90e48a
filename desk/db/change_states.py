"""Where each change stands on its way to central: what its answers, the feed and a correction alter.

A rejected change holds back the later ones of its stream, and no others.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, exists, select, update

from desk.db.changes import IS_OPEN, among, batched
from desk.db.log_tables import ChangeState, change
from desk.records.wire import Outcome, Result

_HOLDS_UP = (ChangeState.blocked, ChangeState.rejected)
_PLACES = select(change.c.n, change.c.change_id, change.c.stream, change.c.state, change.c.feed_n)
_SEEN = update(change).where(change.c.n == bindparam("at_n")).values(feed_n=bindparam("to_n"))
_SETTLE = _SEEN.values(state=bindparam("to_state"), result=bindparam("told"))


def attempted(connection: Connection, numbers: Iterable[int]) -> None:
    """Count one attempt to send for each of these changes."""
    mark = update(change).where(change.c.n.in_(list(numbers)))
    connection.execute(mark.values(attempts=change.c.attempts + 1))


def settle(connection: Connection, results: Iterable[Result], only: ChangeState | None = None) -> None:
    """Note central's answers; a rejection blocks the later changes of its stream, and no others.

    With `only`, answers to changes in another state are passed over.
    """
    told = {result.change_id: result for result in results}
    values, streams = list[dict[str, Any]](), dict[str, None]()
    for row in _places(connection, told):
        if row.state == ChangeState.superseded or only not in (None, row.state):
            continue
        result = told[row.change_id]
        rejected = result.outcome is Outcome.rejected
        state = ChangeState.rejected if rejected else ChangeState.acknowledged
        told_json = result.model_dump_json()
        values.append({"at_n": row.n, "to_state": state, "to_n": result.feed_n, "told": told_json})
        if rejected or row.state == ChangeState.rejected:
            streams[row.stream] = None
    if values:
        connection.execute(_SETTLE, values)
    for stream in streams:
        arrange(connection, stream)


def arrange(connection: Connection, stream: str) -> None:
    """Hold back what stands behind a rejected change of its stream, and let go what no longer does."""
    before = change.alias()
    behind = exists().where(
        before.c.stream == stream,
        among(before, *_HOLDS_UP),
        before.c.state == ChangeState.rejected,
        before.c.n < change.c.n,
    )
    mine = update(change).where(change.c.stream == stream, IS_OPEN)
    blocked, pending = ChangeState.blocked, ChangeState.pending
    connection.execute(mine.where(change.c.state == pending, behind).values(state=blocked))
    connection.execute(mine.where(change.c.state == blocked, ~behind).values(state=pending))


def seen_in_feed(connection: Connection, numbers: Mapping[UUID, int]) -> int:
    """Acknowledge the changes of this desk among those that came by the feed; how many are its own.

    `numbers` are those of the feed by change.
    """
    own = _places(connection, numbers)
    acknowledged, superseded = list[dict[str, int]](), list[dict[str, int]]()
    for row in own:
        seen = {"at_n": row.n, "to_n": numbers[row.change_id]}
        if row.state == ChangeState.superseded:
            superseded.append(seen)
        elif row.state != ChangeState.acknowledged or row.feed_n != seen["to_n"]:
            acknowledged.append(seen)
    if acknowledged:
        connection.execute(_SEEN.values(state=ChangeState.acknowledged), acknowledged)
    if superseded:
        connection.execute(_SEEN, superseded)
    for stream in {row.stream: None for row in own if row.state == ChangeState.rejected}:
        arrange(connection, stream)
    return len(own)


def _places(connection: Connection, change_ids: Iterable[UUID]) -> list[Row[Any]]:
    """Where those of the changes stand that this log wrote, in the order written."""
    found: list[Row[Any]] = []
    for some in batched(change_ids, 1000):
        found += connection.execute(_PLACES.where(change.c.change_id.in_(some)))
    return sorted(found, key=lambda row: int(row.n))


def send_again(connection: Connection) -> int:
    """Make pending whatever this log holds, for central lost data; returns how many that are.

    Receipts make it harmless where central still has the change; a rejected one is reported anew.
    """
    due = (ChangeState.acknowledged, ChangeState.rejected, ChangeState.blocked)
    known = update(change).where(change.c.state.in_(due), change.c.body != "")
    return connection.execute(known.values(state=ChangeState.pending, feed_n=None)).rowcount


def resend(connection: Connection, change_id: UUID) -> bool:
    """Send a rejected change again as it is; False when it is not rejected."""
    mine = (change.c.change_id == change_id) & (change.c.state == ChangeState.rejected)
    stream = connection.execute(select(change.c.stream).where(mine)).scalar()
    if stream is None:
        return False
    connection.execute(update(change).where(mine).values(state=ChangeState.pending))
    arrange(connection, stream)
    return True


def report_again(connection: Connection, change_ids: Iterable[UUID]) -> None:
    """Send rejected changes that central does not know: its quarantine shows what the desk's shows."""
    for change_id in change_ids:
        resend(connection, change_id)


def supersede(connection: Connection, change_id: UUID, stream: str) -> None:
    """A correction was written: the rejected change is done with, what stood behind it may go."""
    connection.execute(
        update(change).where(change.c.change_id == change_id).values(state=ChangeState.superseded)
    )
    arrange(connection, stream)
