"""The list's way from the real central to a desk: whole by a signed file, then by the feed, never half."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from central.directives import direct
from central.lists import publish
from central.sample.restrictions import restrictions
from desk.crypto.signing import DeskKey
from desk.db.log_tables import parked
from desk.records.lookup import AnswerKind, ListAge
from desk.records.wire import ListManifest
from tests.central.world import World
from tests.sync.house import House, open_house
from tests.sync.list_house import ROWS, ask, data, here, manifest, put, restriction

__all__ = ["data", "here", "manifest"]


def test_list_comes_whole_and_the_lookup_goes_back(here: House, world: World, manifest: ListManifest) -> None:
    assert ask(here, surname="Johansson").age.state is ListAge.absent
    here.sync()
    state = here.restrictions.state
    assert state is not None
    assert (state.version, state.count, state.epoch) == (manifest.version, ROWS, manifest.epoch)
    listed = next(
        row for row in restrictions(1, ROWS) if row.documents and not row.lifted_at and not row.valid_until
    )
    answer = ask(here, document_number=listed.documents[0].number)
    assert (answer.kind, answer.made.candidates) == (AnswerKind.found, [str(listed.id)])
    here.sync()
    assert world.count("select count(*) from record where kind = 'lookup.made'") == 2
    bodies = world.db.execute("select body from record where kind = 'lookup.made'").fetchall()
    assert any(str(listed.id) in body for (body,) in bodies)


def test_changes_come_by_the_feed_into_the_list_alone(here: House, world: World) -> None:
    here.sync()
    put(world, restriction())
    assert ask(here, document_number="C77777777").kind is AnswerKind.none
    here.sync()
    assert ask(here, document_number="C77777777").kind is AnswerKind.found
    state = here.restrictions.state
    assert state is not None
    assert (state.count, state.version) == (ROWS + 1, world.count("select n from feed_head"))
    with here.opened.store.read() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM reference WHERE kind = 'restriction.set'")
        assert rows.scalar() == 0


def test_lifted_restriction_stops_matching(here: House, world: World) -> None:
    row = restriction()
    put(world, row)
    here.sync()
    here.sync()
    assert ask(here, name="Humbatzade Ulfat", birth_date="1979").kind is not AnswerKind.none
    put(world, row.model_copy(update={"lifted_at": date(2026, 1, 1)}))
    here.sync()
    assert ask(here, name="Humbatzade Ulfat", birth_date="1979").kind is AnswerKind.none


def test_quiet_list_stays_fresh_by_central_time(here: House) -> None:
    here.sync()
    before = here.restrictions.state
    here.sync()
    after = here.restrictions.state
    assert before is not None
    assert after is not None
    assert after.as_of > before.as_of


class Cutting(httpx.AsyncBaseTransport):
    """A line that breaks off each answer with the list after so many bytes."""

    def __init__(self, after: int) -> None:
        self.inner, self.after, self.asked = httpx.AsyncHTTPTransport(), after, list[str]()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self.inner.handle_async_request(request)
        if "/list/" not in request.url.path or "manifest" in request.url.path:
            return answer
        self.asked.append(request.headers["Range"])
        return httpx.Response(answer.status_code, headers=answer.headers, stream=_Cut(answer, self.after))

    async def aclose(self) -> None:
        await self.inner.aclose()


class _Cut(httpx.AsyncByteStream):
    def __init__(self, answer: httpx.Response, after: int) -> None:
        self.answer, self.after = answer, after

    async def __aiter__(self) -> AsyncIterator[bytes]:
        content = b"".join([piece async for piece in self.answer.aiter_raw()])
        await self.answer.aclose()
        yield content[: self.after]
        if len(content) > self.after:
            raise httpx.RemoteProtocolError("peer closed connection")


@pytest.mark.parametrize("after", [1500, 997, 4001])
def test_download_cut_again_and_again_goes_on_and_ends_equal(
    here: House, manifest: ListManifest, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    line = Cutting(after)
    monkeypatch.setattr("tests.sync.house.FaultyTransport", lambda *_: line)
    for _turn in range(20):
        here.sync()
        if here.restrictions.state is not None:
            break
    starts = [int(wish.removeprefix("bytes=").rstrip("-")) for wish in line.asked]
    assert starts == list(range(0, manifest.size, after))
    assert here.restrictions.state is not None
    assert here.restrictions.state.count == ROWS


def test_download_cut_by_the_end_of_the_program_goes_on_at_the_next_start(
    here: House, world: World, manifest: ListManifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [Cutting(1000), Cutting(10**9)]
    monkeypatch.setattr("desk.sync.list_load._RETRIES", 1)
    monkeypatch.setattr("tests.sync.house.FaultyTransport", lambda *_: lines[0])
    here.sync()
    assert here.restrictions.state is None
    monkeypatch.setattr("tests.sync.house.FaultyTransport", lambda *_: lines[1])
    here.sync()
    assert lines[1].asked[0] == "bytes=1000-"
    assert here.restrictions.state is not None


def fault(house: House) -> str:
    house.sync()
    assert house.keeper is not None
    return house.keeper.fault


def held_version(house: House) -> int | None:
    return house.restrictions.state.version if house.restrictions.state else None


def test_list_signed_by_another_key_is_refused_and_the_old_one_stays(
    here: House, world: World, tmp_path: Path
) -> None:
    here.sync()
    before = held_version(here)
    _begin_new_life(world)
    world.db.execute("delete from setting where name = 'list_key'")
    publish(world.db, tmp_path / "stranger")
    assert fault(here) == "list_unsigned"
    assert held_version(here) == before
    assert ask(here, surname="Johansson").kind is AnswerKind.none


def _begin_new_life(world: World) -> None:
    from central.epoch import new_epoch

    new_epoch(world.db)


@pytest.mark.parametrize("column", ["count", "size", "version"])
def test_manifest_that_was_altered_is_refused(here: House, world: World, column: str) -> None:
    if column == "version":
        world.db.execute("alter table list_part drop constraint list_part_version_fkey")
    world.db.execute(f"update list_file set {column} = {column} + 1".encode())
    assert fault(here) == "list_unsigned"
    assert here.restrictions.state is None


def test_file_that_was_altered_is_refused_and_then_fetched_anew(
    here: House, world: World, manifest: ListManifest
) -> None:
    good = world.db.execute("select content from list_part").fetchall()[0][0]
    spoilt = bytes(good[:100]) + bytes([good[100] ^ 1]) + bytes(good[101:])
    world.db.execute("update list_part set content = %s", (spoilt,))
    assert fault(here) == "list_corrupt"
    assert here.restrictions.state is None
    world.db.execute("update list_part set content = %s", (good,))
    assert fault(here) == ""
    assert held_version(here) == manifest.version


def test_older_list_is_refused_and_the_newer_one_stays(here: House, world: World, data: Path) -> None:
    here.sync()
    here.sync()
    before = here.restrictions.state
    assert before is not None
    _begin_new_life(world)
    newest = publish(world.db, data)
    older = newest.model_copy(update={"as_of": before.as_of.replace(year=2020)})
    from central.list_key import signing_key
    from desk.crypto.list_file import sign_list

    signature = sign_list(signing_key(data), older.said)
    world.db.execute("delete from list_file where version <> %s", (newest.version,))
    world.db.execute("update list_file set as_of = %s, signature = %s", (older.as_of, signature))
    assert fault(here) == "list_older"
    assert here.restrictions.state == before


def test_list_that_was_never_published_is_told(world: World, tmp_path: Path) -> None:
    house = open_house(world, tmp_path / "early" / "desk.db", "GNC")
    assert fault(house) == "list_missing"
    assert house.statuses[-1].list_fault == "list_missing"
    assert house.statuses[-1].online
    house.close()


def test_desk_that_pinned_no_key_takes_no_list(here: House) -> None:
    with here.opened.store.write() as connection:
        from desk.db import facts

        facts.put(connection, list_key="")
    assert fault(here) == "list_no_key"
    with here.opened.store.write() as connection:
        facts.put(connection, list_key=DeskKey.generate().public)
    assert fault(here) == "list_unsigned"


def test_new_life_of_central_without_a_new_file_is_read_from_its_feed(here: House, world: World) -> None:
    here.sync()
    _begin_new_life(world)
    put(world, restriction())
    for _turn in range(3):
        here.sync()
    assert ask(here, document_number="C77777777").kind is AnswerKind.found
    state = here.restrictions.state
    assert state is not None
    assert (state.count, state.epoch) == (
        ROWS + 1,
        world.db.execute("select epoch from feed_head").fetchall()[0][0],
    )


def test_event_that_cannot_be_read_is_parked_before_the_cursor_passes_it(here: House, world: World) -> None:
    here.sync()
    put(world, restriction())
    world.db.execute("update feed set body = '{}' where n = (select max(n) from feed)")
    here.sync()
    with here.opened.store.read() as connection:
        assert [row.scope for row in connection.execute(select(parked))] == ["restrictions"]
    assert held_version(here) == world.count("select n from feed_head")


def test_wiped_desk_keeps_no_list(here: House, world: World) -> None:
    here.sync()
    assert here.restrictions.folder.exists()
    direct(world.db, here.desk.identity.desk, "wipe")
    assert here.sync().reason == "wiped"
    assert not here.restrictions.folder.exists()


def test_list_is_read_again_at_headquarters_word(here: House, world: World) -> None:
    here.sync()
    here.sync()
    held = here.restrictions.state
    direct(world.db, here.desk.identity.desk, "resync", "restrictions")
    versions = []
    for _turn in range(2):
        here.sync()
        versions.append(held_version(here))
    assert held is not None
    assert versions[-1] == world.count("select n from feed_head")
    assert here.restrictions.state is not None
    assert here.restrictions.state.count == held.count


def test_work_is_delivered_while_the_list_loads(
    here: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    go_on = threading.Event()
    monkeypatch.setattr(type(here.restrictions), "replace", _waiting(type(here.restrictions).replace, go_on))
    here.register()

    async def work(worker: Any) -> None:
        await worker.attempt()
        assert world.count("select count(*) from record where entity = 'visit'") == 1
        assert here.restrictions.state is None
        go_on.set()
        await worker.list_settled()

    here.run(work)
    assert here.restrictions.state is not None


def _waiting(real: Callable[..., None], go_on: Any) -> Callable[..., None]:
    def waiting(*given: Any) -> None:
        go_on.wait(10)
        real(*given)

    return waiting
