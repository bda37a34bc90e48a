"""What holds for every screen, whoever wrote it."""

import gettext
import re
from collections.abc import Callable

import pytest
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widget import Widget

from desk.app import DeskApp
from desk.keys import KEYS
from desk.lang import NAMES, _, catalogues
from desk.ui.base import DeskScreen
from desk.ui.confirm import ConfirmModal
from desk.ui.form import FormScreen
from desk.ui.help import HelpModal
from desk.ui.list_table import ListTable
from desk.ui.rows_view import RowsView
from desk.usecases import day_sheet_text
from tests.screens.driving import SCREENS, open_screen, picture

EVERY = ("sign_in", *SCREENS)


def _texts(app: DeskApp) -> str:
    return "\n".join(picture(app))


@pytest.mark.parametrize("name", EVERY)
async def test_screen_fits_and_its_keys_work(app: DeskApp, name: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, name)
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        _fits(screen)
        _focuses_in_order(screen)
        _keys_have_names(screen)
        depth = len(app.screen_stack)
        await pilot.press("f1")
        assert isinstance(app.screen, HelpModal)
        await pilot.press("escape")
        assert len(app.screen_stack) == depth
        await pilot.press("escape")
        await pilot.pause()
        if isinstance(app.screen, ConfirmModal):
            await pilot.press("up", "enter")
            await pilot.pause()
        assert len(app.screen_stack) < depth or app._exit


def _fits(screen: DeskScreen) -> None:
    outside = [
        widget
        for widget in screen.query(Widget)
        if widget.display and (widget.region.right > 80 or widget.region.bottom > 24)
    ]
    assert outside == []
    for table in screen.query(ListTable):
        columns = sum(column.get_render_width(table) for column in table.columns.values())
        assert columns <= 78, "the last column would be behind the scroll bar"
    for rows in screen.query(RowsView):
        assert sum(width + 1 for _name, width in rows._columns) <= 80


def _focuses_in_order(screen: DeskScreen) -> None:
    if isinstance(screen, FormScreen):
        order = [widget.id for widget in screen.focus_chain]
        assert order == list(screen.FORM.model_fields)
        assert [field.virtual_region.y for field in screen.fields] == list(range(len(order)))


def _keys_have_names(screen: DeskScreen) -> None:
    for active in screen.active_bindings.values():
        binding = active.binding
        if isinstance(active.node, DeskScreen) and binding.show:
            assert binding.id in KEYS
            assert binding.description
            assert binding.tooltip


@pytest.mark.parametrize("language", ["az", "ru"])
@pytest.mark.parametrize("name", EVERY)
async def test_screen_shows_no_english(app_in: Callable[[str], DeskApp], name: str, language: str) -> None:
    app = app_in(language)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, name)
        shown = _texts(app)
        await pilot.press("f1")
        await pilot.pause()
        shown += _texts(app)
    assert [word for word in english_sentences(language) if word in shown] == []


def english_sentences(language: str) -> list[str]:
    """English messages that are another text in the language; their first line, up to a gap."""
    catalogue = gettext.translation("desk", catalogues(), [language])._catalog  # type: ignore[attr-defined]
    found = []
    for message, translated in catalogue.items():
        text = message[0] if isinstance(message, tuple) else message
        start = re.split(r"[{\n]", text)[0].strip()
        if len(start) > 5 and start not in translated and start not in NAMES.values():
            found.append(start)
    assert len(found) > 50
    return found


@pytest.mark.parametrize("name", EVERY)
def test_bindings_are_translated(name: str) -> None:
    screen = DeskApp.SCREENS[name]()
    from desk.lang import use_language

    for language in ("az", "ru"):
        use_language(language)
        for binding in screen.BINDINGS:
            assert isinstance(binding, Binding)
            if binding.show:
                assert _(binding.description) != binding.description or binding.description in ("F2",)


@pytest.mark.parametrize("language", ["az", "ru", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_picture(
    app_in: Callable[[str], DeskApp],
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    language: str,
) -> None:
    # The salted head of the log is another in each run.
    monkeypatch.setattr(day_sheet_text, "short", lambda _head: "0000 0000 0000 0000")
    app = app_in(language)

    async def ready(pilot: Pilot[None]) -> None:
        app.shown_folder = "/home/desk"
        await open_screen(pilot, name)

    assert snap_compare(app, run_before=ready, terminal_size=(80, 24))
