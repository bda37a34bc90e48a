from collections.abc import Callable

from desk.db.log_tables import ChangeState
from tests.central.world import World
from tests.sync.house import House

Enrol = Callable[..., House]


def stored(world: World) -> list[str]:
    rows = world.db.execute("select number from record where entity = 'visit' order by number")
    return [row[0] for row in rows]


def test_a_change_goes_to_central_and_comes_back(house: House, world: World) -> None:
    receipt = house.register()
    status = house.sync()
    assert (status.online, status.reason, status.pending) == (True, "", 0)
    assert stored(world) == [receipt.number]
    assert house.states() == [ChangeState.acknowledged]
    told = house.log()[0].feed_n
    assert told is not None
    assert house.visits() == {receipt.number: told}


def test_a_visit_reaches_the_other_desk_of_the_office_and_no_other_office(enrolled: Enrol) -> None:
    mine, neighbour, stranger = enrolled("GNC"), enrolled("GNC"), enrolled("BAK")
    receipt = mine.register()
    assert all(house.sync().online for house in (mine, neighbour, stranger))
    assert set(neighbour.visits()) == {receipt.number}
    assert stranger.visits() == {}
