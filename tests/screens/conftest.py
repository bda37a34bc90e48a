"""The real program under Textual's pilot, its cursor still and its clock at a known minute."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from textual.widgets import Input

from desk.app import DeskApp
from desk.config import load
from desk.lang import BAKU
from tests.desks import Made, make

MOMENT = datetime(2026, 11, 20, 10, 5, tzinfo=BAKU)


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A blinking cursor and a running date make pictures differ."""
    monkeypatch.setattr(Input, "_toggle_cursor", lambda self: None)
    with time_machine.travel(MOMENT, tick=True):
        yield


@pytest.fixture
def desk_in(tmp_path: Path) -> Callable[[str], Made]:
    """Makes a desk whose program speaks a language."""
    return lambda language: make(tmp_path / language, language)


@pytest.fixture
def app_in(desk_in: Callable[[str], Made]) -> Callable[[str], DeskApp]:
    """Makes the program in a language, on a desk of its own."""
    return lambda language: DeskApp(load(desk_in(language).settings.folder))


@pytest.fixture
def app(app_in: Callable[[str], DeskApp]) -> DeskApp:
    """The program in English."""
    return app_in("en")
