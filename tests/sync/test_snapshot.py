"""I12: a first load that is cut anywhere goes on where it was, and equals one that was never cut."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select

from central.references import set_references
from desk.db.case_tables import case_event, case_file
from desk.db.log_tables import ChangeState, conflict, cursor, handed, reference
from desk.db.reception_tables import visit
from desk.db.store import Store
from desk.records.case_event import Told
from desk.records.reference import Procedure
from desk.sync import session as session_module
from desk.sync.client import CentralClient
from desk.sync.line import Line
from desk.sync.outcomes import ContactFailed
from desk.sync.session import Session
from desk.usecases.quarantine import hand_over
from desk.usecases.register_case import register_appeal
from desk.usecases.take_step import take_step
from tests.cases.cards import ASSIGNED, card
from tests.central.world import World
from tests.sync.house import House
from tests.sync.stores import blank_store
from tests.sync.test_quarantine import write
from tests.usecases.test_correct_visit import correct

LIMIT = 3
"""Rows of a page in these tests, so that there are many pages."""
TABLES = (visit, reference, case_event, case_file, conflict, handed)


@dataclass
class CutTransport(httpx.AsyncBaseTransport):
    """Cuts answers to snapshots: by the number of such an answer, the part of its bytes that comes."""

    inner: httpx.AsyncBaseTransport
    cuts: dict[int, float] = field(default_factory=dict)
    answers: int = 0
    lengths: list[int] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.inner.handle_async_request(request)
        if not request.url.path.endswith("/snapshot"):
            return answer
        body = b"".join([piece async for piece in answer.aiter_raw()])
        await answer.aclose()
        self.answers += 1
        self.lengths.append(len(body))
        part = self.cuts.get(self.answers)
        end = None if part is None else int(part * (len(body) - 1))
        return httpx.Response(answer.status_code, headers=answer.headers, stream=Cut(body, end))

    async def aclose(self) -> None:
        await self.inner.aclose()


class Cut(httpx.AsyncByteStream):
    """A body that breaks off after `end` bytes, or is whole."""

    def __init__(self, body: bytes, end: int | None) -> None:
        self.body, self.end = body, end

    async def __aiter__(self) -> Any:
        yield self.body[: self.end]
        if self.end is not None:
            raise httpx.RemoteProtocolError("cut")


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that a desk has received, without what only its writer has."""
    with store.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(*_received(table)))), key=repr)
            for table in TABLES
        }


_LOCAL = {"change_n", "own", "settled_at"}


def _received(table: Table) -> list[Any]:
    return [column for column in table.c if column.name not in _LOCAL]


def cursors(store: Store) -> dict[str, int]:
    with store.read() as connection:
        return {row.scope: row.after for row in connection.execute(select(cursor))}


@dataclass
class Office:
    """A central with something of everything, and a way to load it into an empty store."""

    house: House
    writers: tuple[House, House]
    folder: Path
    made: int = 0

    def store(self) -> Store:
        """An empty store that knows central's epoch."""
        self.made += 1
        return blank_store(self.folder / f"{self.made}.db")

    def load(self, store: Store, cuts: dict[int, float]) -> tuple[int, CutTransport]:
        """Fetch until it is through; how many contacts that took."""
        wire = CutTransport(httpx.AsyncHTTPTransport(), cuts)

        async def contacts() -> int:
            opened = self.house.opened
            line = Line(self.house.url, transport=wire)
            client = CentralClient(line, opened.identity.desk_id, opened.key, self.house.clock)
            session = Session(store, opened.identity, client, opened.key, self.house.clock)
            try:
                for contact in range(1, 100):
                    try:
                        await session.greet()
                        await session.fetch()
                    except ContactFailed:
                        continue
                    return contact
            finally:
                await client.close()
            raise AssertionError("no end")

        return asyncio.run(contacts()), wire


