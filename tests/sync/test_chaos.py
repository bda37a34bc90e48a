"""The faulty line of `desk chaos`: the desk outlives each fault, and a seed gives the same again."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from desk.demo.chaos import CALM, FaultyLink, Odds
from tests.central.world import World
from tests.sync.house import House
from tests.sync.test_round_trip import stored

Lay = Callable[[Odds, int], FaultyLink]


@pytest.fixture
def laid(world: World) -> Iterator[Lay]:
    """Lay a faulty line to the running central."""
    links: list[FaultyLink] = []

    def lay(odds: Odds, seed: int = 1) -> FaultyLink:
        link = FaultyLink(urlsplit(world.url).port or 0, odds, seed)
        link.start()
        links.append(link)
        return link

    yield lay
    for link in links:
        link.stop()


def on(house: House, link: FaultyLink) -> House:
    house.url = f"http://127.0.0.1:{link.port}"
    return house


@pytest.mark.parametrize(
    ("odds", "name", "reasons"),
    [
        (Odds(drop=1), "drop", {"unreachable", "connection_cut"}),
        (Odds(cut=1), "cut", {"connection_cut", "nonsense"}),
        (Odds(error=1), "error", {"central_fault"}),
    ],
)
def test_a_fault_on_every_request_keeps_the_change_for_later(
    house: House,
    world: World,
    laid: Lay,
    odds: Odds,
    name: str,
    reasons: set[str],
) -> None:
    link = laid(odds, 1)
    number = house.register().number
    status = on(house, link).sync()
    assert (status.online, status.pending) == (False, 1)
    assert status.reason in reasons
    assert set(link.done) == {name}
    link.odds = CALM
    assert house.sync().pending == 0
    assert stored(world) == [number]


def test_every_request_sent_twice_is_applied_once(house: House, world: World, laid: Lay) -> None:
    house.sync()
    link = laid(CALM, 1)
    number = house.register().number
    on(house, link).sync()
    link.odds = Odds(duplicate=1)
    second = house.register().number
    house.sync()
    link.odds = CALM
    assert house.sync().pending == 0
    assert link.done["duplicate"] > 0
    assert stored(world) == sorted([number, second])
    assert world.count("select count(*) from feed where kind = 'visit.registered'") == 2


def test_a_day_on_a_bad_line_ends_with_everything_at_central_once(
    house: House, world: World, laid: Lay
) -> None:
    link = laid(Odds(drop=0.15, delay=5, duplicate=0.15, cut=0.15, error=0.15), 7)
    on(house, link)
    numbers = []
    for _ in range(15):
        numbers.append(house.register().number)
        house.sync()
    assert set(link.done) == {"drop", "duplicate", "cut", "error", "none"}
    link.odds = CALM
    assert house.sync().pending == 0
    assert stored(world) == sorted(numbers)
    assert world.count("select count(*) from feed where kind = 'visit.registered'") == 15


def test_the_same_seed_gives_the_same_faults() -> None:
    odds = Odds(drop=0.3, cut=0.3)
    links = [FaultyLink(1, odds, seed) for seed in (5, 5, 6)]
    first, again, other = ([link._fault() for _ in range(40)] for link in links)
    assert first == again != other
