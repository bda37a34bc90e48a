import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from desk.db import cursors, parked, references
from desk.db.log_tables import parked as parked_table
from desk.db.reception_tables import visit
from desk.db.store import Store
from desk.records.base import canonical, new_id
from desk.records.reference import Office
from desk.records.visit import Visit
from desk.records.wire import Event, Page
from desk.sync import merge
from desk.sync.outcomes import Nonsense
from tests.sync.stores import blank_store

EPOCH, OTHER = uuid4(), uuid4()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = blank_store(tmp_path / "desk.db")
    yield opened
    opened.close()


def office(n: int, code: str = "GNC", name: str = "Gəncə") -> Event:
    record = Office(code=code, names={"az": name}, valid_from=date(2020, 1, 1))
    return event(n, "office.set", f"office:{code}", canonical(record))


def someones_visit(n: int, number: str = "Q-26-BAK1-000001-X") -> Event:
    record = Visit(
        id=new_id(),
        number=number,
        person_id=new_id(),
        procedure="registration",
        surname="Nümunəvi",
        birth_date=date(1990, 1, 31),
        citizenship="TUR",
        document_kind="passport",
        document_number="U12345678",
        office="GNC",
        desk="GNC2",
        clerk="c",
        clerk_name="c",
        registered_at=NOW,
    )
    return event(n, "visit.registered", f"visit:{record.id}", canonical(record))


def event(n: int, kind: str, stream: str, body: str) -> Event:
    return Event(n=n, scope="all", kind=kind, stream=stream, change_id=new_id(), body=body)


def page(*events: Event, **changed: Any) -> Page:
    last = events[-1].n if events else 0
    values: dict[str, Any] = {
        "epoch": EPOCH,
        "events": list(events),
        "next": last,
        "head": last,
        "as_of": NOW,
    }
    return Page(**(values | changed))


def apply(store: Store, content: Page, epoch: UUID = EPOCH) -> merge.Merged:
    return merge.apply_page(store, content, merge.place_of(store, "all", epoch))


def parked_rows(store: Store) -> list[tuple[int, str]]:
    with store.read() as connection:
        rows = connection.execute(select(parked_table.c.n, parked_table.c.reason))
        return [(row.n, row.reason) for row in rows]


def test_references_and_visits_of_others_arrive_with_the_cursor(store: Store) -> None:
    merged = apply(store, page(office(3), someones_visit(5), next=9, head=9))
    assert (merged.applied, merged.own, merged.parked, merged.at_head) == (2, 0, 0, True)
    assert merge.place_of(store, "all", EPOCH).after == 9
    with store.read() as connection:
        assert [record.code for record in references.every(connection, "office.set", Office)] == ["GNC"]
        assert connection.execute(select(visit.c.feed_n)).scalars().all() == [5]


def test_i7_a_page_that_fails_leaves_neither_events_nor_cursor(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cursors, "move", fail)
    with pytest.raises(KeyboardInterrupt):
        apply(store, page(office(1), someones_visit(2)))
    assert merge.place_of(store, "all", EPOCH).after == 0
    with store.read() as connection:
        assert references.count(connection, "office.set") == 0
        assert connection.execute(select(visit)).all() == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (event(2, "queue.opened", "queue:1", "{}"), "kind_unknown"),
        (event(2, "office.set", "office:X", "{"), "body_unreadable"),
        (event(2, "office.set", "office:X", '{"code":"X","new_field":1}'), "body_unreadable"),
        (event(2, "visit.registered", "visit:x", '"' + "x" * 100), "body_unreadable"),
        (event(2, "visit.registered", "visit:x", "[" * 5000), "body_unreadable"),
    ],
)
def test_i7_what_cannot_be_read_is_parked_and_the_cursor_passes(
    store: Store, bad: Event, reason: str
) -> None:
    merged = apply(store, page(office(1), bad, office(3, name="Gəncə şəhəri")))
    assert (merged.applied, merged.parked, merged.cursor.after) == (2, 1, 3)
    assert parked_rows(store) == [(2, reason)]
    with store.read() as connection:
        assert connection.execute(select(parked_table.c.body)).scalar() == bad.body


def test_a_number_that_another_visit_has_is_parked_and_takes_nothing_with_it(store: Store) -> None:
    first, second, third = someones_visit(1), someones_visit(2), someones_visit(3, "Q-26-BAK1-000002-X")
    merged = apply(store, page(first, second, third))
    assert (merged.applied, merged.parked) == (2, 1)
    assert parked_rows(store) == [(2, "number_taken")]


def test_the_same_page_again_changes_nothing(store: Store) -> None:
    content = page(office(1), someones_visit(2), event(3, "queue.opened", "queue:1", "{}"))
    before = merge.place_of(store, "all", EPOCH)
    merge.apply_page(store, content, before)
    merge.apply_page(store, content, before)
    with store.read() as connection:
        assert parked.count(connection) == 1
        assert len(connection.execute(select(visit)).all()) == 1


def test_an_older_reference_never_replaces_a_newer_one(store: Store) -> None:
    start = merge.place_of(store, "all", EPOCH)
    merge.apply_page(store, page(office(7, name="new")), start)
    merge.apply_page(store, page(office(3, name="old")), start)
    with store.read() as connection:
        assert references.every(connection, "office.set", Office)[0].names == {"az": "new"}


def test_another_life_of_central_is_read_from_its_beginning_and_wins(store: Store) -> None:
    apply(store, page(office(7, name="before"), office(8, "BAK"), event(9, "queue.opened", "queue:1", "{}")))
    with store.write() as connection:
        merge.begin_epoch(connection, OTHER)
    assert merge.place_of(store, "all", OTHER).after == 0
    apply(store, page(office(2, name="after"), epoch=OTHER), OTHER)
    merge.end_of_feed(store)
    assert parked_rows(store) == []
    with store.read() as connection:
        kept = references.every(connection, "office.set", Office)
        assert [(record.code, record.names["az"]) for record in kept] == [("GNC", "after")]


@pytest.mark.parametrize(
    "content",
    [
        page(office(2), office(2)),
        page(office(3), office(2)),
        page(office(4), next=3),
        page(next=0, head=5),
    ],
    ids=["twice", "falling", "behind", "nowhere"],
)
def test_a_page_that_leads_nowhere_is_nonsense_and_no_endless_loop(store: Store, content: Page) -> None:
    with pytest.raises(Nonsense):
        apply(store, content)
    assert merge.place_of(store, "all", EPOCH).after == 0


def test_what_was_parked_is_read_once_the_program_can(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.records.kinds import REFERENCES

    body = json.dumps(json.loads(office(1).body) | {"names": {"az": "sonra"}})
    monkeypatch.delitem(REFERENCES, "office.set")
    apply(store, page(event(4, "office.set", "office:GNC", body)))
    assert parked_rows(store) == [(4, "kind_unknown")]
    monkeypatch.undo()
    assert merge.read_parked(store) == 1
    assert parked_rows(store) == []
    with store.read() as connection:
        assert references.every(connection, "office.set", Office)[0].names == {"az": "sonra"}
