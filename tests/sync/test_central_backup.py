"""Central comes back from a real dump, and the desks give back what it lacks; the drill tells beforehand."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from central import backup, tools
from central.backup import back_up, restore
from central.digest import digests
from central.drill import drill
from central.recovery import PASSWORD, recovery_key
from central.references import set_references
from central.serve import prepare
from desk.records.reference import Clerk, Role
from tests.central.world import World
from tests.sync.house import House, open_house
from tests.sync.test_quarantine import letters, write
from tests.sync.test_round_trip import stored


@pytest.fixture
def houses(world: World, tmp_path: Path) -> Iterator[list[House]]:
    both = [open_house(world, tmp_path / name / "desk.db", "GNC") for name in "ab"]
    yield both
    for house in both:
        house.close()


def beside(cluster: str, name: str) -> str:
    with psycopg.connect(cluster, autocommit=True) as db:
        db.execute(f"drop database if exists {name} with (force)".encode())
        db.execute(f"create database {name}".encode())
    return make_conninfo(cluster, dbname=name)


def test_no_tool_has_the_databases_password_among_its_arguments(
    central_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, real = tmp_path / "seen", tools.tool

    def watched(name: str) -> Path:
        """The tool behind a script that writes down what it was given."""
        script = tmp_path / name
        script.write_text(f'#!/bin/sh\necho "{name} $PGPASSWORD $*" >> {seen}\nexec {real(name)} "$@"\n')
        script.chmod(0o700)
        return script

    monkeypatch.setattr(tools, "tool", watched)
    dsn = make_conninfo(central_dsn, password="nar ağacı")
    back_up(dsn, tmp_path / "data", tmp_path / "central.backup")
    restore(dsn, tmp_path / "data", tmp_path / "central.backup", replace=True)
    given = {line.split(" ")[0]: line for line in seen.read_text().splitlines()}
    for name in ("pg_dump", "psql"):
        assert given[name].startswith(f"{name} nar ağacı -")
        assert given[name].count("nar ağacı") == 1
        assert "dbname=" in given[name]


def names(cluster: str) -> set[str]:
    with psycopg.connect(cluster, autocommit=True) as db:
        return {row[0] for row in db.execute("select datname from pg_database")}


def test_i16_after_a_restored_dump_two_desks_rebuild_central_and_all_digests_are_equal(
    central_dsn: str, world: World, houses: list[House], tmp_path: Path
) -> None:
    first, second = houses
    printed = [house.register().number for house in houses]
    assert all(house.sync().online for house in houses)
    told = back_up(central_dsn, tmp_path / "data", tmp_path / "central.backup")
    assert told.counts["change_receipt"] == 2
    printed += [house.register().number for house in (first, second, second)]
    bad = write(first, "session:1", good=False)
    assert all(house.sync().online for house in houses)
    before, epoch = digests(world.db), world.db.execute("select epoch from feed_head").fetchone()

    restore(central_dsn, tmp_path / "data", tmp_path / "central.backup", replace=True)
    assert world.db.execute("select epoch from feed_head").fetchone() != epoch
    assert len(stored(world)) == 2
    assert digests(world.db) == told.digests != before
    for house in (first, second, first):
        assert house.sync().online
    assert digests(world.db) == before
    assert stored(world) == sorted(printed)
    assert letters(world) == {bad.change_id: bad.body}
    assert first.visits() == second.visits()
    assert set(first.visits()) == set(printed)
    assert asyncio.run(_new_code(world)) not in {house.opened.identity.desk for house in houses}


async def _new_code(world: World) -> str:
    return world.desk().me.desk


def test_the_drill_tells_what_only_the_desks_have_and_touches_nothing(
    central_cluster: str, central_dsn: str, world: World, houses: list[House], tmp_path: Path
) -> None:
    first, second = houses
    for house in houses:
        house.register()
        house.sync()
    place = tmp_path / "backups"
    back_up(central_dsn, tmp_path / "data", place / "1.backup")
    (place / "9.backup").write_bytes(b"not one")
    for _ in range(3):
        first.register()
        second.register()
    write(first, "session:1", good=False)
    assert all(house.sync().online for house in houses)
    before = (digests(world.db), backup.counts(world.db), names(central_cluster))
    report = drill(central_dsn, place)
    assert report.backup == "1.backup"
    assert report.equal
    assert report.lacking == {"session.opened": 1, "visit.registered": 6}
    assert report.rejected == 1
    assert (report.references_lost, report.unreadable, report.desks_unknown) == (0, 0, 0)
    assert report.live["office:GNC"].records - report.restored["office:GNC"].records == 6
    assert set(report.seconds) == {"restore", "desks"}
    assert (digests(world.db), backup.counts(world.db), names(central_cluster)) == before


def test_the_drill_tells_what_neither_backup_nor_desks_would_give_back(
    central_dsn: str, world: World, tmp_path: Path
) -> None:
    back_up(central_dsn, tmp_path / "data", tmp_path / "c.backup")
    set_references(world.db, [("clerk.set", Clerk(id="new", name="Yeni", office="GNC", roles=[Role.clerk]))])
    late = world.desk()
    late.push(late.register())
    report = drill(central_dsn, tmp_path / "c.backup")
    assert not report.equal
    assert (report.references_lost, report.desks_unknown) == (1, 1)


def test_a_central_in_use_is_replaced_only_when_that_is_said(
    central_dsn: str, world: World, tmp_path: Path
) -> None:
    back_up(central_dsn, tmp_path / "data", target := tmp_path / "c.backup")
    before = backup.counts(world.db)
    with pytest.raises(RuntimeError, match="--replace"):
        restore(central_dsn, tmp_path / "data", target, replace=False)
    assert backup.counts(world.db) == before


def test_a_cut_or_altered_backup_is_refused_and_changes_nothing(
    central_dsn: str, world: World, tmp_path: Path
) -> None:
    back_up(central_dsn, tmp_path / "data", target := tmp_path / "c.backup")
    epoch = world.db.execute("select epoch from feed_head").fetchone()
    whole = target.read_bytes()
    altered = bytearray(whole)
    altered[len(whole) // 2] ^= 1
    for content in (bytes(altered), whole[: len(whole) // 2], b"", b"PK"):
        target.write_bytes(content)
        with pytest.raises(RuntimeError, match=r"not whole|not a backup"):
            restore(central_dsn, tmp_path / "data", target, replace=True)
    assert world.db.execute("select epoch from feed_head").fetchone() == epoch


def test_a_restore_that_fails_half_way_leaves_the_database_as_it_was(
    central_dsn: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(central_dsn, tmp_path / "data", target := tmp_path / "c.backup")
    world.desk().register()
    before, epoch = backup.counts(world.db), world.db.execute("select epoch from feed_head").fetchone()
    monkeypatch.setattr(backup, "NEW_EPOCH", "select 1/0;")
    with pytest.raises(RuntimeError, match="division"):
        restore(central_dsn, tmp_path / "data", target, replace=True)
    assert backup.counts(world.db) == before
    assert world.db.execute("select epoch from feed_head").fetchone() == epoch


def test_the_recovery_key_goes_along_only_under_a_password(
    central_cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, password in enumerate(("", "uzun bir parol")):
        monkeypatch.setenv(PASSWORD, password)
        data, other = tmp_path / f"data{number}", tmp_path / f"other{number}"
        dsn, fresh = beside(central_cluster, f"keyed{number}"), beside(central_cluster, f"fresh{number}")
        prepare(dsn, data)
        target = tmp_path / f"{number}.backup"
        manifest = back_up(dsn, data, target)
        assert (data / "recovery.pem").read_bytes() not in target.read_bytes() or password
        assert b"BEGIN PRIVATE KEY" not in target.read_bytes()
        other.mkdir()
        restore(fresh, other, target, replace=False)
        assert (other / "recovery.pem").exists() == bool(password)
        with psycopg.connect(fresh, autocommit=True) as db:
            assert recovery_key(db, other) == manifest.recovery_key
        prepare(beside(central_cluster, "third"), tmp_path / f"third{number}")
        with pytest.raises(RuntimeError, match="another recovery key"):
            restore(fresh, tmp_path / f"third{number}", target, replace=True)
    for name in ("keyed0", "keyed1", "fresh0", "fresh1", "third"):
        with psycopg.connect(central_cluster, autocommit=True) as db:
            db.execute(f"drop database if exists {name} with (force)".encode())


def test_i4_the_same_backup_restored_again_and_again_issues_no_desk_code_twice(
    central_cluster: str, central_dsn: str, world: World, tmp_path: Path
) -> None:
    data, target = tmp_path / "data", tmp_path / "c.backup"
    issued = [world.desk().me.desk, world.desk("BAK").me.desk]
    back_up(central_dsn, data, target)
    issued += [world.desk().me.desk for _ in range(3)]
    for _ in range(3):
        restore(central_dsn, data, target, replace=True)
        issued += [world.desk().me.desk, world.desk("BAK").me.desk, world.desk().me.desk]
    assert len(set(issued)) == len(issued) == 14
    fresh = beside(central_cluster, "fresh_codes")
    restore(fresh, data, target, replace=False)
    with psycopg.connect(fresh) as db:
        series: dict[str, int] = dict(db.execute("select office, last from desk_series").fetchall())
    assert all(int(code[3:]) <= series[code[:3]] for code in issued), "a database that knew nothing"
    with psycopg.connect(central_cluster, autocommit=True) as db:
        db.execute("drop database fresh_codes with (force)")


def test_i4_a_desk_tells_a_code_that_the_restored_central_forgot(world: World) -> None:
    desk = world.desk()
    desk.hello(desk="GNC1")
    assert world.alarms() == []
    desk.hello(desk="GNC57")
    desk.hello(desk="GNC999")
    desk.hello(desk="BAK9")
    assert world.desk().me.desk == "GNC58"
    assert world.alarms() == ["desk_code_forgotten", "desk_code_foreign"]
