"""The year on the screen: clauses with what is missing, the report with its entries, its file."""

import json
from collections.abc import Callable

from desk.app import DeskApp
from desk.config import load
from desk.demo.year import enter_year
from desk.ui.report import SourcesModal
from tests.desks import Made
from tests.screens.driving import open_screen, picture, until


def _text(app: DeskApp) -> str:
    return "\n".join(picture(app))


async def test_dashboard_says_what_is_missing_and_opens_a_clauses_entries(
    desk_in: Callable[[str], Made],
) -> None:
    made = desk_in("en")
    desk = made.open()
    enter_year(desk, 2018)
    desk.close()
    app = DeskApp(load(made.settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "year")
        shown = _text(app)
        assert "Report due by 30.12.2018 *: ended 2882 days ago" in shown
        assert "1 clause still needs something." in shown
        assert "▲ figures differ" in shown
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SourcesModal))
        assert "5 entries" in _text(app)
        await pilot.press("escape", "f9")
        await until(pilot, lambda: not getattr(app.screen, "building", True))
        assert "52 figures" in _text(app)


async def test_figure_opens_its_entries_and_the_report_is_written(desk_in: Callable[[str], Made]) -> None:
    made = desk_in("en")
    desk = made.open()
    enter_year(desk, 2018)
    desk.close()
    app = DeskApp(load(made.settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "report")
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, SourcesModal))
        assert "4 entries" in _text(app)
        await pilot.press("escape", "f6")
        await until(pilot, lambda: "Azərbaycanca" in _text(app))
        assert "elektron xidmət" in _text(app)
        await pilot.press("f9")
        await pilot.press(*"json", "enter")
        target = made.settings.papers / "report-2018-az.json"
        await until(pilot, target.exists)
        assert json.loads(target.read_text("utf-8"))["clauses"]["5.6"]["states"]["tenders"] == 9


async def test_empty_year_says_of_every_clause_that_nothing_is_entered(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "year")
        assert _text(app).count("nothing entered") == 16
        await pilot.press("f9")
        await until(pilot, lambda: not getattr(app.screen, "building", True))
        assert "Nothing was entered under this clause for 2018." in _text(app)
