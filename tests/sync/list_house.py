"""A desk beside a central that has published a list, and what the tests of the list ask of both."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from central.list_key import list_key
from central.lists import publish
from central.references import set_references
from central.sample.restrictions import restrictions
from desk.config import Settings
from desk.records.base import new_id
from desk.records.lookup import LookupForm
from desk.records.restriction import ListedDocument, Restriction, RestrictionKind
from desk.records.wire import ListManifest
from desk.usecases.lookup import Answer, look_up
from tests.central.world import World
from tests.sync.house import House, open_house

ROWS = 40


def restriction(**changed: Any) -> Restriction:
    """A restriction of somebody whom the sample does not have."""
    values: dict[str, Any] = {
        "id": new_id(),
        "kind": RestrictionKind.entry,
        "ground_code": "16.1.5",
        "surname": "Hümbətzadə",
        "given_names": "Ülfət",
        "birth_date": "1979-03-08",
        "documents": [ListedDocument(kind="passport", number="C77777777")],
        "valid_from": date(2020, 1, 1),
    }
    return Restriction(**(values | changed))


@pytest.fixture
def data(world: World, tmp_path: Path) -> Path:
    """Central's data folder; its list key is the one that desks enrolled later will pin."""
    world.db.execute("delete from setting where name = 'list_key'")
    folder = tmp_path / "central"
    list_key(world.db, folder)
    set_references(world.db, [("restriction.set", row) for row in restrictions(1, ROWS)])
    return folder


@pytest.fixture
def manifest(world: World, data: Path) -> ListManifest:
    return publish(world.db, data)


@pytest.fixture
def here(world: World, manifest: ListManifest, tmp_path: Path) -> Iterator[House]:
    """A desk that enrolled at a central with a published list, and has not synchronised yet."""
    house = open_house(world, tmp_path / "here" / "desk.db", "GNC")
    yield house
    house.close()


def ask(house: House, **typed: Any) -> Answer:
    options = Settings(house.opened.store.path.parent)
    return look_up(house.desk, options, LookupForm(purpose="reception", **typed))


def put(world: World, *rows: Restriction) -> None:
    set_references(world.db, [("restriction.set", row) for row in rows])
