"""Measures, trainings and the door as an organiser uses them: keys, scans, corrections with a reason."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import DataTable, Input

from central.sample.catalogue import plans
from desk.app import DeskApp
from desk.config import load
from desk.db import references
from desk.records.base import canonical
from desk.screens.attendance import AttendanceScreen
from desk.ui.details import DetailsModal
from desk.ui.fields import ChoiceField
from desk.ui.picker import PickerModal
from desk.ui.scanner import Scanned
from desk.usecases.desk import Desk
from desk.usecases.employees import find_employees, set_employee
from desk.usecases.measures import enter_measure, find_measures, measures_of, open_measure
from desk.usecases.trainings import (
    enter_training,
    find_trainings,
    open_training,
    totals_of,
    withdraw_training,
)
from tests.desks import Made
from tests.registers.cards import employee, measure, training
from tests.screens.driving import open_screen, picture, type_form, until

TODAY = "20.11.2026"
Pilots = Pilot[None]


def _app(made: Made, prepare: Callable[[Desk], object]) -> DeskApp:
    desk = made.open()
    prepare(desk)
    desk.close()
    return DeskApp(load(made.settings.folder))


async def _settled(pilot: Pilots, times: int = 4) -> None:
    for _turn in range(times):
        await pilot.pause(0.05)


def _shown(app: DeskApp) -> str:
    return "\n".join(picture(app))


async def test_measure_is_entered_from_its_list_and_stands_in_it(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("f4")
        await _settled(pilot)
        await type_form(
            pilot, clause="8.6", kind="mobile", title="Səyyar xidmət", quantity="23", places="Gəncə; Şəki"
        )
        assert app.screen.field("year").value == "2026"  # type: ignore[attr-defined]
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.query(DataTable).first().row_count == 1)
        assert "Səyyar xidmət" in _shown(app)
        (entry,) = measures_of(app.desk, 2026)
        assert entry.form.places == ["Gəncə", "Şəki"]


async def test_correction_asks_for_a_reason_and_keeps_the_history(made: Made) -> None:
    app = _app(made, lambda desk: enter_measure(desk, measure(year=2026)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("enter")
        await _settled(pilot)
        await type_form(pilot, quantity="24")
        await pilot.press("f2")
        await _settled(pilot)
        await pilot.press(*"say", "enter")
        await until(pilot, lambda: bool(app.screen.query(DataTable)))
        (entry,) = find_measures(app.desk, 2026)
        assert entry.form.quantity == 24
        assert [line.reason for line in open_measure(app.desk, entry.id).history] == ["", "say"]


async def test_form_of_another_entry_shows_nothing_of_the_one_before(made: Made) -> None:
    app = _app(made, lambda desk: enter_measure(desk, measure(year=2026)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("enter")
        await _settled(pilot)
        await pilot.press("escape")
        await _settled(pilot)
        await pilot.press("f4")
        await _settled(pilot)
        assert "Səyyar" not in _shown(app)
        assert "A new entry." in _shown(app)


async def test_withdrawn_measure_is_marked_in_its_list(made: Made) -> None:
    app = _app(made, lambda desk: enter_measure(desk, measure(year=2026)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("enter")
        await _settled(pilot)
        await pilot.press("f8")
        await _settled(pilot)
        await pilot.press(*"twice", "enter")
        await until(pilot, lambda: bool(app.screen.query(DataTable)))
        await _settled(pilot)
        assert "✖ Səyyar" in _shown(app)
        assert measures_of(app.desk, 2026) == []


async def test_file_is_attached_by_its_path(app: DeskApp, tmp_path: Path) -> None:
    scan = tmp_path / "a.pdf"
    scan.write_bytes(b"%PDF-1.7")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("f4")
        await _settled(pilot)
        await type_form(pilot, clause="8.6", kind="mobile", title="Səyyar xidmət")
        await pilot.press("f4")
        await _settled(pilot)
        app.screen.query_one("#path", Input).value = str(scan)
        await pilot.press("enter")
        await until(pilot, lambda: "a.pdf  1 KB  kept when you save" in _shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: "A new entry. · files: a.pdf" in _shown(app))
        await pilot.press("f2")
        await until(pilot, lambda: len(measures_of(app.desk, 2026)) == 1)
        assert [one.name for one in measures_of(app.desk, 2026)[0].form.evidence] == ["a.pdf"]


async def test_training_is_offered_the_clauses_of_the_plan_of_its_day(made: Made) -> None:
    app = _app(made, _plan_of_2026)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "trainings")
        await pilot.press("f4")
        await _settled(pilot)
        clause = app.screen.query_one("#clause", ChoiceField)
        offered = {}
        for on in ("20.11.2026", "20.11.2018", "20.11.2", "20.11.2012"):
            await type_form(pilot, starts_on=on)
            offered[on] = set(clause.choices)
        assert "8.6" in offered["20.11.2018"]
        assert offered["20.11.2026"]
        assert not offered["20.11.2026"] & offered["20.11.2018"]
        assert offered["20.11.2"] == offered["20.11.2018"]
        assert offered["20.11.2012"] == set()
        assert "No plan that this desk knows covers 2012." in _shown(app)


async def test_measure_is_offered_the_clauses_of_the_plan_of_its_year(made: Made) -> None:
    app = _app(made, _plan_of_2026)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("f4")
        await _settled(pilot)
        clause = app.screen.query_one("#clause", ChoiceField)
        offered = {}
        for year in ("2026", "2018", "202", "2012"):
            await type_form(pilot, year=year)
            offered[year] = set(clause.choices)
        assert "8.6" in offered["2018"]
        assert offered["2026"]
        assert not offered["2026"] & offered["2018"]
        assert offered["202"] == offered["2018"]
        assert offered["2012"] == offered["2026"] | offered["2018"], "a measure needs a clause"
        assert "No plan that this desk knows covers 2012." in _shown(app)


async def test_clause_of_a_training_that_is_corrected_stays_right(made: Made) -> None:
    app = _app(made, lambda desk: enter_training(desk, training(starts_on=TODAY, clause="8.6")))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "trainings")
        await pilot.press("f8")
        await _settled(pilot)
        await type_form(pilot, starts_on="19.11.2026")
        await pilot.press("f2")
        await _settled(pilot)
        await pilot.press(*"say", "enter")
        await until(pilot, lambda: bool(app.screen.query(DataTable)))
        (entry,) = find_trainings(app.desk, 2026)
        assert (entry.form.clause, entry.form.starts_on) == ("8.6", date(2026, 11, 19))


def _plan_of_2026(desk: Desk) -> None:
    (plan,) = plans()
    row: dict[str, str | int] = {"kind": "plan.set", "stream": "plan", "body": canonical(plan), "feed_n": 1}
    with desk.store.write() as connection:
        references.put(connection, [row])


def _session(desk: Desk) -> None:
    enter_training(desk, training(starts_on=TODAY, starts_at="10:00", ends_at="13:00", units="Gəncə"))
    for n in range(3):
        set_employee(desk, employee(n))
    set_employee(desk, employee(7, unit="Bakı"))


async def _at_the_door(pilot: Pilots) -> AttendanceScreen:
    await open_screen(pilot, "trainings")
    await pilot.press("enter")
    await _settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, AttendanceScreen)
    return screen


async def test_scanned_badge_marks_with_the_time_and_the_words_late_and_walk_in(made: Made) -> None:
    app = _app(made, _session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        for badge in ("DMX-00001", "DMX-00001", "dmx-00007"):
            screen.post_message(Scanned(badge))
            await _settled(pilot)
        assert [row.walk_in for row in screen._rows] == [False, True]
        assert all(row.late for row in screen._rows)  # it is 10:05
        assert "10:05" in _shown(app)
        assert "walk-in" in _shown(app)
        assert "2 persons are there; invited and not there yet: 2" in _shown(app)


async def test_a_pasted_list_marks_whom_it_names_and_tells_the_others(made: Made) -> None:
    app = _app(made, _session)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await _at_the_door(pilot)
        others = "\n".join(f"Nobody Known {n}" for n in range(9))
        screen.query_one("#find").post_message(Paste(f"DMX-00001\n{others}\n\nDMX-00007\neliyev"))
        await until(pilot, lambda: len(screen._rows) == 2)
        await until(pilot, lambda: isinstance(app.screen, DetailsModal))
        assert "Not marked: 10" in _shown(app)
        assert all(f"nobody is found       Nobody Known {n}" in _shown(app) for n in range(9))
        assert "several are found     eliyev" in _shown(app)


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

    app = _app(made, prepare)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await _at_the_door(pilot)
        assert told in _shown(app)
        screen.post_message(Scanned("DMX-00000"))
        await pilot.press("f4")
        await _settled(pilot)
        assert app.screen is screen
        assert screen._rows == []


async def test_door_that_is_opened_anew_begins_anew(made: Made) -> None:
    app = _app(made, _session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        await pilot.press("f6", "tab")
        await until(pilot, lambda: "LEAVING" in _shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        await _settled(pilot)
        assert "COMING" in _shown(app)
        assert screen.query_one("#find").has_focus


async def test_name_that_several_have_is_chosen_from_a_list_and_leaving_is_a_mark(made: Made) -> None:
    app = _app(made, _session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        await pilot.press(*"eliyev", "enter")
        await _settled(pilot)
        assert isinstance(app.screen, PickerModal)
        await pilot.press("enter")
        await _settled(pilot)
        await pilot.press("f6")
        await _settled(pilot)
        assert "LEAVING" in _shown(app)
        screen.post_message(Scanned("DMX-00000"))
        await _settled(pilot)
        (row,) = screen._rows
        assert (row.came_at is not None, row.left_early) == (True, True)


async def test_new_person_at_the_door_becomes_an_employee_and_a_walk_in(made: Made) -> None:
    app = _app(made, _session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        await pilot.press("f4")
        await _settled(pilot)
        await type_form(pilot, name="Quliyev Tofiq", unit="Gəncə")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is screen)
        await _settled(pilot)
        assert [(row.employee.name, row.walk_in) for row in screen._rows] == [("Quliyev Tofiq", True)]
        assert len(find_employees(app.desk, "Quliyev")) == 1


async def test_mark_is_corrected_with_a_reason_only(made: Made) -> None:
    app = _app(made, _session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _at_the_door(pilot)
        screen.post_message(Scanned("DMX-00001"))
        await _settled(pilot)
        await pilot.press("f8")
        await _settled(pilot)
        await type_form(pilot, present="no")
        await pilot.press("f2")
        await _settled(pilot)
        assert app.screen is not screen
        await type_form(pilot, reason="səhv vəsiqə")
        await pilot.press("f2")
        await until(pilot, lambda: app.screen is screen)
        await _settled(pilot)
        assert "was not there" in _shown(app)
        assert "late" not in _shown(app)
        assert totals_of(app.desk, 2026)[0].attended == 0
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, PickerModal))
        assert "Certificate" not in _shown(app)


async def test_totals_show_a_stated_figure_that_differs(made: Made) -> None:
    def prepare(desk: Desk) -> None:
        _session(desk)
        enter_measure(
            desk, measure(year=2026, clause="8.6", kind="stated_total", detail="sessions", quantity=3)
        )

    app = _app(made, prepare)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "trainings")
        await pilot.press("f6")
        await _settled(pilot)
        assert "8.6 training sessions: stated 3, computed 1 ⚠ they differ" in _shown(app)
        for _turn in range(3):
            await pilot.press("f6")
            await _settled(pilot, 2)
        assert " by unit " in _shown(app)


@pytest.mark.parametrize("text", ["[/bold]", "[@click=app.quit]x[/]", "‮evil"])
async def test_hostile_titles_show_as_they_are(made: Made, text: str) -> None:
    from pydantic import ValidationError

    try:
        form = measure(year=2026, title=text)
    except ValidationError:
        return
    app = _app(made, lambda desk: enter_measure(desk, form))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await _settled(pilot)
        assert text in _shown(app)
        await pilot.press("enter")
        await _settled(pilot)
        assert text in _shown(app)


async def test_correction_at_the_door_takes_no_time_to_come(made: Made) -> None:
    app = _app(made, _session)
    async with app.run_test(size=(80, 24)) as pilot:
        await _at_the_door(pilot)
        await pilot.press(*"DMX-00000", "enter")
        await until(pilot, lambda: app.screen.query_one(DataTable).row_count > 0)
        await pilot.press("f8")
        await _settled(pilot)
        await type_form(pilot, left_at="23:50", reason="x")
        await pilot.press("f2")
        await until(pilot, lambda: "This time is in the future." in _shown(app))
        await type_form(pilot, came_at="09:50", left_at="09:40")
        await pilot.press("f2")
        await until(pilot, lambda: "The end is before the begin" in _shown(app))
