"""Heads of this desk's log that central countersigned."""

from uuid import UUID

from sqlalchemy import Connection, and_, select
from sqlalchemy.dialects.sqlite import insert

from desk.db.log_tables import change, countersigned
from desk.db.quick import Quick
from desk.records.wire import Countersigned

_KEEP = Quick(insert(countersigned).on_conflict_do_nothing())


def keep(connection: Connection, incarnation: UUID, told: Countersigned) -> None:
    """Keep a countersigned head; of the same place the first one counts."""
    row = told.model_dump(mode="json") | {"incarnation": incarnation}
    row["n"] = row.pop("head_n")
    _KEEP.run(connection, row)


def not_held(connection: Connection) -> int | None:
    """The lowest countersigned place at which the log does not have that link; None where it has all."""
    same = and_(countersigned.c.n == change.c.n, countersigned.c.head == change.c.chain)
    lost = select(countersigned.c.n).outerjoin(change, same)
    lost = lost.where(change.c.n.is_(None), countersigned.c.n > 0).order_by(countersigned.c.n).limit(1)
    return connection.execute(lost).scalar()


def covering(connection: Connection, n: int) -> tuple[int, str] | None:
    """The first countersigned head at or after a place: its number, and when central signed it."""
    after = select(countersigned.c.n, countersigned.c.at).where(countersigned.c.n >= n)
    row = connection.execute(after.order_by(countersigned.c.n).limit(1)).first()
    return (row.n, row.at) if row else None
