"""What all tests share: nothing of the developer's own computer decides a test."""

import gc
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from desk.lang import keep_time, use_language
from desk.usecases.desk import Desk
from tests.central.fixtures import central_cluster, central_data, central_dsn, central_serving, central_url
from tests.central.world import db, world
from tests.desks import Made, make
from tests.sync.enrolled import enrolled, house

# Named here alone: a fixture has a life for each conftest that names it, and a run has one cluster.
__all__ = [
    "central_cluster",
    "central_data",
    "central_dsn",
    "central_serving",
    "central_url",
    "db",
    "enrolled",
    "house",
    "world",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that no worker begins a long one when the others are done."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What was imported stays; the program's own freezing, test by test, would keep all their garbage too."""
    gc.freeze()
    gc.set_threshold(200_000, 10, 10)


@pytest.fixture(autouse=True)
def _own_ground(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No setting from outside, the cursor still, English unless a test asks otherwise."""
    monkeypatch.setenv("DESK_FOLDER", str(tmp_path / "nowhere"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(gc, "freeze", lambda: None)
    use_language("en")
    keep_time()
    yield
    gc.enable()
    use_language("en")


@pytest.fixture
def time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """To travel in time is then that time itself moves, not that somebody set the computer's clock."""
    monkeypatch.setattr("desk.usecases.desk.time", SimpleNamespace(monotonic=time.time))


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The folder of a desk that was set up."""
    return make(tmp_path / "desk")


@pytest.fixture
def desk(made: Made) -> Iterator[Desk]:
    """An open desk with its clerk signed in."""
    opened = made.open()
    yield opened
    opened.close()


@pytest.fixture
def made_folder(made: Made) -> str:
    """The path of a desk's folder, for programs of their own."""
    return str(made.settings.folder)
