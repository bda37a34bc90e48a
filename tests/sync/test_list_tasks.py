"""A lookup that found nothing is asked again by newer data: once, and for the whole office."""

from datetime import date
from pathlib import Path

from desk.config import Settings
from desk.db.log_tables import change
from desk.records.lookup import ScreeningRaised
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
