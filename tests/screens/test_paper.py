"""F9 on the receipt and on the day's list: choose the language, and the paper is kept or refused in words."""

from textual.pilot import Pilot

from desk.app import DeskApp
from desk.ui.picker import PickerModal
from desk.ui.receipt import ReceiptModal
from desk.usecases.register_visit import register_visit
from tests.desks import form
from tests.screens.driving import VISITOR, open_screen, type_form, until


async def _choose_first(pilot: Pilot[None]) -> None:
    await pilot.press("f9")
    await until(pilot, lambda: isinstance(pilot.app.screen, PickerModal))
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, PickerModal))


def _papers(app: DeskApp) -> list[str]:
    return sorted(path.name for path in app.settings.papers.glob("*"))


async def test_receipt_is_printed_from_the_saved_visit(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **VISITOR)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        await _choose_first(pilot)
        await until(pilot, lambda: len(_papers(app)) == 1)
        assert _papers(app)[0].endswith("-az.pdf")
        assert isinstance(app.screen, ReceiptModal)


async def test_receipt_is_printed_from_the_days_list(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        numbers = [register_visit(app.desk, form(citizenship=code)).number for code in ("AZE", "IRQ")]
        await app.push_screen("day")
        await pilot.pause()
        await _choose_first(pilot)
        await until(pilot, lambda: len(_papers(app)) == 1)
        assert _papers(app) == [f"{numbers[1]}-ar.pdf"]


async def test_empty_list_has_nothing_to_print(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "day")
        await pilot.press("f9")
        await pilot.pause()
        assert not isinstance(app.screen, PickerModal)


async def test_mistake_in_the_desks_own_template_is_told(app: DeskApp) -> None:
    own = app.settings.folder / "templates"
    own.mkdir()
    (own / "receipt.typ").write_text("#nowhere")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "home")
        register_visit(app.desk, form())
        await app.push_screen("day")
        await pilot.pause()
        await _choose_first(pilot)
        await until(pilot, lambda: len(app._notifications) > 0)
        assert any("unknown variable" in note.message for note in app._notifications)
        assert _papers(app) == []
