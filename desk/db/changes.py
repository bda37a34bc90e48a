"""The change log: outbox, sent log, quarantine and audit trail in one table.

FIFO within a stream: while a change of a stream is rejected, the later ones of that stream are blocked.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    LargeBinary,
    Row,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal_column,
    select,
    text,
)

from desk.db import blobs, drafts
from desk.db.log_tables import ChangeState, change
from desk.db.quick import Quick
from desk.db.store import RoleNeeded
from desk.records.base import Record, canonical, new_id, utc_now
from desk.records.roles import for_change, has_one
from desk.records.wire import FIRST_LINK, SCHEMA_VERSION, Change, commitment

WAITS = "stream_blocked"
"""Central's code for a change behind a rejected one of its stream."""
T = TypeVar("T")
INSERT = Quick(insert(change))
UNSENT = {"attempts": 0, "result": "", "feed_n": None, "former_n": None}
"""The columns of a change that nothing has happened to yet."""
_LAST = Quick(text("SELECT n, chain, incarnation FROM change WHERE n > 0 ORDER BY n DESC LIMIT 1"))
when_written = func.julianday(change.c.at) + change.c.clock_offset / 86_400_000.0
"""When a change was written by central's clock as then known, as a Julian day."""
OPEN = (ChangeState.pending, ChangeState.blocked, ChangeState.rejected)


def among(table: FromClause, *states: ChangeState) -> ColumnElement[bool]:
    """The states as literals in the words of the partial indexes, which bound parameters do not reach."""
    return table.c.state.in_([literal_column(f"'{state}'") for state in states])


IS_OPEN = among(change, *OPEN)
_EDITED = select(change.c.stream).where(literal_column("kind = 'visit.edited'"))
_HELD = Quick(
    text("SELECT n FROM change WHERE stream = :stream AND state IN ('blocked', 'rejected') LIMIT 1")
)


class Due(NamedTuple):
    """A change that may be sent now: its place in the log of this file, and the JSON of a Change."""

    place: int
    change_id: UUID
    stream: str
    text: bytes


@dataclass(frozen=True)
class Author:
    """Who writes: the desk's incarnation, the person, and how far central's clock is ahead (ms)."""

    incarnation: UUID
    actor: str
    clock_offset: int
    roles: tuple[str, ...] | None = None
    """What the person may do by central's register; None is not asked about, as for what no person writes."""

    def check(self, kind: str, act: str) -> None:
        """Raise RoleNeeded for a change or a step that needs another role."""
        needed = for_change(kind, act)
        if self.roles is not None and not has_one(self.roles, needed):
            raise RoleNeeded(needed)


def append(
    connection: Connection,
    author: Author,
    kind: str,
    stream: str,
    record: Record,
    supersedes: UUID | None = None,
) -> Change:
    """Write one change at the end of the log, chained to the one before it.

    Raises RoleNeeded: the log takes nothing that central would refuse its writer.
    """
    author.check(kind, vars(record).get("act", ""))
    last_n, chain, incarnation = _newest(connection)
    body, salt = canonical(record), secrets.token_hex(16)
    written = Change(
        change_id=new_id(),
        n=last_n + 1,
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
        prev_sha256=chain if incarnation == author.incarnation.hex else FIRST_LINK,
    )
    state = ChangeState.blocked if _HELD.run(connection, {"stream": stream}) else ChangeState.pending
    row = vars(written) | {"at": written.at.isoformat(), "chain": written.chain}
    INSERT.run(connection, row | {"state": state, **UNSENT})
    drafts.end(connection)
    return written


def _newest(connection: Connection) -> tuple[int, str, str]:
    """The number and the chain link of the newest change, and which incarnation wrote it (hex)."""
    n, chain, incarnation = next(iter(_LAST.run(connection, {})), (0, FIRST_LINK, ""))
    return n, chain, incarnation


