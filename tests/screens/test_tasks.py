"""The supervisor sees which earlier "no record" a newer list contradicts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from desk.app import DeskApp
from desk.config import load
from desk.records.lookup import LookupForm
from desk.usecases.desk import Desk
from desk.usecases.lookup import look_up
from desk.usecases.screening import screen_again
from tests.desks import Made
from tests.lists import NAMED, give
from tests.screens.conftest import MOMENT
from tests.screens.driving import allow, open_screen, picture


def lookup_then_listed(desk: Desk, made: Made) -> None:
    """Somebody is looked up, then the list has them as of long before."""
    assert desk.restrictions is not None
    form = LookupForm(purpose="reception", name="Sonradan Tapılan", birth_date="1977-05-06")
    look_up(desk, made.settings, form)
    late = replace(
        NAMED["khan"], id="late", surname="Sonradan", given_names="Tapılan", birth_date="1977-05-06"
    )
    desk.restrictions.apply([late], 8, MOMENT)
    assert screen_again(desk, made.settings) == 1
    assert screen_again(desk, made.settings) == 0


async def test_task_names_who_was_looked_up_and_why(desk_in: Callable[[str], Made]) -> None:
    made = desk_in("en")
    give(made, MOMENT - timedelta(hours=2))
    desk = made.open()
    lookup_then_listed(desk, made)
    desk.close()
    app = DeskApp(load(made.settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        assert "1 task for the supervisor" in "\n".join(picture(app))
        allow(app, "tasks")
        await app.push_screen("tasks")
        await pilot.pause(0.2)
        shown = " ".join(" ".join(picture(app)).split())
        assert "Sonradan Tapılan · 06.05.1977" in shown
        assert "was told “no record”" in shown
        assert "ground 16.1.4, in force from 01.01.2020" in shown
