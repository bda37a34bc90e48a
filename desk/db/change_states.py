"""Where each change stands on its way to central: what its answers, the feed and a correction alter.

A rejected change holds back the later ones of its stream, and no others.
"""

import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, FromClause, case, exists, func, select, text, update

from desk.db.changes import IS_OPEN, among
from desk.db.log_tables import ChangeState, change
from desk.db.quick import Quick
from desk.records.wire import Result

_HOLDS_UP = (ChangeState.blocked, ChangeState.rejected)
_COUNT = Quick(
    text("UPDATE change SET attempts = attempts + 1 WHERE n IN (SELECT value FROM json_each(:places))")
)
_SETTLE = Quick(
    text(
        "UPDATE change SET attempts = attempts + :tries, result = told.value,"
        " feed_n = told.value ->> 'feed_n',"
        " state = iif(told.value ->> 'outcome' = 'rejected', 'rejected', 'acknowledged')"
        " FROM json_each(:results) AS told"
        " WHERE change.change_id = replace(told.value ->> 'change_id', '-', '')"
        " AND change.state <> 'superseded' AND change.state = coalesce(:only, change.state)"
        " RETURNING stream"
    )
)
_SEEN = Quick(
    text(
        "UPDATE change SET feed_n = told.value, state = iif(state = 'superseded', state, 'acknowledged')"
        " FROM json_each(:numbers) AS told WHERE change.change_id = told.key"
        " AND (state NOT IN ('superseded', 'acknowledged') OR feed_n IS NOT told.value) RETURNING stream"
    )
)
"""One statement for all: SQLite then works through them without coming back to Python for each."""
_OWN = Quick(text("SELECT count(*) FROM change WHERE change_id IN (SELECT key FROM json_each(:numbers))"))
_HELD_UP = Quick(text("SELECT DISTINCT stream FROM change WHERE state IN ('blocked', 'rejected')"))
_RESULTS = TypeAdapter(list[Result])


def attempted(connection: Connection, places: Iterable[int]) -> None:
    """Count one attempt to send for each of the changes at these places of the log."""
    _COUNT.run(connection, {"places": json.dumps(list(places))})


def settle(
    connection: Connection, results: Iterable[Result], only: ChangeState | None = None, tries: int = 0
) -> None:
    """Note central's answers; a rejection blocks the later changes of its stream, and no others.

    With `only`, answers to changes in another state are passed over. `tries` are the attempts to send that
    the answers came to.
    """
    told = {result.change_id: result for result in results}
    given = _RESULTS.dump_json(list(told.values())).decode()
    _arrange(connection, _SETTLE.run(connection, {"results": given, "only": only, "tries": tries}))


def _arrange(connection: Connection, altered: Iterable[tuple[str]]) -> None:
    """Arrange the streams of changes that were altered, where anything is held up."""
    streams = {stream for (stream,) in altered}
    for (stream,) in _HELD_UP.run(connection, {}):
        if stream in streams:
            arrange(connection, stream)


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
    told = {"numbers": json.dumps({change_id.hex: n for change_id, n in numbers.items()})}
    ((own,),) = _OWN.run(connection, told)
    if own:
        _arrange(connection, _SEEN.run(connection, told))
    return int(own)


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
