"""What a save and the questions around it ask of the store: pages are counted, no table is walked through."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from desk.db import case_lists, changes, tickets, training_lists, visits
from desk.usecases.desk import Desk
from desk.usecases.register_visit import register_visit
from tests.desks import Made, form

PAGE = 24 + 4096
DAY = date(2026, 11, 23)
QUESTIONS: dict[str, Callable[[Connection], Any]] = {
    "visit_fin": lambda connection: visits.alike(connection, form(fin="5ABCDEF")),
    "visit_person": lambda connection: visits.of_person(connection, "", "5ABCDEF", "1990-12-31", "x"),
    "visit_day": lambda connection: visits.of_day(connection, DAY),
    "ticket_booking": lambda connection: tickets.of_booking(connection, "b"),
    "case_file_person": lambda connection: case_lists.answered_of_person(connection, "x", DAY, DAY),
    "employee_badge": lambda connection: training_lists.employee_by_badge(connection, "1"),
    "change_open": changes.latest_pending,
}


@pytest.mark.parametrize("index", QUESTIONS)
def test_years_of_records_slow_no_question_down(desk: Desk, index: str) -> None:
    """Each by the index that was made for it; the open changes are few, and may be walked through."""
    asked: list[str] = []
    with desk.store.read() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.set_trace_callback(asked.append)
        QUESTIONS[index](connection)
        driver.set_trace_callback(None)
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}") for statement in asked]
        steps = [row[3] for plan in plans for row in plan]
    assert any(f"USING INDEX {index}" in step for step in steps)
    assert not [step for step in steps if step.startswith("SCAN") and "change_open" not in step]


def test_save_writes_a_page_for_each_table_and_index_that_it_keeps(made: Made) -> None:
    """Two tables, the counter, and seven indexes; now and then a full page is split, never at every save."""
    desk = made.open()
    log = Path(f"{made.settings.database}-wal")
    sizes = [log.stat().st_size for _ in range(20) if register_visit(desk, form())]
    desk.close()
    assert min((after - before) / PAGE for before, after in pairwise(sizes)) == 10
