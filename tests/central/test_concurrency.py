"""I8: with concurrent writers a reader of the feed sees every committed row."""

import threading
from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest

from central.desks import Db
from central.push import feed
from desk.records.base import new_id

WRITERS, TRANSACTIONS = 8, 25
SEQUENCE = "select nextval('canary') * 100 + %s"
"""Numbers from a sequence: unique and growing, but not in the order of commits."""


@pytest.fixture
def slow_commit(db: Db) -> None:
    """Let a moment pass between the numbers and the commit, as on a loaded machine."""
    db.execute("create sequence canary")
    db.execute(
        "create function pause() returns trigger language plpgsql as"
        " $$ begin perform pg_sleep(random() * 0.004); return null; end $$"
    )
    db.execute("create trigger pause after insert on feed for each statement execute function pause()")


def write(dsn: str, seed: int, written: set[UUID]) -> None:
    """Append rows in many small transactions."""
    with psycopg.connect(dsn, autocommit=True) as db:
        for turn in range(TRANSACTIONS):
            rows = [
                feed.Row("all", "test", f"{seed}", new_id(), body="{}") for _ in range(1 + (seed + turn) % 3)
            ]
            with db.transaction():
                feed.append(db, rows)
            written.update(row.change_id for row in rows)


def read(db: Db, busy: Callable[[], bool]) -> Iterator[UUID]:
    """Follow the feed by its cursor until the writers are done and nothing new comes."""
    after, going = 0, True
    while going:
        going = busy()
        for n, change_id in db.execute("select n, change_id from feed where n > %s order by n", (after,)):
            after = n
            yield change_id


def lost(dsn: str, db: Db) -> int:
    """How many committed rows the reader missed."""
    written: list[set[UUID]] = [set() for _ in range(WRITERS)]
    threads = [
        threading.Thread(target=write, args=(dsn, seed, mine), daemon=True)
        for seed, mine in enumerate(written)
    ]
    for thread in threads:
        thread.start()
    seen = set(read(db, lambda: any(thread.is_alive() for thread in threads)))
    return len(set().union(*written) - seen)


@pytest.mark.usefixtures("slow_commit")
def test_i8_a_reader_sees_every_row_of_concurrent_writers(central_dsn: str, db: Db) -> None:
    assert lost(central_dsn, db) == 0
    dense = db.execute("select count(*), max(n), (select n from feed_head) from feed").fetchone()
    assert dense is not None
    assert dense[0] == dense[1] == dense[2]


@pytest.mark.usefixtures("slow_commit")
def test_i8_the_check_finds_a_feed_by_sequence_at_fault(
    central_dsn: str, db: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "TAKE_NUMBERS", SEQUENCE)
    assert lost(central_dsn, db) > 0


def test_eight_desks_push_at_once_and_each_change_counts_once(
    central_dsn: str, central_url: str, db: Db
) -> None:
    from tests.central.world import World, add_clerks

    add_clerks(db, "GNC")
    world = World(central_url, db)
    desks = [world.desk() for _ in range(8)]
    before = world.count("select n from feed_head")

    def work(place: int) -> None:
        desk = desks[place]
        for _ in range(5):
            changes = [desk.register() for _ in range(4)]
            desk.push(*changes)
            desk.push(*changes)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.count("select count(*) from record where entity = 'visit'") == 160
    assert world.count("select n from feed_head") == before + 160
    orders = db.execute(
        "select bool_and(ok) from (select f.n > lag(f.n) over (partition by c.incarnation order by c.n) as ok"
        " from change_receipt c join feed f using (change_id)) as pairs"
    ).fetchone()
    assert orders == (True,), "I3: what a desk wrote is in the feed in the order written"
    assert world.alarms() == []
