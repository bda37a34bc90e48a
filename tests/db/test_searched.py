"""Whatever is pasted into a search line is searched for, or finds nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection

from desk.db import case_lists, measure_lists, training_lists
from desk.lang import today
from tests.desks import make

SEARCHES: dict[str, Callable[[Connection, str], object]] = {
    "cases": lambda connection, text: case_lists.listed(
        connection, case_lists.Wish("appeal", "clerk", today()), "all", text
    ),
    "measures": lambda connection, text: measure_lists.listed(connection, 2026, "", text, ""),
    "trainings": lambda connection, text: training_lists.listed(connection, 2026, text),
    "employees": lambda connection, text: training_lists.employees(connection, text),
}
PAGES = {
    "many words": "söz " * 20_000,
    "one long word": "ə" * 60_000,
    "one word of many parts": "ab-" * 20_000,
    "syntax": '"' * 500 + "*(" * 5_000 + " NEAR( AND % _ / " * 500,
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("search", SEARCHES)
def test_a_whole_page_in_a_search_line_is_no_error(tmp_path: Path, search: str, page: str) -> None:
    desk = make(tmp_path).open()
    with desk.store.read() as connection:
        assert SEARCHES[search](connection, PAGES[page]) == []
