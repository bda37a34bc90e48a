"""Compares what the desk holds with what central does, and fetches only what differs.

A healthy desk costs one short answer a scope. Where a digest differs, the digests of 256 buckets say which
rows to fetch. A bucket that differs again afterwards (its rows are of a version that this program reads
otherwise) is remembered and left alone until central's changes.
"""

import asyncio
import json
import logging
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable
from uuid import UUID

from desk.db import case_events, digests, facts
from desk.db.digests import Line
from desk.db.store import Store
from desk.records.digest import BUCKETS, bucket_digest, row_digest, scope_digest
from desk.records.kinds import KEPT, REFERENCES
from desk.records.wire import Event, ScopeDigest, Snapshot
from desk.sync import merge
from desk.sync.outcomes import Refused

log = logging.getLogger("desk.sync")

ENTITIES = ",".join(KEPT)
CASES = 100
"""Cases derived anew in one transaction."""
PAUSE = 0.001
"""Seconds between two pages of hashing, so that the screen never waits for it."""


@runtime_checkable
class DigestLine(Protocol):
    """What comparing needs of desk.sync.client."""

    async def digest(self, scope: str, entities: str, *, buckets: bool) -> ScopeDigest:
        """What central holds of a scope, hashed."""

    async def digest_rows(self, scope: str, entities: str, bucket: int, after_key: str) -> Snapshot:
        """A page of the rows of one bucket."""


@dataclass
class Repaired:
    """What was exchanged so far; cases are derived anew once all their events are right."""

    rows: int = 0
    cases: set[UUID] = field(default_factory=set)


async def compare(store: Store, client: object, scope: str, epoch: UUID) -> int:
    """Compare a scope that was read to its head, and repair it; how many rows were replaced or dropped.

    Raises ContactFailed and StoreFailed.
    """
    if not isinstance(client, DigestLine) or not digests.readers(scope):
        return 0
    try:
        told = await client.digest(scope, ENTITIES, buckets=False)
    except Refused as refused:
        if refused.status == 404:  # an older central
            return 0
        raise
    mine = await asyncio.to_thread(_own, store, scope)
    if not await _is_comparable(store, scope, epoch, told) or told.digest == scope_digest(_digests(mine)):
        return 0
    told = await client.digest(scope, ENTITIES, buckets=True)
    if not await _is_comparable(store, scope, epoch, told) or len(told.buckets) != BUCKETS:
        return 0
    known = await asyncio.to_thread(_given_up, store, scope)
    differing = [
        bucket
        for bucket, digest in enumerate(_digests(mine))
        if digest != told.buckets[bucket] and known.get(str(bucket)) != told.buckets[bucket]
    ]
    if not differing:
        return 0
    repaired = Repaired()
    for bucket in differing:
        events = await _rows(client, scope, bucket)
        await asyncio.to_thread(_replace, store, mine[bucket], events, repaired)
    log.warning("%s: %d rows in %d buckets repaired", scope, repaired.rows, len(differing))
    await asyncio.to_thread(_finish, store, scope, told.buckets, repaired)
    return repaired.rows


async def _is_comparable(store: Store, scope: str, epoch: UUID, told: ScopeDigest) -> bool:
    """Whether the desk has read all that the digest accounts for; if not, the next contact compares."""
    place = await asyncio.to_thread(merge.place_of, store, scope, epoch)
    return told.epoch == epoch and told.n <= place.after


def _own(store: Store, scope: str) -> dict[int, list[Line]]:
    def page(reader: digests.Lines, after: digests.Key) -> tuple[list[Line], digests.Key]:
        with store.read() as connection:
            found = reader(connection, after)
        time.sleep(PAUSE)
        return found

    found: dict[int, list[Line]] = defaultdict(list)
    found.update(digests.of_scope(page, scope))
    return found


def _digests(lines: dict[int, list[Line]]) -> list[str]:
    return [bucket_digest(line.digest for line in lines.get(bucket, ())) for bucket in range(BUCKETS)]


async def _rows(client: DigestLine, scope: str, bucket: int) -> list[Event]:
    events: list[Event] = []
    key = ""
    while True:
        page = await client.digest_rows(scope, ENTITIES, bucket, key)
        events += page.events
        if not page.next_key or page.next_key == key:
            return events
        key = page.next_key


def _key(event: Event) -> tuple[str, str]:
    entity, _, _ = event.kind.partition(".")
    if event.kind in REFERENCES:
        return entity, event.stream.partition(":")[2]
    said = json.loads(event.body)
    return entity, str(said.get("id", "")) if isinstance(said, dict) else ""


def _replace(store: Store, mine: list[Line], events: list[Event], repaired: Repaired) -> None:
    """Take out what differs or is not central's, and put central's rows in."""
    theirs = {_key(event): event for event in events}
    wrong = [line for line in mine if _differs(line, theirs.get((line.entity, line.id)))]
    gone = {(line.entity, line.id) for line in wrong}
    held = {(line.entity, line.id) for line in mine}
    fresh = [event for key, event in theirs.items() if key in gone or key not in held]
    with store.write() as connection:
        dropped = [one for line in wrong if (one := digests.drop(connection, line))]
        merge.apply_events(connection, fresh)
        digests.put_back(connection, dropped)
        repaired.cases.update(case_events.cases_at(connection, [event.n for event in fresh]))
    repaired.cases.update(one.case_id for one in dropped if one.case_id)
    repaired.rows += len(gone | {_key(event) for event in fresh})


def _differs(line: Line, event: Event | None) -> bool:
    return event is None or row_digest(line.entity, line.id, event.body) != line.digest


def _given_up(store: Store, scope: str) -> dict[str, str]:
    with store.read() as connection:
        found: dict[str, str] = json.loads(facts.get(connection, f"digest_{scope}", "{}"))
    return found


def _finish(store: Store, scope: str, theirs: list[str], repaired: Repaired) -> None:
    """Derive what hangs on the rows, and remember the buckets that differ though all of it was fetched."""
    merge.read_parked(store)  # a number that stood in a row of another bucket is free now
    cases = list(repaired.cases)
    for start in range(0, len(cases), CASES):
        with store.write() as connection:
            digests.derive(connection, cases[start : start + CASES])
    still = {
        str(bucket): theirs[bucket]
        for bucket, digest in enumerate(_digests(_own(store, scope)))
        if digest != theirs[bucket]
    }
    with store.write() as connection:
        facts.put(connection, **{f"digest_{scope}": json.dumps(still)})
