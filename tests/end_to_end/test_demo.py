"""The whole product as a user meets it: the demo, the real program, the real central on real PostgreSQL."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from textual.pilot import Pilot

from desk.app import DeskApp
from desk.demo import reception
from desk.demo.ground import Ground
from desk.demo.reception import reception_day
from desk.ui.receipt import ReceiptModal
from desk.ui.service import ServiceModal
from desk.usecases.day_sheet import DaySheet, day_sheet
from desk.usecases.desk import Desk
from tests.screens.driving import VISITOR, picture, sign_in, type_form, until


@pytest.fixture
def ground() -> Iterator[Ground]:
    """A central with sample data, an enrolled desk, a line that can be cut.

    Not below pytest's own folder: as root PostgreSQL runs as another user, and pytest closes that folder.
    """
    with TemporaryDirectory(prefix="desk-") as folder, Ground(Path(folder)) as started:
        started.central.load_sample()
        started.enrol(started.settings())
        yield started


@pytest.mark.slow
def test_headless_demo_reads_back_what_it_wrote() -> None:
    command = [sys.executable, "-m", "desk", "demo", "--headless"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("equal to the desk's") == 3
    assert "network: cut" in done.stdout
    assert "2 unsent" in done.stdout
    assert "3 day sheets, 0 different from central" in done.stdout


@pytest.mark.slow
def test_day_at_three_desks_adds_up_to_what_central_holds(ground: Ground) -> None:
    told: list[str] = []
    assert reception_day(ground, told.append, count=12) == 0, told
    assert sum("has 4 visits, the day sheet 4" in line and line.endswith("equal") for line in told) == 3
    assert any("the line is back" in line and " 0 unsent" not in line for line in told)


@pytest.mark.slow
def test_sheet_that_lacks_a_visit_is_found_out(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    def short(desk: Desk, on: date) -> DaySheet:
        sheet = day_sheet(desk, on)
        totals = sheet.totals.model_copy(update={"visits": sheet.totals.visits - 1})
        return replace(sheet, totals=totals) if desk.identity.desk.endswith("3") else sheet

    monkeypatch.setattr(reception, "day_sheet", short)
    assert reception_day(ground, lambda line: None, count=6) == 1


@pytest.mark.slow
async def test_clerk_works_through_an_outage_and_sees_where_each_visit_stands(ground: Ground) -> None:
    app = DeskApp(replace(ground.settings(), language="en"))
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        await until(pilot, lambda: app.status.online and app.status.pending == 0)
        await pilot.press("f4")
        await _take_in(pilot, "Əliyev", "C01234567")
        await until(pilot, lambda: any("at central" in line for line in picture(app)))
        await pilot.press("enter")
        assert ground.link is not None
        ground.link.cut()
        await _take_in(pilot, "Quliyeva", "C11234567")
        await until(pilot, lambda: any("written here" in line for line in picture(app)))
        await until(pilot, lambda: not app.status.online)
        await pilot.press("enter")
        await until(pilot, lambda: "offline since" in picture(app)[0] and "1 unsent" in picture(app)[0])
        ground.link.mend()
        await pilot.press("escape")
        await app.push_screen("day")
        await pilot.press("f5")
        await until(pilot, lambda: app.status.online and app.status.pending == 0)
        await until(pilot, lambda: sum("at central" in line for line in picture(app)) == 2)


async def _take_in(pilot: Pilot[None], surname: str, number: str) -> None:
    await type_form(pilot, **{**VISITOR, "surname": surname, "document_number": number})
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(pilot.app.screen, ServiceModal))
    await pilot.press("space", "f2")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReceiptModal))


@pytest.mark.slow
def test_demo_writes_the_report_of_the_sample_year(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    command = [sys.executable, "-m", "desk", "demo", "--headless", "--report", "2018", "--to", str(target)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 unsent, 0 rejected" in done.stdout
    clauses = json.loads(target.read_text("utf-8"))["clauses"]
    assert clauses["8.6"]["states"]["sessions"] == 7
    assert clauses["11.6"]["states"]["respondents_1"] == 611
