"""No key that stands in the key line is silent: F1 within a dialog, F3 in a field without a list."""

from collections.abc import Callable

from textual.screen import ModalScreen

from desk.app import DeskApp
from desk.screens.intake import IntakeScreen
from desk.ui.confirm import ConfirmModal
from desk.ui.help import HelpModal
from desk.ui.modal import DeskModal
from desk.ui.picker import PickerModal
from tests.screens.driving import kinds_of, open_screen, picture, type_form


async def test_f1_in_a_dialog_tells_of_the_screen_below_and_closes_again(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, surname="Aliyev")
        for keys, dialog in ((("escape",), ConfirmModal), (("escape", "escape"), ConfirmModal)):
            await pilot.press(*keys[:1])
            await pilot.pause()
            assert isinstance(app.screen, dialog)
            await pilot.press("f1")
            await pilot.pause()
            assert isinstance(app.screen, HelpModal)
            assert "New visitor" in "\n".join(picture(app))
            await pilot.press("f1" if len(keys) == 1 else "escape")
            await pilot.pause()
            assert isinstance(app.screen, dialog)
            await pilot.press("escape")
            await pilot.pause()
        assert isinstance(app.screen, IntakeScreen)


async def test_f1_on_a_screen_opens_its_help_once(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, HelpModal)
        assert not isinstance(app.screen_stack[-2], ModalScreen)
        await pilot.press("f1")
        await pilot.pause()
        assert not isinstance(app.screen, ModalScreen)


async def test_key_bar_under_a_dialog_tells_the_keys_of_the_dialog(app_in: Callable[[str], DeskApp]) -> None:
    app = app_in("ru")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        below = picture(app)[-1]
        await type_form(pilot, surname="Aliyev")
        for key, dialog, bar in (
            ("escape", ConfirmModal, " F1  Помощь   Esc  Назад"),
            ("f3", PickerModal, " F1  Помощь   Esc  Назад"),
            ("f1", HelpModal, " Esc  Закрыть"),
        ):
            app.screen.query_one("#citizenship").focus()
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, dialog)
            assert picture(app)[-1] == bar
            assert app.screen.query_one(".dialog").region.x > 0
            await pilot.press("escape")
            await pilot.pause()
            assert picture(app)[-1] == below


def test_every_dialog_is_one_with_a_key_bar_of_its_own() -> None:
    ours = [kind for kind in kinds_of(ModalScreen) if kind.__module__.startswith("desk.")]
    assert len(ours) > 15
    assert [kind for kind in ours if not issubclass(kind, DeskModal)] == []


async def test_f3_without_a_list_says_so_until_the_next_field(app: DeskApp) -> None:
    told = "This field has no list to choose from"
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        screen = app.screen
        assert isinstance(screen, IntakeScreen)
        screen.field("surname").focus()
        await pilot.pause()
        await pilot.press("f3")
        await pilot.pause()
        assert told in "\n".join(picture(app))
        screen.field("citizenship").focus()
        await pilot.pause()
        assert told not in "\n".join(picture(app))
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, PickerModal)
