"""Measures and trainings as an organiser uses them: keys, corrections with a reason."""

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import DataTable, Input

from central.sample.catalogue import plans
from desk.app import DeskApp
from desk.db import references
from desk.records.base import canonical
from desk.ui.fields import ChoiceField
from desk.usecases.desk import Desk
from desk.usecases.employees import set_employee
from desk.usecases.measures import enter_measure, find_measures, measures_of, open_measure
from desk.usecases.trainings import enter_training, find_trainings
from tests.desks import Made
from tests.registers.cards import employee, measure, training
from tests.screens.driving import open_screen, type_form, until
from tests.screens.register_days import TODAY, app_of, enter_session, settled, shown


async def test_measure_is_entered_from_its_list_and_stands_in_it(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("f4")
        await settled(pilot)
        await type_form(
            pilot, clause="8.6", kind="mobile", title="Səyyar xidmət", quantity="23", places="Gəncə; Şəki"
        )
        assert app.screen.field("year").value == "2026"  # type: ignore[attr-defined]
        await pilot.press("f2")
        await until(pilot, lambda: app.screen.query(DataTable).first().row_count == 1)
        assert "Səyyar xidmət" in shown(app)
        (entry,) = measures_of(app.desk, 2026)
        assert entry.form.places == ["Gəncə", "Şəki"]


async def test_correction_asks_for_a_reason_and_keeps_the_history(made: Made) -> None:
    app = app_of(made, lambda desk: enter_measure(desk, measure(year=2026)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("enter")
        await settled(pilot)
        await type_form(pilot, quantity="24")
        await pilot.press("f2")
        await settled(pilot)
        await pilot.press(*"say", "enter")
        await until(pilot, lambda: bool(app.screen.query(DataTable)))
        (entry,) = find_measures(app.desk, 2026)
        assert entry.form.quantity == 24
        assert [line.reason for line in open_measure(app.desk, entry.id).history] == ["", "say"]


async def test_form_of_another_entry_shows_nothing_of_the_one_before(made: Made) -> None:
    app = app_of(made, lambda desk: enter_measure(desk, measure(year=2026)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("f4")
        await settled(pilot)
        assert "Səyyar" not in shown(app)
        assert "A new entry." in shown(app)


async def test_withdrawn_measure_is_marked_in_its_list(made: Made) -> None:
    app = app_of(made, lambda desk: enter_measure(desk, measure(year=2026)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("f8")
        await settled(pilot)
        await pilot.press(*"twice", "enter")
        await until(pilot, lambda: bool(app.screen.query(DataTable)))
        await settled(pilot)
        assert "✖ Səyyar" in shown(app)
        assert measures_of(app.desk, 2026) == []


async def test_file_is_attached_by_its_path(app: DeskApp, tmp_path: Path) -> None:
    scan = tmp_path / "a.pdf"
    scan.write_bytes(b"%PDF-1.7")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("f4")
        await settled(pilot)
        await type_form(pilot, clause="8.6", kind="mobile", title="Səyyar xidmət")
        await pilot.press("f4")
        await settled(pilot)
        app.screen.query_one("#path", Input).value = str(scan)
        await pilot.press("enter")
        await until(pilot, lambda: "a.pdf  1 KB  kept when you save" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: "A new entry. · files: a.pdf" in shown(app))
        await pilot.press("f2")
        await until(pilot, lambda: len(measures_of(app.desk, 2026)) == 1)
        assert [one.name for one in measures_of(app.desk, 2026)[0].form.evidence] == ["a.pdf"]


async def test_training_is_offered_the_clauses_of_the_plan_of_its_day(made: Made) -> None:
    app = app_of(made, _plan_of_2026)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "trainings")
        await pilot.press("f4")
        await settled(pilot)
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
        assert "No plan that this desk knows covers 2012." in shown(app)


async def test_unit_that_nobody_belongs_to_is_remarked_before_it_is_saved(made: Made) -> None:
    app = app_of(made, lambda desk: set_employee(desk, employee(0)))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "trainings")
        await pilot.press("f4")
        await settled(pilot)
        await type_form(pilot, topic="Etika", starts_on=TODAY, units="Gəncə; Gencə")
        await pilot.press("f2")
        await until(pilot, lambda: "No employee of such a unit is known: Gencə" in shown(app))
        assert find_trainings(app.desk, 2026) == []
        await pilot.press("f2")
        await until(pilot, lambda: len(find_trainings(app.desk, 2026)) == 1)


async def test_measure_is_offered_the_clauses_of_the_plan_of_its_year(made: Made) -> None:
    app = app_of(made, _plan_of_2026)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await pilot.press("f4")
        await settled(pilot)
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
        assert "No plan that this desk knows covers 2012." in shown(app)


async def test_clause_of_a_training_that_is_corrected_stays_right(made: Made) -> None:
    app = app_of(made, lambda desk: enter_training(desk, training(starts_on=TODAY, clause="8.6")))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "trainings")
        await pilot.press("f8")
        await settled(pilot)
        await type_form(pilot, starts_on="19.11.2026")
        await pilot.press("f2")
        await settled(pilot)
        await pilot.press(*"say", "enter")
        await until(pilot, lambda: bool(app.screen.query(DataTable)))
        (entry,) = find_trainings(app.desk, 2026)
        assert (entry.form.clause, entry.form.starts_on) == ("8.6", date(2026, 11, 19))


def _plan_of_2026(desk: Desk) -> None:
    (plan,) = plans()
    row: dict[str, str | int] = {"kind": "plan.set", "stream": "plan", "body": canonical(plan), "feed_n": 1}
    with desk.store.write() as connection:
        references.put(connection, [row])


async def test_totals_show_a_stated_figure_that_differs(made: Made) -> None:
    def prepare(desk: Desk) -> None:
        enter_session(desk)
        enter_measure(
            desk, measure(year=2026, clause="8.6", kind="stated_total", detail="sessions", quantity=3)
        )

    app = app_of(made, prepare)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "trainings")
        await pilot.press("f6")
        await settled(pilot)
        assert "8.6 training sessions: stated 3, computed 1 ⚠ they differ" in shown(app)
        for _turn in range(3):
            await pilot.press("f6")
            await settled(pilot, 2)
        assert " by unit " in shown(app)


@pytest.mark.parametrize("text", ["[/bold]", "[@click=app.quit]x[/]", "‮evil"])
async def test_hostile_titles_show_as_they_are(made: Made, text: str) -> None:
    from pydantic import ValidationError

    try:
        form = measure(year=2026, title=text)
    except ValidationError:
        return
    app = app_of(made, lambda desk: enter_measure(desk, form))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "measures")
        await settled(pilot)
        assert text in shown(app)
        await pilot.press("enter")
        await settled(pilot)
        assert text in shown(app)
