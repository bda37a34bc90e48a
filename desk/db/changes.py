"""The change log: outbox, sent log, quarantine and audit trail in one table.

FIFO within a stream: while a change of a stream is rejected, the later ones of that stream are blocked.
"""

import json
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)

from desk.db import blobs
from desk.db.tables import ChangeState, change
from desk.records.base import Record, canonical, new_id, utc_now
from desk.records.wire import FIRST_LINK, SCHEMA_VERSION, Change, Outcome, Result, commitment

WAITS = "stream_blocked"
"""Central's code for a change behind a rejected one of its stream."""
_INSERT = insert(change)
_UNSENT = {"attempts": 0, "result": "", "feed_n": None, "former_n": None}
_LAST = select(change.c.n, change.c.chain, change.c.incarnation).where(change.c.n > 0)
_LAST = _LAST.order_by(change.c.n.desc()).limit(1)
OPEN = (ChangeState.pending, ChangeState.blocked, ChangeState.rejected)


def _among(table: FromClause, *states: ChangeState) -> ColumnElement[bool]:
    """The states as literals in the words of the partial indexes, which bound parameters do not reach."""
    return table.c.state.in_([literal_column(f"'{state}'") for state in states])


_IS_OPEN = _among(change, *OPEN)
_HOLDS_UP = (ChangeState.blocked, ChangeState.rejected)
_HELD = select(change.c.n).where(change.c.stream == text(":stream"), _among(change, *_HOLDS_UP))


@dataclass(frozen=True)
class Author:
    """Who writes: the desk's incarnation, the person, and how far central's clock is ahead (ms)."""

    incarnation: UUID
    actor: str
    clock_offset: int


def append(
    connection: Connection,
    author: Author,
    kind: str,
    stream: str,
    record: Record,
    supersedes: UUID | None = None,
) -> Change:
    """Write one change at the end of the log, chained to the one before it."""
    last = connection.execute(_LAST).first()
    body, salt = canonical(record), secrets.token_hex(16)
    written = Change(
        change_id=new_id(),
        n=last.n + 1 if last else 1,
        incarnation=author.incarnation,
        stream=stream,
        kind=kind,
        schema_version=SCHEMA_VERSION,
        actor=author.actor,
        at=utc_now(),
        clock_offset=author.clock_offset,
        supersedes=supersedes,
        salt=salt,
        body=body,
        body_sha256=commitment(salt, body),
        prev_sha256=last.chain if last and last.incarnation == author.incarnation else FIRST_LINK,
    )
    held = connection.execute(_HELD, {"stream": stream}).first()
    state = ChangeState.blocked if held else ChangeState.pending
    row = dict(written) | {"at": written.at.isoformat(), "chain": written.chain}
    connection.execute(_INSERT, row | {"state": state, **_UNSENT})
    return written


def take_back(connection: Connection, written: Change, result: Result) -> int:
    """Write a change that central rejected and a restored file lacks: before the log, outside of its chain.

    Returns the number that it has here, below zero; it is sent again under its own.
    """
    lowest = connection.execute(select(func.min(change.c.n))).scalar()
    n = min(lowest or 0, 0) - 1
    waits = result.code == WAITS
    row = dict(written) | {"at": written.at.isoformat(), "chain": written.chain, **_UNSENT}
    row |= {"n": n, "former_n": written.n, "result": json.dumps(result.model_dump(mode="json"))}
    connection.execute(_INSERT, row | {"state": ChangeState.blocked if waits else ChangeState.rejected})
    return n


def change_of(row: Row[Any]) -> Change:
    """The change as it goes over the wire."""
    fields = {name: getattr(row, name) for name in Change.model_fields}
    return Change.model_validate(fields | {"n": row.former_n or row.n})


def pending(connection: Connection, limit: int, last: Collection[str] = ()) -> list[Change]:
    """The oldest changes that may be sent now, in the order written; streams in `last` come last.

    A stream that names a blob waits until central has it.
    """
    may_go = change.c.stream.not_in(blobs.streams_waiting())
    due = select(change).where(_IS_OPEN, change.c.state == ChangeState.pending, may_go)
    order = [change.c.stream.in_(last), change.c.n] if last else [change.c.n]
    rows = due.order_by(*order).limit(limit)
    return [change_of(row) for row in connection.execute(rows)]


def unsent(connection: Connection) -> list[Change]:
    """Every change that central has not acknowledged, rejected and blocked ones included."""
    rows = select(change).where(_IS_OPEN).order_by(change.c.n)
    return [change_of(row) for row in connection.execute(rows)]


def attempted(connection: Connection, numbers: Iterable[int]) -> None:
    """Count one attempt to send for each of these changes."""
    mark = update(change).where(change.c.n.in_(list(numbers)))
    connection.execute(mark.values(attempts=change.c.attempts + 1))


