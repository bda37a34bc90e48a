"""The door of a training: who comes and leaves, by scan, by name or from a pasted list."""

import pytest
from textual.events import Paste
from textual.widgets import DataTable

from desk.screens.attendance import AttendanceScreen
from desk.ui.details import DetailsModal
from desk.ui.picker import PickerModal
from desk.ui.scanner import Scanned
from desk.usecases.desk import Desk
from desk.usecases.employees import find_employees, set_employee
from desk.usecases.trainings import (
    enter_training,
    open_training,
    totals_of,
    withdraw_training,
)
from tests.desks import Made
from tests.registers.cards import employee, training
from tests.screens.driving import open_screen, type_form, until
from tests.screens.register_days import TODAY, Pilots, app_of, enter_session, settled, shown


async def _at_the_door(pilot: Pilots) -> AttendanceScreen:
    await open_screen(pilot, "trainings")
    await pilot.press("enter")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, AttendanceScreen)
    return screen


async def test_scanned_badge_marks_with_the_time_and_the_words_late_and_walk_in(made: Made) -> None:
    app = app_of(made, enter_session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        for badge in ("DMX-00001", "DMX-00001", "dmx-00007"):
            screen.post_message(Scanned(badge))
            await settled(pilot)
        assert [row.walk_in for row in screen._rows] == [False, True]
        assert all(row.late for row in screen._rows)  # it is 10:05
        assert "10:05" in shown(app)
        assert "walk-in" in shown(app)
        assert "2 persons are there; invited and not there yet: 2" in shown(app)


async def test_a_pasted_list_marks_whom_it_names_and_tells_the_others(made: Made) -> None:
    app = app_of(made, enter_session)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await _at_the_door(pilot)
        others = "\n".join(f"Nobody Known {n}" for n in range(9))
        screen.query_one("#find").post_message(Paste(f"DMX-00001\n{others}\n\nDMX-00007\neliyev"))
        await until(pilot, lambda: len(screen._rows) == 2)
        await until(pilot, lambda: isinstance(app.screen, DetailsModal))
        assert "Not marked: 10" in shown(app)
        assert all(f"nobody is found       Nobody Known {n}" in shown(app) for n in range(9))
        assert "several are found     eliyev" in shown(app)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"starts_on": "21.11.2026"}, "That day has not come yet: nobody is marked before it."),
        ({}, "This session was withdrawn: nobody is marked at it."),
    ],
)
async def test_nobody_is_marked_where_nothing_was_held(made: Made, change: dict[str, str], told: str) -> None:
    def prepare(desk: Desk) -> None:
        set_employee(desk, employee(0))
        written = enter_training(desk, training(**{"starts_on": TODAY, **change}))
        if not change:
            withdraw_training(desk, open_training(desk, written.entry), "keçirilmədi")

    app = app_of(made, prepare)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await _at_the_door(pilot)
        assert told in shown(app)
        screen.post_message(Scanned("DMX-00000"))
        await pilot.press("f4")
        await settled(pilot)
        assert app.screen is screen
        assert screen._rows == []


async def test_door_that_is_opened_anew_begins_anew(made: Made) -> None:
    app = app_of(made, enter_session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        await pilot.press("f6", "tab")
        await until(pilot, lambda: "LEAVING" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await settled(pilot)
        assert "COMING" in shown(app)
        assert screen.query_one("#find").has_focus


async def test_name_that_several_have_is_chosen_from_a_list_and_leaving_is_a_mark(made: Made) -> None:
    app = app_of(made, enter_session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        await pilot.press(*"eliyev", "enter")
        await settled(pilot)
        assert isinstance(app.screen, PickerModal)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("f6")
        await settled(pilot)
        assert "LEAVING" in shown(app)
        screen.post_message(Scanned("DMX-00000"))
        await settled(pilot)
        (row,) = screen._rows
        assert (row.came_at is not None, row.left_early) == (True, True)


async def test_new_person_at_the_door_becomes_an_employee_and_a_walk_in(made: Made) -> None:
    app = app_of(made, enter_session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        await pilot.press("f4")
        await settled(pilot)
        await type_form(pilot, name="Quliyev Tofiq", unit="Gəncə")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is screen)
        await settled(pilot)
        assert [(row.employee.name, row.walk_in) for row in screen._rows] == [("Quliyev Tofiq", True)]
        assert len(find_employees(app.desk, "Quliyev")) == 1


async def test_mark_is_corrected_with_a_reason_only(made: Made) -> None:
    app = app_of(made, enter_session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        screen.post_message(Scanned("DMX-00001"))
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        await type_form(pilot, present="no")
        await pilot.press("f2")
        await settled(pilot)
        assert app.screen is not screen
        await type_form(pilot, reason="səhv vəsiqə")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is screen)
        await settled(pilot)
        assert "was not there" in shown(app)
        assert "late" not in shown(app)
        assert totals_of(app.desk, 2026)[0].attended == 0
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, PickerModal))
        assert "Certificate" not in shown(app)


async def test_correction_at_the_door_takes_no_time_to_come(made: Made) -> None:
    app = app_of(made, enter_session)
    async with app.run_test(size=(80, 24)) as pilot:
        await _at_the_door(pilot)
        await pilot.press(*"DMX-00000", "enter")
        await until(pilot, lambda: app.screen.query_one(DataTable).row_count > 0)
        await pilot.press("f8")
        await settled(pilot)
        await type_form(pilot, left_at="23:50", reason="x")
        await pilot.press("f2")
        await until(pilot, lambda: "This time is in the future." in shown(app))
        await type_form(pilot, came_at="09:50", left_at="09:40")
        await pilot.press("f2")
        await until(pilot, lambda: "The end is before the begin" in shown(app))
