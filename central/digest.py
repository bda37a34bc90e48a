"""One hash for each part of the feed: equal at two places exactly when their records are."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from central.db.rows import only
from central.desks import Db
from desk.records.digest import BUCKETS, scope_digest
from desk.records.wire import ScopeDigest

_DIGESTS = """
select scope, count(*),
    encode(sha256(convert_to(string_agg(line, '' order by line collate "C"), 'UTF8')), 'hex')
from (
    select scope, entity || ':' || id || ':' || encode(sha256(convert_to(
        concat_ws(chr(31), coalesce(number, ''), kind, stream, body), 'UTF8')), 'hex') as line
    from record
) lines group by scope order by scope
"""


@dataclass(frozen=True)
class Digest:
    """How many records a scope has, and the SHA-256 over all of them in hex."""

    records: int
    sha256: str


def digests(db: Db) -> dict[str, Digest]:
    """The digest of each scope that has records."""
    return {scope: Digest(records, sha256) for scope, records, sha256 in db.execute(_DIGESTS)}


_PLACE = "select h.epoch, coalesce((select max(n) from feed where scope = %s), 0) from feed_head h"
_BUCKETS = """
select get_byte(sha256(convert_to(entity || '/' || id, 'UTF8')), 0), count(*), encode(sha256(convert_to(
    string_agg(line, '' order by line collate "C"), 'UTF8')), 'hex')
from (
    select entity, id, encode(sha256(convert_to(
        entity || '/' || id || chr(10) || body, 'UTF8')), 'hex') as line
    from record where scope = %s and entity = any(%s)
) lines group by 1
"""


SETS = 4
"""Of a scope so many sets of entities are kept: each version of the desk asks for one of its own."""


class Digests:
    """The digests that desks compare theirs with; each is computed once for a state of its scope."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, dict[frozenset[str], ScopeDigest]] = {}

    def of(self, db: Db, scope: str, entities: Sequence[str]) -> ScopeDigest:
        """The digest of a scope's records of these entities, with its buckets."""
        kept, key = self._known.setdefault(scope, {}), frozenset(entities)
        epoch, n = only(db.execute(_PLACE, (scope,)))
        known = kept.get(key)
        if known is None or (known.epoch, known.n) != (epoch, n):
            with self._lock, db.transaction():
                db.execute("set transaction isolation level repeatable read, read only")
                known = _computed(db, scope, entities)
                kept.pop(key, None)
                kept[key] = known
                if len(kept) > SETS:
                    del kept[next(iter(kept))]
        return known


def _computed(db: Db, scope: str, entities: Sequence[str]) -> ScopeDigest:
    epoch, n = only(db.execute(_PLACE, (scope,)))
    buckets, records = [""] * BUCKETS, 0
    for bucket, rows, digest in db.execute(_BUCKETS, (scope, list(entities))):
        buckets[bucket] = digest
        records += rows
    return ScopeDigest(epoch=epoch, n=n, records=records, digest=scope_digest(buckets), buckets=buckets)