def _hyphened(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An identifier as text on the wire; SQLite has its digits only."""
    parts = [func.substr(column, literal_column(str(place))) for place in (1, 9, 13, 17, 21)]
    text = func.format(literal_column("'%.8s-%.4s-%.4s-%.4s-%s'"), *parts)
    return case((column.is_not(None), text))


def _on_the_wire() -> ColumnElement[Any]:
    """The JSON of a Change, by SQLite: this is done for every change before it is sent."""
    named: list[ColumnElement[Any]] = []
    for name in Change.model_fields:
        column: ColumnElement[Any] = change.c[name]
        if name == "n":
            column = func.coalesce(change.c.former_n, column)
        elif name in ("change_id", "incarnation", "supersedes"):
            column = _hyphened(column)
        named += (literal_column(f"'{name}'"), column)
    return cast(func.json_object(*named), LargeBinary)


_MAY_GO = (
    IS_OPEN,
    change.c.state == literal_column("'pending'"),
    change.c.stream.not_in(blobs.streams_waiting()),
)
_DUE = (
    select(change.c.n, change.c.change_id, change.c.stream, _on_the_wire())
    .where(*_MAY_GO, change.c.n > bindparam("after"))
    .limit(bindparam("most", type_=Integer))
    .offset(literal_column("0"))
)
_IN_TURN = Quick(_DUE.order_by(change.c.n))
_LATE = text("coalesce((SELECT key FROM json_each(:last) WHERE value = change.stream), -1)")
_SOME_LAST = Quick(_DUE.order_by(_LATE, change.c.n))
_PLACES = Quick(select(change.c.n).where(*_MAY_GO, change.c.n <= bindparam("upto")).order_by(change.c.n))
_COUNTS = Quick(select(change.c.state, func.count()).where(IS_OPEN).group_by(change.c.state))
BEFORE_ALL = -(1 << 62)
"""Below every number of the log: those of what came back from central are negative."""


def change_of(row: Row[Any]) -> Change:
    """The change as it goes over the wire."""
    # Every row was a valid change when it was appended, and its columns never change.
    values = row._mapping
    fields = {name: values[name] for name in Change.model_fields}
    fields |= {"at": datetime.fromisoformat(row.at), "n": row.former_n or row.n}
    return Change.model_construct(**fields)


def pending(
    connection: Connection, limit: int, last: Sequence[str] = (), after: int = BEFORE_ALL
) -> list[Due]:
    """The oldest changes that may be sent now, in the order written.

    A stream that names a blob waits until central has it. Streams in `last` come after all others, in its
    order; only what stands behind `after` is read.
    """
    values = {"most": limit, "after": after}
    if last:
        rows = _SOME_LAST.run(connection, values | {"last": json.dumps(last)})
    else:
        rows = _IN_TURN.run(connection, values)
    return [Due(place, UUID(change_id), stream, text) for place, change_id, stream, text in rows]


def due_upto(connection: Connection, n: int) -> list[int]:
    """The places of the changes that may be sent now, up to one of them."""
    return [place for (place,) in _PLACES.run(connection, {"upto": n})]


def unsent(connection: Connection) -> list[Change]:
    """Every change that central has not acknowledged, rejected and blocked ones included."""
    rows = select(change).where(IS_OPEN).order_by(change.c.n)
    return [change_of(row) for row in connection.execute(rows)]


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lots of so many: SQLite takes no more than some thousands of values in one statement."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def known(connection: Connection, change_ids: Iterable[UUID]) -> list[UUID]:
    """Those of the identifiers that this log wrote."""
    found: list[UUID] = []
    for some in batched(change_ids, 1000):
        found += connection.execute(select(change.c.change_id).where(change.c.change_id.in_(some))).scalars()
    return found


def state_of(connection: Connection, change_id: UUID) -> ChangeState | None:
    """Where a change of this log stands; None for another's."""
    found = connection.execute(select(change.c.state).where(change.c.change_id == change_id)).scalar()
    return None if found is None else ChangeState(found)


def rejected_ids(connection: Connection, limit: int) -> list[UUID]:
    """The oldest rejected changes: what the desk tells central of its quarantine."""
    rows = select(change.c.change_id).where(IS_OPEN, change.c.state == ChangeState.rejected)
    return list(connection.execute(rows.order_by(change.c.n).limit(limit)).scalars())


def edits_of(connection: Connection, stream: str) -> list[Row[Any]]:
    """This desk's edits of the record of a stream, the superseded ones included, in the order written."""
    rows = select(change).where(change.c.stream == stream, literal_column("kind = 'visit.edited'"))
    return list(connection.execute(rows.order_by(change.c.n)))


def edited_streams(connection: Connection, streams: Iterable[str]) -> set[str]:
    """Those of the streams in which this desk wrote an edit."""
    found: set[str] = set()
    for some in batched(streams, 1000):
        found.update(connection.execute(_EDITED.where(change.c.stream.in_(some))).scalars())
    return found


def counts(connection: Connection) -> dict[ChangeState, int]:
    """How many changes stand in each state that is not yet acknowledged."""
    found = {ChangeState(state): n for state, n in _COUNTS.run(connection, {})}
    return {state: found.get(state, 0) for state in OPEN}


def head(connection: Connection) -> tuple[int, str]:
    """The number and the chain link of the newest change; 0 and FIRST_LINK in an empty log."""
    return _newest(connection)[:2]


def one(connection: Connection, n: int) -> Row[Any]:
    """The change of that number."""
    return connection.execute(select(change).where(change.c.n == n)).one()


def latest_pending(connection: Connection) -> datetime | None:
    """When the newest change was written that central has not heard of, in central's time as then known."""
    mine = select(change).where(IS_OPEN, change.c.state == ChangeState.pending)
    row = connection.execute(mine.order_by(change.c.n.desc()).limit(1)).first()
    return written_at(row) if row else None


def written_at(row: Row[Any]) -> datetime:
    """When a change was written by central's clock as then known."""
    return datetime.fromisoformat(row.at) + timedelta(milliseconds=row.clock_offset)


def by_id(connection: Connection, change_id: UUID) -> Row[Any] | None:
    """The change of this desk with that identifier."""
    return connection.execute(select(change).where(change.c.change_id == change_id)).first()


def newest(connection: Connection, limit: int) -> list[Row[Any]]:
    """The newest changes for the sync screen: rejected ones first, then other open ones, then the rest."""
    is_rejected = change.c.state == ChangeState.rejected
    first = select(change).where(IS_OPEN).order_by(is_rejected.desc(), change.c.n.desc()).limit(limit)
    found = list(connection.execute(first))
    rest = select(change).where(~IS_OPEN).order_by(change.c.n.desc()).limit(limit - len(found))
    return found + list(connection.execute(rest))
