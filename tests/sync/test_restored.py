"""Central comes back from a backup, or a desk does."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from central.config import Settings
from central.desks import invite
from central.epoch import new_epoch
from central.references import set_references
from desk.db.log_tables import ChangeState
from desk.db.store import StoreFailed
from desk.records.reference import Clerk, Role
from desk.sync.enrol import renew_desk
from desk.sync.line import Line
from desk.usecases.set_up import open_desk
from tests.central.fixtures import serving
from tests.central.world import World, add_clerks
from tests.sync.house import DATA_KEY, House, open_house
from tests.sync.test_quarantine import letters, write

A, R = ChangeState.acknowledged, ChangeState.rejected


@dataclass
class Restorable:
    """A central that can be stopped, copied and put back."""

    dsn: str
    cluster: str
    backup: str = ""
    names: list[str] = field(default_factory=list)

    def serving(self) -> "Serving":
        """Run it; nobody else may be connected when it is copied."""
        return Serving(self.dsn)

    def back_up(self) -> None:
        """Copy the database as it is now."""
        self.backup = self._copy(self.dsn)

    def restore(self) -> None:
        """Put the copy in its place under a new epoch."""
        self.dsn = self._copy(self.backup)
        with psycopg.connect(self.dsn, autocommit=True) as db:
            new_epoch(db)

    def _copy(self, dsn: str) -> str:
        source = conninfo_to_dict(dsn)["dbname"]
        name = f"{source}_{len(self.names)}"
        self.names.append(name)
        with psycopg.connect(self.cluster, autocommit=True) as db:
            db.execute(f"create database {name} template {source}".encode())
        return make_conninfo(self.cluster, dbname=name)


class Serving:
    """A running central with its administrator's connection."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn

    def __enter__(self) -> World:
        self.worker = serving(
            Settings(dsn=self.dsn, rate=10_000, burst=10_000, enrol_rate=100, enrol_burst=100)
        )
        url = self.worker.__enter__()
        return World(url, psycopg.connect(self.dsn, autocommit=True))

    def __exit__(self, *error: object) -> None:
        self.worker.__exit__(None, None, None)
        with psycopg.connect(self.dsn, autocommit=True) as db:
            db.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )


@pytest.fixture
def restorable(central_cluster: str, central_dsn: str) -> Iterator[Restorable]:
    central = Restorable(central_dsn, central_cluster)
    with psycopg.connect(central_dsn, autocommit=True) as db:
        add_clerks(db, "GNC")
    yield central
    with psycopg.connect(central_cluster, autocommit=True) as db:
        for name in central.names:
            db.execute(f"drop database if exists {name} with (force)".encode())


def visits(world: World) -> set[str]:
    return {row[0] for row in world.db.execute("select number from record where entity = 'visit'")}


def test_desk_goes_on_whose_organiser_the_restored_central_does_not_know(
    restorable: Restorable, tmp_path: Path
) -> None:
    clerk = Clerk(id="clerk-SEK", name="Nümunə", office="SEK", roles=[Role.clerk])
    with restorable.serving() as world:
        set_references(world.db, [("clerk.set", clerk)])
        house = open_house(world, tmp_path / "1" / "desk.db", "SEK")
        assert house.sync().online
    restorable.back_up()
    with restorable.serving() as world:
        house.url = world.url
        organiser = clerk.model_copy(update={"id": "org-SEK", "roles": [Role.organiser]})
        set_references(world.db, [("clerk.set", organiser)])
        assert house.sync().online
    restorable.restore()
    with restorable.serving() as world:
        house.url = world.url
        told = house.sync()
        assert (told.online, told.reason) == (True, "")
    house.close()


def test_i16_after_central_is_restored_to_an_older_backup_the_desks_rebuild_it(
    restorable: Restorable, tmp_path: Path
) -> None:
    with restorable.serving() as world:
        first = open_house(world, tmp_path / "1" / "desk.db", "GNC")
        second = open_house(world, tmp_path / "2" / "desk.db", "GNC")
        printed = {house.register().number for house in (first, second)}
        assert all(house.sync().online for house in (first, second))
    restorable.back_up()
    with restorable.serving() as world:
        first.url = second.url = world.url
        printed |= {house.register().number for house in (first, second, first)}
        bad = write(first, "session:1", good=False)
        for house in (first, second, first):
            assert house.sync().online
        assert visits(world) == printed
    restorable.restore()
    with restorable.serving() as world:
        first.url = second.url = world.url
        assert visits(world) < printed
        for house in (first, second, first):
            assert house.sync().online
        assert visits(world) == printed
        assert letters(world) == {bad.change_id: bad.body}
        assert first.states() == [A, A, A, R]
        assert set(first.visits()) == set(second.visits()) == printed
        assert first.visits() == second.visits()
        assert world.count("select count(*) from feed where kind = 'visit.registered'") == 5
    first.close()
    second.close()


def test_i16_a_stream_that_was_held_up_at_the_backup_comes_back_whole(
    restorable: Restorable, tmp_path: Path
) -> None:
    """A change that was sent later than others of higher number is missed by no high-water mark."""
    with restorable.serving() as world:
        house = open_house(world, tmp_path / "desk.db", "GNC")
        bad = write(house, "session:1", good=False)
        held = write(house, "session:1")
        write(house, "session:2")
        house.sync()
    restorable.back_up()
    with restorable.serving() as world:
        house.url = world.url
        world.db.execute("update dead_letter set state = 'applied' where change_id = %s", (bad.change_id,))
        house.sync()
        house.sync()
        assert house.states() == [A, A, A]
    restorable.restore()
    with restorable.serving() as world:
        house.url = world.url
        house.sync()
        known = world.count("select count(*) from change_receipt where change_id = %s", held.change_id)
        assert known == 1
        assert house.states()[2] is A
    house.close()


def test_i4_a_restored_desk_prints_nothing_until_it_has_a_new_code(
    enrolled: Callable[..., House], world: World, tmp_path: Path
) -> None:
    house = enrolled()
    path = house.opened.store.path
    house.register()
    house.sync()
    house.opened.store.checkpoint()
    house.opened.store.close()
    old = tmp_path / "old.db"
    copyfile(path, old)
    house.opened = open_desk(path, DATA_KEY)
    lost = house.register()
    house.sync()
    house.opened.store.close()
    copyfile(old, path)

    house.opened = open_desk(path, DATA_KEY)
    status = house.sync()
    assert (status.online, status.reason) == (False, "file_older")
    with pytest.raises(StoreFailed, match="file_older"):
        house.register()

    async def renew() -> None:
        line = Line(world.url)
        house.opened = await renew_desk(line, house.opened, DATA_KEY, invite(world.db, "GNC"))
        await line.close()

    asyncio.run(renew())
    after = house.register()
    assert after.number not in {lost.number}
    assert house.opened.identity.desk == "GNC2"
    assert house.sync().online
    assert {lost.number, after.number} <= set(house.visits())
    assert house.states() == [A, A]
