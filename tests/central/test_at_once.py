"""A push of new facts is written by one statement, and leaves what a push taken change by change leaves."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from central.db.columns import numbers, texts, uuids
from central.desks import Db
from central.push import apply
from desk.records.base import canonical, new_id, utc_now
from desk.records.kinds import SignIn
from desk.records.wire import Change
from tests.central.double import Double
from tests.central.world import World

Patch = pytest.MonkeyPatch
STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
RECEIPT = (
    "select change_id, desk_id, incarnation, n, stream, kind, schema_version, actor, at, clock_offset,"
    " supersedes, salt, body_sha256, prev_sha256, link, body from change_receipt order by n"
)
RECORDS = (
    "select r.stream, r.kind, r.change_id, r.body from record r join feed f using (change_id)"
    " where r.scope = 'office:GNC' order by f.n"
)


def written(desk: Double) -> list[Change]:
    """A day with two kinds, and text that has to be quoted."""
    note = 'Dedi: "yox", sonra \\ yazdı {1,NULL}'
    opened = SignIn(
        id=new_id(), clerk=desk.clerk, clerk_name="N", office="GNC", desk=desk.me.desk, at=utc_now()
    )
    return [
        desk.write("session.opened", opened, f"session:{opened.id}"),
        *(desk.register(note=note, surname="NULL") for _ in range(3)),
        desk.write("visit.registered", desk.visit(), 'visit:"odd\\one"', clock_offset=-12),
    ]


@pytest.mark.parametrize("at_once", [True, False])
def test_receipts_records_and_feed_hold_a_push_as_it_was_written(
    world: World, db: Db, monkeypatch: Patch, at_once: bool
) -> None:
    if at_once:
        monkeypatch.setattr(apply, "_apply_each", refused)
    else:
        monkeypatch.setattr(apply, "apply_at_once", lambda *given: None)
    desk = world.desk()
    changes = written(desk)
    told = desk.push(*changes)
    first = world.count("select n from feed_head") - len(changes) + 1
    assert [one.feed_n for one in told.results] == list(range(first, first + len(changes)))
    assert told.countersigned is not None
    assert [tuple(row) for row in db.execute(RECEIPT)] == [
        (
            *(c.change_id, desk.me.desk_id, c.incarnation, c.n, c.stream, c.kind, 1, c.actor),
            *(c.at.isoformat(), c.clock_offset, None, c.salt, c.body_sha256, c.prev_sha256, c.chain, None),
        )
        for c in changes
    ]
    events = desk.pull(after=first - 1).events
    assert [(e.n, e.kind, e.stream, e.change_id, e.body) for e in events] == [
        (n, c.kind, c.stream, c.change_id, c.body) for n, c in enumerate(changes, first)
    ]
    assert db.execute(RECORDS).fetchall() == [(c.stream, c.kind, c.change_id, c.body) for c in changes]
    assert db.execute("select incarnation, n, head from desk_head").fetchall() == [
        (desk.incarnation, len(changes), desk.head)
    ]
    assert world.alarms() == []


def refused(*given: Any) -> None:
    raise AssertionError("taken change by change")


def edited(desk: Double) -> list[Change]:
    visit = desk.register()
    return [visit, desk.edit(desk.visit().id, note=("", "x"))]


def number_taken(desk: Double) -> list[Change]:
    number = desk.next_number()
    return [desk.register(number=number), desk.register(number=number)]


def other_clerk(desk: Double) -> list[Change]:
    return [desk.register(), desk.register(clerk="nobody")]


@pytest.mark.parametrize("make", [edited, number_taken, other_clerk])
def test_what_is_more_than_new_facts_is_taken_change_by_change(
    world: World, make: Callable[[Double], list[Change]]
) -> None:
    desk = world.desk()
    results = desk.push(*make(desk)).results
    assert [one.outcome for one in results] == ["applied", "rejected"]
    assert world.count("select count(*) from record where entity = 'visit'") == 1
    assert world.count("select count(*) from dead_letter") == 1


def test_a_database_that_fails_within_the_statement_leaves_no_trace_of_it(
    world: World, db: Db, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(apply, "_apply_each", refused)
    db.execute("create function fail() returns trigger language plpgsql as $$ begin raise 'full'; end $$")
    db.execute("create trigger fail after insert on feed for each statement execute function fail()")
    desk, before = world.desk(), world.count("select n from feed_head")
    changes = [desk.register(), desk.register()]
    assert desk.line.post("/push", content=desk.batch(changes).model_dump_json()).status_code == 500
    for table in ("change_receipt", "desk_head", "dead_letter"):
        assert world.count(f"select count(*) from {table}") == 0
    assert world.count("select n from feed_head") == before


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.none() | STORABLE, max_size=8),
    st.lists(st.uuids(), max_size=4),
    st.lists(st.integers(-(1 << 63), (1 << 63) - 1), max_size=4),
)
def test_whatever_goes_into_an_array_comes_out_of_it(
    db: Db, column: list[str | None], keys: list[Any], places: list[int]
) -> None:
    given = (texts(column), uuids(keys), numbers(places))
    row = db.execute("select %s::text[], %s::uuid[], %s::bigint[]", given).fetchone()
    assert row == (column, keys, places)


def test_a_push_of_facts_waits_for_as_few_answers_however_many_changes_it_has(
    world: World, db: Db, monkeypatch: Patch
) -> None:
    asked: list[str] = []
    execute = psycopg.Connection.execute

    def noted(self: Any, query: Any, *given: Any, **named: Any) -> Any:
        asked.append(query if isinstance(query, str) else query.decode())
        return execute(self, query, *given, **named)

    desk = world.desk()
    one, many = [desk.register()], [desk.register() for _ in range(40)]
    bodies = [canonical(desk.batch(changes)) for changes in (one, many)]
    monkeypatch.setattr(psycopg.Connection, "execute", noted)
    counts = []
    for body in bodies:
        asked.clear()
        assert desk.line.post("/push", content=body).status_code == 200
        counts.append(len(asked))
    assert counts == [6, 6], asked
