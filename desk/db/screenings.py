"""Lookups made at this desk, and the tasks that newer list data makes of earlier ones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desk.db.changes import when_written
from desk.db.log_tables import change
from desk.db.reception_tables import screening
from desk.records.base import canonical
from desk.records.lookup import AnswerKind, LookupMade, ScreeningRaised

LOOKUP = "lookup.made"
LISTED = 200
_INSERT = insert(screening)
_MERGE = upsert(screening)
_MERGE = _MERGE.on_conflict_do_update(index_elements=["id"], set_={"feed_n": _MERGE.excluded.feed_n})


def lookups_since(connection: Connection, actor: str, since: datetime) -> int:
    """How many lookups a clerk made after a moment."""
    made = select(func.count()).where(
        change.c.kind == LOOKUP, change.c.actor == actor, change.c.at > since.isoformat()
    )
    return int(connection.execute(made).scalar_one())


def clean_lookups(connection: Connection, since: datetime, limit: int) -> list[LookupMade]:
    """The newest lookups of this desk after a moment that were answered "no record"."""
    rows = (
        select(change.c.body)
        .where(
            change.c.kind == LOOKUP,
            when_written > func.julianday(since.isoformat()),
            func.instr(change.c.body, f'"answer":"{AnswerKind.none}"') > 0,
        )
        .order_by(change.c.n.desc())
        .limit(limit)
    )
    return [LookupMade.model_validate_json(body) for body in connection.execute(rows).scalars()]


def _row(record: ScreeningRaised, feed_n: int | None) -> dict[str, object]:
    return {
        "id": record.id,
        "lookup": record.lookup,
        "body": canonical(record),
        "raised_at": record.at,
        "feed_n": feed_n,
    }


def add(connection: Connection, record: ScreeningRaised) -> None:
    """Write a task of this desk."""
    connection.execute(_INSERT, _row(record, None))


def merge(connection: Connection, record: ScreeningRaised, feed_n: int) -> None:
    """Write a task that came by the feed, or note on our own that it was applied there."""
    connection.execute(_MERGE, _row(record, feed_n))


def is_known(connection: Connection, screening_id: UUID) -> bool:
    """Whether there is such a task already."""
    return (
        connection.execute(select(screening.c.id).where(screening.c.id == screening_id)).first() is not None
    )


def newest(connection: Connection) -> list[ScreeningRaised]:
    """The tasks, the newest first, at most LISTED."""
    rows = select(screening.c.body).order_by(screening.c.raised_at.desc()).limit(LISTED)
    return [ScreeningRaised.model_validate_json(body) for body in connection.execute(rows).scalars()]


def count(connection: Connection) -> int:
    """How many tasks there are."""
    return int(connection.execute(select(func.count()).select_from(screening)).scalar_one())
