"""The head of the log at the end of a day, printed on the day's sheet: a witness outside the machine."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from desk.db import heads
from desk.db.changes import when_written
from desk.db.log_tables import change
from desk.lang import BAKU
from desk.records.wire import FIRST_LINK
from desk.usecases.desk import Desk


@dataclass(frozen=True)
class DailyHead:
    """The number and link of the last change of a day in Baku, and when central signed it or a later one."""

    n: int
    head: str
    countersigned_at: datetime | None


def short(head: str) -> str:
    """A link as people read it to each other: 64 bits in four groups."""
    return " ".join(head[place : place + 4] for place in range(0, 16, 4)).upper()


def daily_head(desk: Desk, day: date) -> DailyHead:
    """The head of a day; of a day without changes that of the day before."""
    begin = datetime(day.year, day.month, day.day, tzinfo=BAKU)
    end = func.julianday((begin + timedelta(days=1)).isoformat())
    with desk.store.read() as connection:
        until = (
            select(change.c.n, change.c.chain).where(when_written < end).order_by(change.c.n.desc()).limit(1)
        )
        last = connection.execute(until).first()
        n, head = (last.n, last.chain) if last else (0, FIRST_LINK)
        signed = heads.covering(connection, n) if n else None
    return DailyHead(n, head, datetime.fromisoformat(signed[1]) if signed else None)