def settle(connection: Connection, results: Iterable[Result], only: ChangeState | None = None) -> None:
    """Note central's answers; a rejection blocks the later changes of its stream, and no others.

    With `only`, answers to changes in another state are passed over.
    """
    for result in results:
        rejected = result.outcome is Outcome.rejected
        state = ChangeState.rejected if rejected else ChangeState.acknowledged
        mine = (change.c.change_id == result.change_id) & (change.c.state != ChangeState.superseded)
        found = connection.execute(select(change.c.n, change.c.stream, change.c.state).where(mine)).first()
        if found is None or only not in (None, found.state):
            continue
        told = json.dumps(result.model_dump(mode="json"))
        mark = update(change).where(change.c.n == found.n)
        connection.execute(mark.values(state=state, feed_n=result.feed_n, result=told))
        if rejected or found.state == ChangeState.rejected:
            arrange(connection, found.stream)


def arrange(connection: Connection, stream: str) -> None:
    """Hold back what stands behind a rejected change of its stream, and let go what no longer does."""
    before = change.alias()
    behind = exists().where(
        before.c.stream == stream,
        _among(before, *_HOLDS_UP),
        before.c.state == ChangeState.rejected,
        before.c.n < change.c.n,
    )
    mine = update(change).where(change.c.stream == stream, _IS_OPEN)
    blocked, pending = ChangeState.blocked, ChangeState.pending
    connection.execute(mine.where(change.c.state == pending, behind).values(state=blocked))
    connection.execute(mine.where(change.c.state == blocked, ~behind).values(state=pending))


def _batched(items: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def known(connection: Connection, change_ids: Iterable[UUID]) -> list[UUID]:
    """Those of the identifiers that this log wrote."""
    found: list[UUID] = []
    for some in _batched(change_ids, 1000):
        found += connection.execute(select(change.c.change_id).where(change.c.change_id.in_(some))).scalars()
    return found


def state_of(connection: Connection, change_id: UUID) -> ChangeState | None:
    """Where a change of this log stands; None for another's."""
    found = connection.execute(select(change.c.state).where(change.c.change_id == change_id)).scalar()
    return None if found is None else ChangeState(found)


def seen_in_feed(connection: Connection, change_id: UUID, feed_n: int) -> bool:
    """Acknowledge a change of this desk that came back by the feed; False when it is another desk's."""
    mine = select(change.c.n, change.c.stream, change.c.state).where(change.c.change_id == change_id)
    found = connection.execute(mine).first()
    if found is None:
        return False
    values: dict[str, Any] = {"feed_n": feed_n}
    if found.state != ChangeState.superseded:
        values["state"] = ChangeState.acknowledged
    connection.execute(update(change).where(change.c.n == found.n).values(**values))
    if found.state == ChangeState.rejected:
        arrange(connection, found.stream)
    return True


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


def rejected_ids(connection: Connection, limit: int) -> list[UUID]:
    """The oldest rejected changes: what the desk tells central of its quarantine."""
    rows = select(change.c.change_id).where(_IS_OPEN, change.c.state == ChangeState.rejected)
    return list(connection.execute(rows.order_by(change.c.n).limit(limit)).scalars())


def supersede(connection: Connection, change_id: UUID, stream: str) -> None:
    """A correction was written: the rejected change is done with, what stood behind it may go."""
    connection.execute(
        update(change).where(change.c.change_id == change_id).values(state=ChangeState.superseded)
    )
    arrange(connection, stream)


def edits_of(connection: Connection, stream: str) -> list[Row[Any]]:
    """This desk's edits of the record of a stream, the superseded ones included, in the order written."""
    rows = select(change).where(change.c.stream == stream, literal_column("kind = 'visit.edited'"))
    return list(connection.execute(rows.order_by(change.c.n)))


def counts(connection: Connection) -> dict[ChangeState, int]:
    """How many changes stand in each state that is not yet acknowledged."""
    rows = connection.execute(select(change.c.state, func.count()).where(_IS_OPEN).group_by(change.c.state))
    found = {ChangeState(state): n for state, n in rows}
    return {state: found.get(state, 0) for state in OPEN}


def head(connection: Connection) -> tuple[int, str]:
    """The number and the chain link of the newest change; 0 and FIRST_LINK in an empty log."""
    last = connection.execute(_LAST).first()
    return (last.n, last.chain) if last else (0, FIRST_LINK)


def one(connection: Connection, n: int) -> Row[Any]:
    """The change of that number."""
    return connection.execute(select(change).where(change.c.n == n)).one()


def latest_pending(connection: Connection) -> datetime | None:
    """When the newest change was written that central has not heard of, in central's time as then known."""
    mine = select(change.c.at, change.c.clock_offset).where(change.c.state == ChangeState.pending)
    row = connection.execute(mine.order_by(change.c.n.desc()).limit(1)).first()
    return datetime.fromisoformat(row.at) + timedelta(milliseconds=row.clock_offset) if row else None


def by_id(connection: Connection, change_id: UUID) -> Row[Any] | None:
    """The change of this desk with that identifier."""
    return connection.execute(select(change).where(change.c.change_id == change_id)).first()


def newest(connection: Connection, limit: int) -> list[Row[Any]]:
    """The newest changes for the sync screen: rejected ones first, then other open ones, then the rest."""
    is_rejected = change.c.state == ChangeState.rejected
    first = select(change).where(_IS_OPEN).order_by(is_rejected.desc(), change.c.n.desc()).limit(limit)
    found = list(connection.execute(first))
    rest = select(change).where(~_IS_OPEN).order_by(change.c.n.desc()).limit(limit - len(found))
    return found + list(connection.execute(rest))
