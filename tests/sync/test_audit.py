"""Who tampers with a desk's log is found at its next contact, at central and at the desk, in words."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta

import psycopg
import pytest
from sqlalchemy import Connection, NullPool, create_engine, delete, select, text, update

from central.quarantine import alarms as at_central
from desk.db import heads
from desk.db.changes import change_of
from desk.db.log_tables import change, countersigned
from desk.lang import BAKU, use_language
from desk.records.wire import Countersigned, commitment
from desk.sync import ledger
from desk.usecases import log_check as module
from desk.usecases.alarms import alarms
from desk.usecases.daily_head import daily_head, short
from desk.usecases.day_sheet import day_sheet
from desk.usecases.log_check import BATCH, Fault, check_log
from desk.usecases.set_up import open_desk
from tests.central.world import World
from tests.sync.house import DATA_KEY, House


def free(connection: Connection) -> None:
    """Who has the key of the file is not held by its triggers."""
    connection.execute(text("drop trigger change_is_history"))


def rewrite(connection: Connection, n: int) -> None:
    """Another text for a change, and a fitting chain from there on."""
    free(connection)
    rows = connection.execute(select(change).where(change.c.n >= n).order_by(change.c.n)).all()
    prev = rows[0].prev_sha256
    for row in rows:
        body = row.body.replace("TUR", "RUS") if row.n == n else row.body
        sha = commitment(row.salt, body)
        fitting = change_of(row).model_copy(update={"body": body, "body_sha256": sha, "prev_sha256": prev})
        prev = fitting.chain
        values = {"body": body, "body_sha256": sha, "prev_sha256": fitting.prev_sha256, "chain": prev}
        connection.execute(update(change).where(change.c.n == row.n).values(**values))


def edited(house: House) -> None:
    """The text of a change that was delivered long ago."""
    with house.opened.store.write() as connection:
        free(connection)
        body = connection.execute(select(change.c.body).where(change.c.n == 2)).scalar_one()
        altered = body.replace("TUR", "RUS")
        connection.execute(update(change).where(change.c.n == 2).values(body=altered))


def edited_with_its_chain(house: House) -> None:
    """The same by somebody who computes the chain anew to its end."""
    with house.opened.store.write() as connection:
        rewrite(connection, 2)


def cut(house: House) -> None:
    """The tail is gone, as if it had never been."""
    with house.opened.store.write() as connection:
        connection.execute(delete(change).where(change.c.n > 3))


def cut_and_filled(house: House) -> None:
    """The tail is gone, and other work stands in its place."""
    cut(house)
    for _ in range(3):
        house.register()


def dropped(house: House) -> None:
    """A row in the middle is gone."""
    with house.opened.store.write() as connection:
        connection.execute(delete(change).where(change.c.n == 2))


def unsigned(house: House) -> None:
    """A head that central is said to have signed was put into the file."""
    forged = Countersigned(head_n=99, head="0" * 64, at=datetime.now(BAKU), signature="")
    with house.opened.store.write() as connection:
        heads.keep(connection, house.opened.identity.incarnation, forged)


TAMPERS: list[tuple[Callable[[House], None], set[str]]] = [
    (edited, {"log_edited"}),
    (edited_with_its_chain, {"fork", "log_cut"}),
    (cut, {"rollback", "log_cut"}),
    (cut_and_filled, {"fork"}),
    (dropped, {"log_broken"}),
    (unsigned, {"log_cut"}),
]


def kinds(world: World) -> set[str]:
    return set(world.alarms())


@pytest.mark.parametrize(("tamper", "found"), TAMPERS, ids=[tamper.__name__ for tamper, _ in TAMPERS])
def test_tampering_is_found_at_the_next_contact(
    house: House, world: World, tamper: Callable[[House], None], found: set[str]
) -> None:
    for _ in range(5):
        house.register()
    house.sync()
    assert world.alarms() == []
    tamper(house)
    house.sync()
    assert kinds(world) & found, kinds(world)


def test_a_copy_of_the_desk_that_goes_on_beside_it_is_found(world: World, house: House) -> None:
    house.register()
    house.sync()
    house.opened.store.checkpoint()
    folder = house.opened.store.path.parent
    shutil.copytree(folder, folder.with_name("copy"), ignore=shutil.ignore_patterns("*.lock"))
    house.register()
    house.sync()
    twin = House(
        house.url, open_desk(folder.with_name("copy") / house.opened.store.path.name, DATA_KEY), "GNC"
    )
    twin.register()
    twin.register()
    twin.sync()
    twin.close()
    assert kinds(world) & {"fork", "rollback"}


def test_an_older_copy_of_the_file_is_found_and_may_not_go_on(world: World, house: House) -> None:
    house.register()
    house.sync()
    house.opened.store.checkpoint()
    path = house.opened.store.path
    older = path.with_name("older")
    shutil.copy(path, older)
    house.register()
    house.sync()
    house.close()
    shutil.copy(older, path)
    for left in (path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        left.unlink(missing_ok=True)
    again = House(house.url, open_desk(path, DATA_KEY), "GNC")
    status = again.sync()
    assert status.reason == "file_older"
    assert "rollback" in kinds(world)
    house.opened, house.spool, house.restrictions = again.opened, again.spool, again.restrictions


def test_an_alarm_is_told_once_to_central_and_in_words_to_the_supervisor(
    world: World, house: House, central_dsn: str
) -> None:
    use_language("en")
    for _ in range(3):
        house.register()
    house.sync()
    edited(house)
    for _ in range(3):
        house.sync()
    assert world.alarms() == ["log_edited"]
    (line,) = alarms(house.desk)
    assert "altered after it was written. (change 2)" in line.text
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(central_dsn), poolclass=NullPool
    )
    (row,) = at_central(engine)
    assert "altered after it was written" in row["words"]


def test_central_countersigns_each_sound_head_and_the_desk_keeps_it(house: House) -> None:
    house.register()
    house.sync()
    house.register()
    house.sync()
    with house.opened.store.read() as connection:
        kept = connection.execute(select(countersigned).order_by(countersigned.c.n)).all()
        links = dict(connection.execute(select(change.c.n, change.c.chain)).all())
    assert [row.n for row in kept] == [1, 2]
    assert all(links[row.n] == row.head for row in kept)
    assert check_log(house.opened.store) is None


def test_a_signature_that_is_not_centrals_is_not_kept_and_is_told(house: House) -> None:
    house.register()
    house.sync()
    identity = house.opened.identity
    forged = Countersigned(head_n=1, head="0" * 64, at=datetime.now(BAKU), signature="AAAA")
    with house.opened.store.write() as connection:
        ledger.keep_head(connection, identity, forged)
    assert [line.kind for line in alarms(house.desk)] == ["countersign"]


def test_a_long_log_is_looked_at_in_parts_and_an_erased_text_does_not_break_it(house: House) -> None:
    for _ in range(3):
        house.register()
    store = house.opened.store
    with store.write() as connection:
        connection.execute(update(change).where(change.c.n == 2).values(body=""))
    before, module.BATCH = BATCH, 1
    try:
        assert check_log(store) is None
        edited_n3 = text("update change set body = body || ' ' where n = 3")
        with store.write() as connection:
            free(connection)
            connection.execute(edited_n3)
        assert check_log(store) == Fault("edited", 3)
    finally:
        module.BATCH = before


def test_the_daily_head_is_the_last_link_of_the_day_with_centrals_signature(house: House) -> None:
    house.register()
    house.register()
    today = datetime.now(BAKU).date()
    before = daily_head(house.desk, today)
    assert (before.n, before.countersigned_at) == (2, None)
    house.sync()
    after = daily_head(house.desk, today)
    assert after.head == before.head
    assert after.countersigned_at is not None
    assert day_sheet(house.desk, today).head == after.head
    assert len(short(after.head)) == 19
    assert daily_head(house.desk, today - timedelta(days=1)).n == 0
    assert day_sheet(house.desk, today - timedelta(days=1)).head_n == 0
