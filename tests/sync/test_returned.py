"""I5: a desk whose file was restored shows again what central rejected of it, and can settle it."""

import asyncio
from pathlib import Path
from shutil import copyfile

import pytest

from central.desks import invite
from desk.db.log_tables import ChangeState
from desk.records.visit import CorrectableVisit
from desk.sync.enrol import renew_desk
from desk.sync.line import Line
from desk.usecases.change_details import details
from desk.usecases.correct_visit import correct_rejected, correct_visit
from desk.usecases.quarantine import Action, log_lines, send_again
from desk.usecases.set_up import open_desk
from tests.central.world import World
from tests.sync.house import DATA_KEY, House
from tests.sync.test_quarantine import letters, write
from tests.usecases.test_correct_visit import at_central, shown
from tests.usecases.test_quarantine import register_badly


@pytest.fixture
def restored(house: House, world: World, tmp_path: Path) -> tuple[House, str]:
    """A desk that lost a rejected visit, a rejected sign-in and one that waits; and the visit's number."""
    path = house.opened.store.path
    house.opened.store.checkpoint()
    house.opened.store.close()
    old = tmp_path / "old.db"
    copyfile(path, old)
    house.opened = open_desk(path, DATA_KEY)
    number = register_badly(house, fin="12")
    write(house, "session:1", good=False)
    write(house, "session:1")
    assert house.sync().rejected == 2
    house.opened.store.close()
    copyfile(old, path)
    house.opened = open_desk(path, DATA_KEY)
    assert house.sync().reason == "file_older"

    async def renew() -> None:
        line = Line(world.url)
        house.opened = await renew_desk(line, house.opened, DATA_KEY, invite(world.db, "GNC"))
        await line.close()

    asyncio.run(renew())
    return house, number


def test_i5_a_restored_desk_shows_what_was_rejected_with_body_and_reason(
    restored: tuple[House, str], world: World
) -> None:
    house, number = restored
    assert house.log() == []
    status = house.sync()
    assert (status.online, status.rejected, status.blocked) == (True, 2, 1)
    lines = log_lines(house.desk)
    assert {line.what for line in lines} == {"visit", "sign-in"}
    (line,) = [line for line in lines if line.what == "visit"]
    assert line.state == "rejected: FIN: 7 characters, not 2."
    assert line.actions >= {Action.correct, Action.send_again, Action.hand_over}
    found = details(house.desk, line.change_id)
    assert found is not None
    assert ("FIN", "12") in found.lines
    assert shown(house.desk, number).state == ChangeState.rejected
    before = house.log()
    assert house.sync().rejected == 2
    assert house.log() == before
    assert {row.body for row in before if row.state == ChangeState.rejected} == set(letters(world).values())


def test_i5_what_came_back_is_corrected_or_sent_again_under_its_own_identity(
    restored: tuple[House, str], world: World
) -> None:
    house, number = restored
    house.sync()
    mine = {line.what: line for line in log_lines(house.desk) if line.is_rejected}
    draft = correct_rejected(house.desk, mine["visit"].n)
    assert draft is not None
    correct_visit(house.desk, draft, CorrectableVisit.model_validate(draft.values | {"fin": "94FMDDD"}))
    send_again(house.desk, mine["sign-in"].n)
    status = house.sync()
    assert (status.online, status.rejected, status.pending) == (True, 1, 0)
    assert at_central(world, number).fin == "94FMDDD"
    assert world.count("select count(*) from dead_letter where state = 'superseded'") == 1
    assert "change_reused" not in world.alarms()
    new = house.register()
    assert house.sync().online
    assert at_central(world, new.number).number == new.number
    assert [alarm for alarm in world.alarms() if alarm in ("fork", "gap")] == []
