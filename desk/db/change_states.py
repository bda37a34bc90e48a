"""Where each change stands on its way to central: what its answers, the feed and a correction alter.

A rejected change holds back the later ones of its stream, and no others.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, FromClause, case, exists, func, select, text, update

from desk.db.changes import IS_OPEN, among
from desk.db.log_tables import ChangeState, change
from desk.db.quick import Quick
from desk.records.wire import Outcome, Result

_HOLDS_UP = (ChangeState.blocked, ChangeState.rejected)
_PLACES = Quick(
    text(
        "SELECT n, change_id, stream, state, feed_n FROM change"
        " WHERE change_id IN (SELECT value FROM json_each(:ids)) ORDER BY n"
    )
)
_COUNT = Quick(
    text("UPDATE change SET attempts = attempts + 1 WHERE n IN (SELECT value FROM json_each(:places))")
)
_SETTLE = Quick(
    text(
        "UPDATE change SET feed_n = told.value ->> 1, state = told.value ->> 2,"
        " result = coalesce(told.value ->> 3, result)"
        " FROM json_each(:rows) AS told WHERE change.n = told.value ->> 0"
    )
)
"""One statement for all: SQLite then works through them without coming back to Python for each."""


_Row = tuple[int, int | None, ChangeState, str | None]
"""Place in the log, number in the feed, state, and central's answer: None leaves the one that is there."""


@dataclass(frozen=True, slots=True)
class _Place:
    n: int
    change_id: UUID
    stream: str
    state: ChangeState
    feed_n: int | None


def attempted(connection: Connection, places: Iterable[int]) -> None:
    """Count one attempt to send for each of the changes at these places of the log."""
    _COUNT.run(connection, {"places": json.dumps(list(places))})


def settle(connection: Connection, results: Iterable[Result], only: ChangeState | None = None) -> None:
    """Note central's answers; a rejection blocks the later changes of its stream, and no others.

    With `only`, answers to changes in another state are passed over.
    """
    told = {result.change_id: result for result in results}
    rows, streams = list[_Row](), dict[str, None]()
    for place in _places(connection, told):
        if place.state == ChangeState.superseded or only not in (None, place.state):
            continue
        result = told[place.change_id]
        rejected = result.outcome is Outcome.rejected
        state = ChangeState.rejected if rejected else ChangeState.acknowledged
        rows.append((place.n, result.feed_n, state, result.model_dump_json()))
        if rejected or place.state == ChangeState.rejected:
            streams[place.stream] = None
    _write(connection, rows)
    for stream in streams:
        arrange(connection, stream)


def _write(connection: Connection, rows: list[_Row]) -> None:
    if rows:
        _SETTLE.run(connection, {"rows": json.dumps(rows)})


def _turn(table: FromClause) -> ColumnElement[int]:
    """The number under which a change was written: what came back from central has another one here."""
    return func.coalesce(table.c.former_n, table.c.n)


def arrange(connection: Connection, stream: str) -> None:
    """Hold back what stands behind a rejected change of its stream, and let go what no longer does."""
    before = change.alias()
    behind = exists().where(
        before.c.stream == stream,
        among(before, *_HOLDS_UP),
        before.c.state == ChangeState.rejected,
        case(
            (before.c.incarnation == change.c.incarnation, _turn(before) < _turn(change)),
            else_=before.c.n < change.c.n,
        ),
    )
    mine = update(change).where(change.c.stream == stream, IS_OPEN)
    blocked, pending = ChangeState.blocked, ChangeState.pending
    connection.execute(mine.where(change.c.state == pending, behind).values(state=blocked))
    connection.execute(mine.where(change.c.state == blocked, ~behind).values(state=pending))


def seen_in_feed(connection: Connection, numbers: Mapping[UUID, int]) -> int:
    """Acknowledge the changes of this desk among those that came by the feed; how many are its own.

    `numbers` are those of the feed by change.
    """
    own, rows = _places(connection, numbers), list[_Row]()
    for place in own:
        to_n = numbers[place.change_id]
        if place.state == ChangeState.superseded:
            rows.append((place.n, to_n, place.state, None))
        elif place.state != ChangeState.acknowledged or place.feed_n != to_n:
            rows.append((place.n, to_n, ChangeState.acknowledged, None))
    _write(connection, rows)
    for stream in {place.stream: None for place in own if place.state == ChangeState.rejected}:
        arrange(connection, stream)
    return len(own)


def _places(connection: Connection, change_ids: Iterable[UUID]) -> list[_Place]:
    """Where those of the changes stand that this log wrote, in the order written."""
    found = _PLACES.run(connection, {"ids": json.dumps([one.hex for one in change_ids])})
    return [_Place(n, UUID(key), stream, ChangeState(state), to) for n, key, stream, state, to in found]


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
