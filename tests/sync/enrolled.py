"""Real desks enrolled at the real central of tests.central."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.central.world import World
from tests.sync.house import House, open_house


@pytest.fixture
def enrolled(world: World, tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Enrol desks: `enrolled("GNC")` gives one with its file, its worker and a faulty line."""
    open_ones: list[House] = []

    def enrol(office: str = "GNC") -> House:
        house = open_house(world, tmp_path / f"desk{len(open_ones)}" / "desk.db", office)
        open_ones.append(house)
        return house

    yield enrol
    for house in open_ones:
        house.close()


@pytest.fixture
def house(enrolled: Callable[..., House]) -> House:
    """One desk of the office GNC."""
    return enrolled()
