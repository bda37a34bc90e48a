"""The one feed: its counter row is the last lock of every transaction that writes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from central.desks import Db

TAKE_NUMBERS = "update feed_head set n = n + %s returning n"
"""Gives the last of as many numbers as are asked for, and holds the counter until commit.

A sequence would not: a reader could pass a number whose transaction is not committed yet.
"""

APPEND = """
insert into feed (n, scope, kind, stream, change_id, body)
select %s + f.place, f.scope, f.kind, f.stream, f.change_id, coalesce(f.body, r.body)
from jsonb_to_recordset(%s) as f (
    place integer, scope text, kind text, stream text, change_id uuid, body text, entity text, id text)
left join record r on f.body is null and r.entity = f.entity and r.id = f.id
"""


@dataclass(slots=True)
class Row:
    """A feed row to be: its body, or where `body` is None that of the record it stands for."""

    scope: str
    kind: str
    stream: str
    change_id: UUID
    entity: str = ""
    id: str = ""
    body: str | None = None

    def told(self, place: int) -> dict[str, object]:
        """The row as PostgreSQL is told of it."""
        return {
            "place": place,
            "scope": self.scope,
            "kind": self.kind,
            "stream": self.stream,
            "change_id": str(self.change_id),
            "entity": self.entity,
            "id": self.id,
            "body": self.body,
        }


def append(db: Db, rows: Sequence[Row]) -> int:
    """Append the rows in this order, as the last act before commit; return the number of the first."""
    if not rows:
        return 0
    taken = db.execute(TAKE_NUMBERS, (len(rows),)).fetchone()
    first = int(taken[0]) - len(rows) + 1 if taken else 0
    told = [row.told(place) for place, row in enumerate(rows)]
    db.execute(APPEND, (first, json.dumps(told, ensure_ascii=False)))
    return first