@pytest.fixture
def office(
    enrolled: Callable[..., House], world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Office:
    """Visits, an edit, a conflict, cases, references, and a change that was handed to the supervisor."""
    monkeypatch.setattr(session_module, "PULL_EVENTS", LIMIT)
    mine, other, fresh = enrolled(), enrolled(), enrolled()
    fill(world, mine, other)
    return Office(fresh, (mine, other), tmp_path)


def fill(world: World, mine: House, other: House) -> None:
    set_references(
        world.db, [("procedure.set", Procedure(code=f"p{n}", names={"en": str(n)})) for n in range(5)]
    )
    made = [mine.register(note=f"note {n}") for n in range(5)]
    case_id = register_appeal(mine.desk, card()).case_id
    bad = write(mine, "session:1", good=False)
    for house in (mine, other):
        assert house.sync().online
    for house, note in ((mine, "first"), (other, "second")):
        correct(house.desk, made[0].number, note=note)
    correct(other.desk, made[1].number, phone="+994501234567")
    take_step(mine.desk, case_id, "assigned", ASSIGNED)
    take_step(other.desk, case_id, "noted", Told(text="Zəng etdi"))
    hand_over(mine.desk, bad.n)
    for house in (mine, other, mine):
        assert house.sync().online
    assert ChangeState.rejected in mine.states()
    set_references(world.db, [("procedure.set", Procedure(code="p0", names={"en": "changed"}))])
    assert all(house.sync().online for house in (mine, other))


def test_a_first_load_by_snapshot_equals_what_the_feed_brought(office: Office) -> None:
    whole = office.store()
    contacts, wire = office.load(whole, {})
    loaded = rows(whole)
    assert contacts == 1
    assert wire.answers >= 6
    assert [len(loaded[table.name]) > 0 for table in TABLES] == [True] * len(TABLES)
    assert loaded == rows(office.writers[1].opened.store)
    assert cursors(whole) == cursors(office.writers[0].opened.store) | cursors(whole)
    whole.close()


def test_i12_cut_at_every_page_and_then_again_it_goes_on_there(office: Office) -> None:
    whole = office.store()
    _contacts, wire = office.load(whole, {})
    pages, expected = wire.answers, (rows(whole), cursors(whole))
    whole.close()
    for page in range(1, pages + 1):
        store = office.store()
        contacts, wire = office.load(store, {page: 0.5, page + 1: 0.99})
        assert (rows(store), cursors(store)) == expected
        assert (contacts, wire.answers) == (3, pages + 2), "only the cut page is asked for again"
        store.close()


@pytest.mark.slow
def test_i12_cut_at_any_byte_of_any_pages_it_equals_an_uncut_one(office: Office) -> None:
    whole = office.store()
    _contacts, wire = office.load(whole, {})
    pages, expected = wire.answers, (rows(whole), cursors(whole))
    whole.close()

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(st.integers(1, pages + 4), st.floats(0, 0.9999), max_size=5))
    def check(cuts: dict[int, float]) -> None:
        store = office.store()
        try:
            office.load(store, cuts)
            assert (rows(store), cursors(store)) == expected
        finally:
            store.close()

    check()


def test_a_row_that_changed_after_its_page_comes_by_the_pull_from_the_pin(
    office: Office, world: World
) -> None:
    """The second page is cut; meanwhile everything that the first one brought changes."""
    store = office.store()
    wire = CutTransport(httpx.AsyncHTTPTransport(), {2: 0.5})

    async def once() -> bool:
        opened = office.house.opened
        client = CentralClient(
            Line(office.house.url, transport=wire), opened.identity.desk_id, opened.key, office.house.clock
        )
        session = Session(store, opened.identity, client, opened.key, office.house.clock)
        try:
            await session.greet()
            await session.fetch()
        except ContactFailed:
            return False
        finally:
            await client.close()
        return True

    assert not asyncio.run(once())
    procedures = [Procedure(code=f"p{n}", names={"en": f"later {n}"}) for n in range(-3, 9)]
    set_references(world.db, [("procedure.set", one) for one in procedures])
    writer = office.writers[1]
    number = writer.register(note="later").number
    assert writer.sync().online
    correct(writer.desk, number, note="later still")
    assert writer.sync().online
    assert asyncio.run(once())
    assert rows(store) == rows(writer.opened.store)
    store.close()


def test_a_desk_that_is_far_behind_takes_the_present_state(
    office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "FAR", 8)
    behind = office.writers[1]
    for turn in range(6):
        set_references(
            world.db, [("procedure.set", Procedure(code=f"p{n}", names={"en": str(turn)})) for n in range(5)]
        )
    assert behind.sync().online
    assert behind.transport is not None
    asked = [path for path, _ in behind.transport.seen]
    assert asked.count("/v1/snapshot") == 3
    assert asked.index("/v1/pull") < asked.index("/v1/snapshot"), "it learns from the first page"
    fresh = office.store()
    office.load(fresh, {})
    assert rows(behind.opened.store)["reference"] == rows(fresh)["reference"]
    fresh.close()
