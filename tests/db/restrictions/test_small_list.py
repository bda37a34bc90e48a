"""A list of two dozen rows, as in a demo: its thresholds are not those of its own namesakes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk.db.restrictions.answer import Query
from desk.db.restrictions.build import build
from desk.db.restrictions.calibrate import settled
from desk.db.restrictions.lists import Known, RestrictionList
from desk.db.restrictions.row import Manifest
from tests.db.restrictions.conftest import KEY, NAMED, TODAY, first
from tests.db.restrictions.test_families import DATES, FAMILIES


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RestrictionList]:
    """The named rows alone."""
    path: Path = tmp_path_factory.mktemp("small") / "list.db"
    build(path, KEY, NAMED.values(), Manifest(1, datetime(2026, 6, 1, tzinfo=UTC), len(NAMED)))
    opened = RestrictionList.open(path, KEY)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "birth", "who"),
    [*FAMILIES.values(), *DATES.values()],
    ids=[*FAMILIES.keys(), *(f"date {key}" for key in DATES)],
)
def test_every_family_is_found_in_a_small_list(
    small: RestrictionList, name: str, birth: str, who: str
) -> None:
    assert first(small.find(Query(name=name, birth_date=birth), today=TODAY)) == who


@pytest.mark.parametrize("name", ["Гасымов Мубариз", "Jafarov Chingiz", "Muhammad Al-Husseini", "王小明"])
def test_name_without_a_date_is_found_in_a_small_list(small: RestrictionList, name: str) -> None:
    assert small.find(Query(name=name), today=TODAY).candidates


@pytest.mark.parametrize(
    ("name", "birth"), [("Johansson Lars", "1980-01-15"), ("Əliyev Rauf", "1980-01-15"), ("Khan Imran", "")]
)
def test_stranger_is_not_shown_in_a_small_list(small: RestrictionList, name: str, birth: str) -> None:
    assert small.find(Query(name=name, birth_date=birth), today=TODAY).candidates == ()


@pytest.mark.parametrize("known", Known)
def test_threshold_grows_with_the_list(known: Known) -> None:
    points = [settled(known, 0.0, rows) for rows in (40, 10_000, 1_000_000)]
    assert points == sorted(points)
