"""Token buckets in PostgreSQL: how often one desk, or one unknown address, may ask all workers together."""

from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil

from central.desks import Db
from central.problem import Problem

REFILL = """
on conflict (key) do update set
    level = least(%(burst)s, b.level + case when b.level < 0 then 1 else 0 end
        + greatest(0, extract(epoch from clock_timestamp() - b.at)) * %(rate)s) - 1,
    at = clock_timestamp()
returning level
"""
"""A level below zero says that the last one was refused, and is one too low: nothing was taken."""
TAKE = f"""
insert into bucket as b (key, level, at)
values (%(name)s || ':' || %(key)s::text, %(burst)s - 1, clock_timestamp()) {REFILL}
"""  # noqa: S608
FORGET = "delete from bucket where at < now() - interval '1 hour'"
_SELDOM = 5000


@dataclass
class Buckets:
    """A bucket for every key, refilled at `rate` a second up to `burst`; `name` keeps its keys apart."""

    name: str
    rate: float
    burst: float
    taken: int = 0

    def take(self, db: Db, key: Hashable) -> None:
        """Take one from the bucket of `key`; raise 429 with Retry-After (seconds) when it is empty.

        Outside of any transaction, so that a refusal later on does not give it back.
        """
        row = db.execute(TAKE.encode(), self.terms(db) | {"key": str(key)}).fetchone()
        self.judge(row[0] if row else 0.0)

    def terms(self, db: Db) -> dict[str, object]:
        """What REFILL is told; now and then the buckets that are long full are forgotten."""
        self.taken += 1
        if self.taken % _SELDOM == 0:
            db.execute(FORGET)
        return {"name": self.name, "rate": self.rate, "burst": self.burst}

    def judge(self, level: float) -> None:
        """Raise 429 with Retry-After when the last one was refused."""
        if level < 0:
            raise Problem(429, "too_many_requests", retry_after=max(1, ceil(-level / self.rate)))
