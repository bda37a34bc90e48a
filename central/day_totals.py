"""What central holds of an office's day, desk by desk: what the desks' day sheets must add up to."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from psycopg import Connection

_FACTS = """
select kind, body::jsonb ->> 'desk', coalesce(body::jsonb ->> 'answer', body::jsonb ->> 'document',
       body::jsonb ->> 'act', ''), count(*)
from feed
where (scope in ('office:' || %(office)s, 'queue:' || %(office)s)
       or scope = 'cases' and kind = 'case_file.attached' and body::jsonb ->> 'office' = %(office)s)
  and kind in ('lookup.made', 'paper.printed', 'ticket.event', 'file.attached', 'case_file.attached')
  and ((body::jsonb ->> 'at')::timestamptz at time zone 'Asia/Baku')::date = %(day)s
group by 1, 2, 3
"""
_VISITS = """
select body::jsonb ->> 'desk', body::jsonb ->> 'procedure', body::jsonb -> 'service' ->> 'way',
       nullif(body::jsonb -> 'service' ->> 'amount', '')::numeric
from record
where entity = 'visit' and scope = 'office:' || %(office)s and kind = 'visit.registered'
  and ((body::jsonb ->> 'registered_at')::timestamptz at time zone 'Asia/Baku')::date = %(day)s
"""
"""As they stand now: the feed has them as they were before a correction."""
_NAMES = {"lookup.made": "lookups", "paper.printed": "papers"}
_FILES = ("file.attached", "case_file.attached")
_ENDS = ("served", "no_show")
"""Acts that end a called ticket, named like the state that they lead to."""


def day_totals(db: Connection[Any], office: str, day: date) -> list[dict[str, Any]]:
    """One object a desk, with the names and the counts of desk.records.closing.DayTotals."""
    asked = {"office": office, "day": day}
    found: dict[str, dict[str, Any]] = defaultdict(_nothing)
    for kind, desk, what, n in db.execute(_FACTS, asked):
        told = found[desk]
        if kind == "ticket.event":
            if what in _ENDS:
                told["tickets"][what] = n
        elif kind in _FILES:
            told["attachments"] += n
        else:
            told[_NAMES[kind]][what] = n
    for desk, procedure, way, amount in db.execute(_VISITS, asked):
        told = found[desk]
        told["visits"] += 1
        told["by_procedure"][procedure] = told["by_procedure"].get(procedure, 0) + 1
        if way and amount:
            sums = told["paid"]
            sums[way] = str(Decimal(sums.get(way, 0)) + amount.quantize(Decimal("0.01")))
    return [{"desk": desk, **told} for desk, told in sorted(found.items())]


def _nothing() -> dict[str, Any]:
    return {
        "visits": 0,
        "by_procedure": {},
        "tickets": {},
        "lookups": {},
        "papers": {},
        "attachments": 0,
        "paid": {},
    }
