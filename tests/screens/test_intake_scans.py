"""What a scanned or pasted machine-readable zone does to the visitor's form."""

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from desk.app import DeskApp
from desk.db import visits
from desk.demo.specimens import SPECIMENS
from desk.lang import today
from desk.ui.receipt import ReceiptModal
from desk.ui.scanner import Scanned
from tests.screens.driving import VISITOR, open_screen, picture, type_form, until, visit_form_of


@pytest.mark.parametrize("specimen", SPECIMENS, ids=[size for size, _zone in SPECIMENS])
async def test_scan_fills_empty_fields_only(app: DeskApp, specimen: tuple[str, str]) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, given_name="Anna-Maria")
        app.screen.post_message(Scanned(specimen[1]))
        await pilot.pause()
        form = visit_form_of(pilot)
        assert form.field("surname").value == "ERIKSSON"
        assert form.field("given_name").value == "Anna-Maria"
        assert form.field("birth_date").value == "12.08.1974"
        assert form.raw()["citizenship"] == "UTO"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"document_number": "C01234567"}, "L898902C3"),
        ({"birth_date": "31121990"}, "12.08.1974"),
        ({"surname": "Əliyev"}, "ERIKSSON"),
        ({"surname": "Eriksson", "given_name": "İlqar"}, "ANNA MARIA"),
    ],
)
async def test_scan_of_somebody_else_is_refused_at_the_field_and_changes_nothing(
    app: DeskApp, typed: dict[str, str], says: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **typed)
        screen = visit_form_of(pilot)
        before = screen.raw()
        screen.post_message(Scanned(SPECIMENS[0][1]))
        await until(pilot, lambda: f"▲ scan says {says}" in "\n".join(picture(app)))
        shown = "\n".join(picture(app))
        assert "▲ The scanned document says otherwise; nothing was changed." in shown
        assert "to correct" not in shown
        assert screen.raw() == before
        assert screen.focused is screen.field(list(typed)[-1])


async def test_pasted_zone_of_somebody_else_is_not_left_in_the_field(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, document_number="C01234567")
        screen = visit_form_of(pilot)
        screen.field("document_number").post_message(Paste(SPECIMENS[0][1]))
        await pilot.pause()
        assert screen.raw() == {"document_number": "C01234567"}


async def _saved_zone(app: DeskApp, pilot: Pilot[None]) -> str:
    """Insist on what is unusual, save, and tell the zone that was kept."""
    await pilot.press("f2", "f2")
    await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
    with app.desk.store.read() as connection:
        (row,) = visits.of_day(connection, today())
    zone: str = row.mrz
    return zone


async def test_scan_of_a_matching_document_is_kept_with_what_was_typed(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, procedure="reg", surname="Эрикссон", document_number="l898902-c3")
        app.screen.post_message(Scanned(SPECIMENS[0][1]))
        await until(pilot, lambda: visit_form_of(pilot).field("birth_date").value == "12.08.1974")
        assert visit_form_of(pilot).field("surname").value == "Эрикссон"
        assert await _saved_zone(app, pilot) == SPECIMENS[0][1]


async def test_zone_of_another_document_than_is_saved_is_not_kept(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, procedure="reg")
        app.screen.post_message(Scanned(SPECIMENS[0][1]))
        await until(pilot, lambda: visit_form_of(pilot).field("birth_date").value == "12.08.1974")
        await type_form(pilot, **VISITOR)
        assert await _saved_zone(app, pilot) == ""


async def test_pasted_zone_is_taken_as_a_scan(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await pilot.pause()
        assert isinstance(app.focused, Input)
        app.focused.post_message(Paste(SPECIMENS[0][1]))
        await pilot.pause()
        assert visit_form_of(pilot).field("document_number").value == "L898902C3"


async def test_wrong_check_digit_is_told_and_changes_nothing(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "intake")
        app.screen.post_message(Scanned(SPECIMENS[0][1].replace("7408122", "7408123")))
        await pilot.pause()
        assert not visit_form_of(pilot).changed
        assert any("check digit" in note.message for note in app._notifications)
