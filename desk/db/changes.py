"""The change log: outbox, sent log, quarantine and audit trail in one table.

FIFO within a stream: while a change of a stream is rejected, the later ones of that stream are blocked.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, text, update

from desk.db.tables import ChangeState, change
from desk.records.base import Record, canonical, new_id, utc_now
from desk.records.wire import FIRST_LINK, SCHEMA_VERSION, Change, Outcome, Result, commitment

_INSERT = insert(change)
_LAST = select(change.c.n, change.c.chain, change.c.incarnation).order_by(change.c.n.desc()).limit(1)
_HELD = select(change.c.n).where(
    change.c.stream == text(":stream"), change.c.state.in_([ChangeState.rejected, ChangeState.blocked])
)
OPEN = (ChangeState.pending, ChangeState.blocked, ChangeState.rejected)


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
    connection.execute(_INSERT, row | {"state": state, "attempts": 0, "result": "", "feed_n": None})
    return written


def _change(row: Row[Any]) -> Change:
    fields = {name: getattr(row, name) for name in Change.model_fields}
    return Change.model_validate(fields)


def pending(connection: Connection, limit: int) -> list[Change]:
    """The oldest changes that may be sent now, in the order written."""
    due = select(change).where(change.c.state == ChangeState.pending).order_by(change.c.n).limit(limit)
    return [_change(row) for row in connection.execute(due)]


def unsent(connection: Connection) -> list[Change]:
    """Every change that central has not acknowledged, rejected and blocked ones included."""
    rows = select(change).where(change.c.state.in_(OPEN)).order_by(change.c.n)
    return [_change(row) for row in connection.execute(rows)]


def attempted(connection: Connection, numbers: Iterable[int]) -> None:
    """Count one attempt to send for each of these changes."""
    mark = update(change).where(change.c.n.in_(list(numbers)))
    connection.execute(mark.values(attempts=change.c.attempts + 1))


def settle(connection: Connection, results: Iterable[Result]) -> None:
    """Note central's answers; a rejection blocks the later changes of its stream only."""
    for result in results:
        rejected = result.outcome is Outcome.rejected
        state = ChangeState.rejected if rejected else ChangeState.acknowledged
        mark = update(change).where(
            change.c.change_id == result.change_id, change.c.state != ChangeState.superseded
        )
        connection.execute(
            mark.values(state=state, feed_n=result.feed_n, result=json.dumps(result.model_dump(mode="json")))
        )
        if rejected:
            _block_behind(connection, result.change_id)


def _block_behind(connection: Connection, change_id: UUID) -> None:
    found = connection.execute(
        select(change.c.n, change.c.stream).where(change.c.change_id == change_id)
    ).first()
    if found:
        later = (change.c.stream == found.stream) & (change.c.n > found.n)
        mark = update(change).where(later, change.c.state == ChangeState.pending)
        connection.execute(mark.values(state=ChangeState.blocked))


def counts(connection: Connection) -> dict[ChangeState, int]:
    """How many changes stand in each state that is not yet acknowledged."""
    rows = connection.execute(
        select(change.c.state, func.count()).where(change.c.state.in_(OPEN)).group_by(change.c.state)
    )
    found = {ChangeState(state): n for state, n in rows}
    return {state: found.get(state, 0) for state in OPEN}


def head(connection: Connection) -> tuple[int, str]:
    """The number and the chain link of the newest change; 0 and FIRST_LINK in an empty log."""
    last = connection.execute(_LAST).first()
    return (last.n, last.chain) if last else (0, FIRST_LINK)


def one(connection: Connection, n: int) -> Row[Any]:
    """The change of that number."""
    return connection.execute(select(change).where(change.c.n == n)).one()


def newest(connection: Connection, limit: int) -> list[Row[Any]]:
    """The newest changes for the sync screen: the open ones first, then by number downwards."""
    is_open = change.c.state.in_(OPEN)
    rows = select(change).order_by(is_open.desc(), change.c.n.desc()).limit(limit)
    return list(connection.execute(rows))
