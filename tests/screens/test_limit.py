"""Past its limit the intake asks for a supervisor's word; nothing typed is lost meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from desk.app import DeskApp
from desk.config import load
from desk.db import cursors
from desk.records.base import utc_now
from desk.sync.status import SyncStatus
from desk.ui.limit import LimitModal
from desk.ui.receipt import ReceiptModal
from desk.ui.status_bar import state_words
from desk.usecases.people import DEMO_PASSWORD
from tests.desks import Made
from tests.lists import give
from tests.screens.driving import VISITOR, open_screen, picture, type_form, until


def text(app: DeskApp) -> str:
    return "\n".join(picture(app))


async def test_a_supervisor_allows_new_visitors_at_a_clerks_desk(
    app_in: Callable[[str], DeskApp],
) -> None:
    app = app_in("en")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        with app.desk.store.write() as connection:
            cursors.move(connection, "all", uuid4(), 1, utc_now() - timedelta(days=8))
        await app.push_screen("intake")
        await until(pilot, lambda: "No contact with central" in text(app))
        await type_form(pilot, **VISITOR)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, LimitModal))
        assert "Rəşad Quliyev" in text(app)
        await pilot.press("enter", *"wrong", "enter", *"flood", "enter")
        await until(pilot, lambda: "The password does not fit this name." in text(app))
        app.screen.query_one("#password").value = DEMO_PASSWORD  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, LimitModal))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))


async def test_the_header_says_how_long_the_desk_has_been_alone(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        with app.desk.store.write() as connection:
            cursors.move(connection, "all", uuid4(), 1, utc_now() - timedelta(days=4))
        app._status_changed(app.status)
        await until(pilot, lambda: "4 days alone" in picture(app)[0])


@pytest.mark.parametrize(("hours", "told"), [(3, "07:05"), (30, "19.11")])
def test_line_lost_on_another_day_is_told_with_that_day(hours: int, told: str) -> None:
    status = SyncStatus(counted=True, last_contact=utc_now() - timedelta(hours=hours))
    assert state_words(status)[0][0] == f"○ offline since {told}"


async def test_old_list_is_told_whole_at_a_desk_left_alone(desk_in: Callable[[str], Made]) -> None:
    made, long_ago = desk_in("az"), utc_now() - timedelta(days=8)
    give(made, long_ago)
    app = DeskApp(load(made.settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        with app.desk.store.write() as connection:
            cursors.move(connection, "all", uuid4(), 1, long_ago)
        app._status_changed(app.status)
        await until(pilot, lambda: picture(app)[0].rstrip().endswith("siyahı 192 saat, köhnəlib"))
        assert "○ 8 gün əlaqəsiz" in picture(app)[0]
