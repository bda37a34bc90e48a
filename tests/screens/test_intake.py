"""Taking in a visitor on the screen: typed, scanned, pasted, mistaken, doubted, saved."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from desk.app import DeskApp
from desk.db import visits
from desk.lang import today
from desk.records.reference import Procedure
from desk.records.visit import PersonLink
from desk.ui.alike import AlikeModal
from desk.ui.confirm import ConfirmModal
from desk.ui.fields import ChoiceField
from desk.ui.form import FormScreen
from desk.ui.guide import GuideModal
from desk.ui.picker import PickerModal
from desk.ui.receipt import ReceiptModal
from desk.usecases.day import visits_of
from desk.usecases.register_visit import register_visit
from tests.desks import form as visit_form
from tests.screens.driving import VISITOR, open_screen, picture, press_until, type_form, until, visit_form_of


def _saved(app: DeskApp) -> list[str]:
    return [line.number for line in visits_of(app.desk, today())]


async def test_typed_visitor_is_saved_and_the_number_is_shown(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **VISITOR)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        (number,) = _saved(app)
        assert " ".join(number) in "\n".join(picture(app))
        await pilot.press("enter")
        assert not visit_form_of(pilot).changed


async def test_double_f2_saves_once(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **VISITOR)
        await pilot.press("f2", "f2")
        await until(pilot, lambda: len(_saved(app)) > 0)
        assert len(_saved(app)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("birth_date", "31.02.1990", "There is no such date."),
        ("birth_date", "01.01.2031", "This date is in the future."),
        ("birth_date", "yesterday", "Write the date as 31.12.1990."),
        ("surname", "Əli\u202eyev", "Character 4 (U+202E) cannot be used in text."),
        ("surname", "Əli\x1b[2Jyev", "Character 4 (U+001B) cannot be used in text."),
        ("surname", "x" * 201, "Too long: at most 200 characters."),
        ("document_number", "№ 1", "A document number has 3 to 20 letters and digits."),
        ("fin", "12345", "7 characters, not 5."),
        ("citizenship", "Atlantis", "“Atlantis” is not in the list. F3 shows the list."),
        ("procedure", "", "Fill this in."),
    ],
)
async def test_mistake_is_told_at_its_field_and_nothing_is_lost(
    app: DeskApp, field: str, typed: str, told: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **{**VISITOR, field: typed})
        await pilot.press("f2")
        await pilot.pause()
        form = visit_form_of(pilot)
        assert form.focused is form.field(field)
        assert told in str(form.query_one("#messages", Static).render())
        assert form.field(field).value == typed
        assert form.field("given_name").value == VISITOR["given_name"]
        assert _saved(app) == []


async def test_markup_in_a_name_is_only_text(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **{**VISITOR, "surname": "[/bold] [@click=app.quit]x"})
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        assert "[/bold] [@click=app.quit]x" in "\n".join(picture(app))


async def test_unusual_number_is_saved_when_the_clerk_insists(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **{**VISITOR, "document_number": "X1234"})
        await pilot.press("f2")
        await pilot.pause()
        assert _saved(app) == []
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        assert len(_saved(app)) == 1


async def test_names_with_digits_are_saved_when_the_clerk_insists(app: DeskApp) -> None:
    names = {"surname": "О'Нил 3", "given_name": "50Иван", "patronymic": "195919591952"}
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **{**VISITOR, **names})
        await pilot.press("f2")
        await pilot.pause()
        assert _saved(app) == []
        assert "Surname: “3” is a digit: does the document have it so?" in "\n".join(picture(app))
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        with app.desk.store.read() as connection:
            (row,) = visits.of_day(connection, today())
        assert row.insisted == ["name_digit"] * 3


async def test_same_person_is_offered_and_the_choice_is_kept(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        for _visit in range(2):
            await type_form(pilot, **VISITOR)
            await pilot.press("f2")
            await until(pilot, lambda: isinstance(app.screen, ReceiptModal | AlikeModal))
            if isinstance(app.screen, AlikeModal):
                assert "= equal" in "\n".join(picture(app))
                await pilot.press("enter")
                await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
            await pilot.press("enter")
        assert len(_saved(app)) == 2


async def _say_the_same(pilot: Pilot[None]) -> None:
    """Type the visitor, and say with F8 that it is the person who was here."""
    await type_form(pilot, **VISITOR)
    await press_until(pilot, "f8", AlikeModal)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen))


async def test_who_is_the_same_is_asked_again_when_the_form_names_somebody_else(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        earlier = register_visit(app.desk, visit_form()).visit
        other = register_visit(app.desk, visit_form(surname="Başqa", document_number="Z76543210")).visit
        await _say_the_same(pilot)
        await type_form(pilot, surname="Başqa", given_name="Adam", document_number="Z76543210")
        await press_until(pilot, "f2", AlikeModal)
        await pilot.press("enter")
        assert isinstance(app.screen, AlikeModal), "another given name: nobody is preselected"
        assert "≠ different" in "\n".join(picture(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        with app.desk.store.read() as connection:
            (row, *_earlier) = visits.of_day(connection, today())
        assert (row.surname, row.person_link) == ("Başqa", PersonLink.same)
        assert row.person_id == other.person_id != earlier.person_id


async def test_somebody_new_typed_after_that_is_not_tied_to_the_person_before(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        earlier = register_visit(app.desk, visit_form()).visit
        await _say_the_same(pilot)
        await type_form(pilot, surname="Yeni", birth_date="01011970", document_number="Y11111111")
        await press_until(pilot, "f2", ReceiptModal)
        with app.desk.store.read() as connection:
            (row, *_earlier) = visits.of_day(connection, today())
        assert (row.surname, row.person_link) == ("Yeni", PersonLink.unknown)
        assert row.person_id != earlier.person_id


async def test_another_person_needs_a_reason(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **VISITOR)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))
        await pilot.press("enter")
        await type_form(pilot, **VISITOR)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, AlikeModal))
        await pilot.press("down", "enter", "enter")
        await pilot.pause()
        assert isinstance(app.screen, AlikeModal)
        app.screen.query_one("#reason", Input).value = "twin brother"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReceiptModal))


async def test_choice_that_is_not_the_only_one_is_told(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, citizenship="ni", surname="Əliyev")
        await until(pilot, lambda: "first of 4; F3: all" in "\n".join(picture(app)))
        visit_form_of(pilot).field("citizenship").focus()
        await pilot.pause()
        visit_form_of(pilot).field("citizenship").value = "ni"
        await pilot.press("f2")
        await until(pilot, lambda: "✖ Several fit" in "\n".join(picture(app)))


async def test_procedure_that_is_not_in_the_list_is_told_on_leaving_it(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, procedure="xyz", surname="Əliyev")
        await until(pilot, lambda: "✖ “xyz” is not in" in "\n".join(picture(app)))


async def test_same_person_is_looked_for_whatever_they_come_for(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        register_visit(app.desk, visit_form())
        await type_form(pilot, **{name: text for name, text in VISITOR.items() if name != "procedure"})
        await press_until(pilot, "f8", AlikeModal)


async def test_citizen_who_asks_for_what_only_foreigners_may_is_remarked(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        screen = visit_form_of(pilot)
        only = Procedure(code="stay", names={"en": "x"}, foreigners_only=True)
        screen._services = {"stay": only}  # type: ignore[attr-defined]
        await type_form(pilot, **VISITOR)
        await pilot.press("f2")
        await until(pilot, lambda: "Only foreigners and stateless persons" in "\n".join(picture(app)))
        await press_until(pilot, "f2", ReceiptModal)
        with app.desk.store.read() as connection:
            (row,) = visits.of_day(connection, today())
        assert row.insisted == ["foreigners_only"]


async def test_leaving_a_filled_form_asks_once(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, surname="Əliyev")
        await pilot.press("escape")
        assert isinstance(app.screen, ConfirmModal)
        await pilot.press("escape")
        assert visit_form_of(pilot).field("surname").value == "Əliyev"
        await pilot.press("escape", "up", "enter")
        await pilot.pause()
        assert not isinstance(app.screen, FormScreen)


async def test_list_of_a_field_is_searched_and_chosen_from(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        visit_form_of(pilot).field("citizenship").focus()
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, PickerModal)
        app.screen.query_one(Input).value = "georg"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert visit_form_of(pilot).raw()["citizenship"] == "GEO"


async def test_a_list_without_anything_in_it_says_so(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await app.push_screen(PickerModal("Employees", {}))
        await until(pilot, lambda: "There is nothing in the list yet." in "\n".join(picture(app)))


async def test_chosen_procedure_is_summed_up_and_f6_shows_its_guide(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await pilot.press("f6")
        assert isinstance(app.screen, FormScreen)
        await type_form(pilot, procedure="reg", surname="Əliyev")
        assert "F6: all" in str(app.screen.query_one("#messages", Static).render())
        await pilot.press("f6")
        await pilot.pause()
        assert isinstance(app.screen, GuideModal)
        assert "Who may apply" in "\n".join(picture(app))
        await pilot.press("escape")
        assert visit_form_of(pilot).field("surname").value == "Əliyev"


async def test_last_day_to_apply_is_answered_while_its_date_is_typed(app: DeskApp) -> None:
    procedure = Procedure(code="temp", names={"en": "Residence"}, apply_rule="temp.apply")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        await app.push_screen(GuideModal(procedure, "TUR"))
        await pilot.press(*"31122026")
        await pilot.pause()
        assert "Apply by: 01.12.2026 · temp.apply@2013-08-01" in "\n".join(picture(app))
        await pilot.press("backspace")
        await pilot.pause()
        assert "Write the date as 31.12.1990." in "\n".join(picture(app))


async def test_a_country_of_several_codes_is_offered_once_and_read_as_the_usual_one(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, citizenship="germ")
        form = app.screen
        assert isinstance(form, FormScreen)
        field = form.field("citizenship")
        assert isinstance(field, ChoiceField)
        assert (field.hint(), field.equals()) == ("Germany", ["DEU"])
        assert form.raw() == {"citizenship": "DEU"}
        field.put("D")  # as German passports have it
        assert form.raw() == {"citizenship": "DEU"}
        await press_until(pilot, "f3", PickerModal)
        await pilot.press(*"germ")
        assert app.screen.query_one(OptionList).option_count == 1
