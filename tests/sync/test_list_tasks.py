"""A lookup that found nothing is asked again by newer data: once, and for the whole office."""

from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from central.references import set_references
from desk.config import Settings
from desk.crypto.slots import Opened
from desk.db.log_tables import ChangeState, change
from desk.records.base import utc_now
from desk.records.lookup import LookupForm, ScreeningRaised
from desk.records.reference import Clerk, Role
from desk.usecases.lookup import look_up
from desk.usecases.screening import screen_again, tasks
from tests.central.world import World
from tests.sync.house import House, open_house
from tests.sync.list_house import ask, data, here, manifest, put, restriction

__all__ = ["data", "here", "manifest"]


def raised(world: World) -> list[ScreeningRaised]:
    rows = world.db.execute("select body from record where kind = 'screening.raised'").fetchall()
    return [ScreeningRaised.model_validate_json(body) for (body,) in rows]


def test_earlier_no_record_that_newer_data_contradicts_becomes_one_task(here: House, world: World) -> None:
    here.sync()
    visit = here.register(surname="Hümbətzadə", given_name="Ülfət", document_number="C77777777")
    made = ask(here, document_number="C77777777").made
    put(world, restriction())
    for _turn in range(3):
        here.sync()
    (task,) = raised(world)
    assert (task.lookup, task.visit_number, task.visit) == (made.id, visit.number, visit.visit.id)
    assert [one.id for one in tasks(here.desk)] == [task.id]
    put(world, restriction(documents=[], surname="Başqa"))
    for _turn in range(3):
        here.sync()
    assert [one.id for one in raised(world)] == [task.id]
    assert screen_again(here.desk, Settings(Path())) == 0


@pytest.mark.parametrize("at_work", [True, False])
def test_task_of_a_clerk_who_left_is_taken_and_written_by_who_works_here(
    here: House, world: World, monkeypatch: pytest.MonkeyPatch, at_work: bool
) -> None:
    here.sync()
    asked = here.desk.signed_in(here.desk.clerk.model_copy(update={"id": "left"}))
    for active in (True, False):
        who = Clerk(id="left", name="N", office="GNC", roles=[Role.clerk], active=active)
        set_references(world.db, [("clerk.set", who)])
        if active:
            look_up(asked, Settings(Path()), LookupForm(purpose="identity", document_number="C77777777"))
            here.sync()
    put(world, restriction())
    desk, slot = here.desk, cast(Any, None)
    desk.access.opened = Opened("clerk-GNC", utc_now(), b"", slot, b"") if at_work else None
    monkeypatch.setattr(House, "desk", desk)
    for _turn in range(3):
        here.sync()
    (task,) = raised(world)
    assert (task.clerk, here.log()[-1].actor) == ("left", "clerk-GNC" if at_work else "left")
    assert here.states()[-1] is ChangeState.acknowledged


def test_restriction_that_began_after_the_lookup_is_no_task(here: House, world: World) -> None:
    here.sync()
    ask(here, document_number="C77777777")
    put(world, restriction(valid_from=date(2099, 1, 1)))
    here.sync()
    assert raised(world) == []


def test_lookup_older_than_the_setting_is_not_asked_again(here: House, world: World) -> None:
    here.sync()
    ask(here, document_number="C77777777")
    with here.opened.store.write() as connection:
        connection.exec_driver_sql("DROP TRIGGER change_is_history")
        connection.execute(change.update().values(at="2020-01-01T00:00:00+00:00"))
    put(world, restriction())
    here.sync()
    here.sync()
    assert raised(world) == []


def test_task_reaches_the_other_desk_of_the_office(here: House, world: World, tmp_path: Path) -> None:
    here.sync()
    ask(here, document_number="C77777777")
    put(world, restriction())
    for _turn in range(2):
        here.sync()
    neighbour = open_house(world, tmp_path / "neighbour" / "desk.db", "GNC")
    neighbour.sync()
    assert [one.id for one in tasks(neighbour.desk)] == [one.id for one in raised(world)]
    neighbour.close()
