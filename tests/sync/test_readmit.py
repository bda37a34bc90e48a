"""A desk that enrolled after the backup gives central back what it has, though central never heard of it."""

from pathlib import Path

import pytest

from central.backup import back_up, restore
from central.readmit import recall
from desk.db import change_states, changes
from desk.usecases import set_up
from tests.central.world import World
from tests.sync.house import DATA_KEY
from tests.sync.office import Office, open_office
from tests.sync.test_desk_backup import renewed
from tests.sync.test_round_trip import stored


def send_all_again(office: Office) -> None:
    """What the clerk does on the quarantine's screen, for every rejected change."""
    opened = set_up.open_desk(office.settings.database, DATA_KEY)
    with opened.store.write() as connection:
        for change_id in changes.rejected_ids(connection, 100):
            change_states.resend(connection, change_id)
    opened.store.close()


def test_i16_a_desk_that_the_restored_central_does_not_know_brings_everything_back(
    central_dsn: str, world: World, tmp_path: Path
) -> None:
    world.desk()
    back_up(central_dsn, tmp_path / "data", tmp_path / "c.backup")
    office = open_office(world, tmp_path / "desk")
    printed = office.register(2)
    assert office.sync().online
    restore(central_dsn, tmp_path / "data", tmp_path / "c.backup", replace=True)
    assert office.sync().reason == "desk_unknown"
    printed += office.register()

    told = renewed(office, world)
    assert (told.before, told.after) == ("GNC2", "GNC23")
    assert (told.status.online, told.status.rejected) == (True, 5)
    recall(world.db, "GNC2", "GNC23")
    recall(world.db, "GNC2", "GNC23")
    send_all_again(office)
    assert office.sync().rejected == 0
    assert stored(world) == sorted(printed)
    assert not set(office.register()) & set(printed)


def test_a_code_that_is_another_desks_or_was_never_issued_is_not_given(world: World) -> None:
    for _ in range(3):
        world.desk()
    for former, words in (
        ("GNC1", "another desk"),
        ("GNC9", "never issued"),
        ("BAK1", "never"),
        ("x", "never"),
    ):
        with pytest.raises(ValueError, match=words):
            recall(world.db, former, "GNC3")
    with pytest.raises(ValueError, match="no desk"):
        recall(world.db, "GNC1", "GNC8")
