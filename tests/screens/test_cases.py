"""Appeals and complaints by key presses: registered, listed, searched, taken step by step."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Input

from desk.app import DeskApp
from desk.db import case_events
from desk.lang import _, use_language
from desk.records import appeal_states, council_states
from desk.records.case_event import Told
from desk.screens.case import CaseScreen
from desk.ui.act_form import ActScreen
from desk.ui.case_list import COLUMNS
from desk.ui.case_receipt import CaseReceiptModal
from desk.ui.confirm import ConfirmModal
from desk.ui.form import FormScreen
from desk.ui.picker import PickerModal
from desk.ui.rows_view import RowsView
from desk.usecases.case_list import cases_of
from desk.usecases.case_view import view_case
from desk.usecases.register_case import register_appeal, register_complaint
from desk.usecases.take_step import take_step
from tests.cases.cards import FORWARDED, LEGAL_VOEN, card, complaint
from tests.screens.driving import open_screen, picture, press_until, type_form, until

CARD = {
    "kind": "comp",
    "manner": "writ",
    "applicant_kind": "pers",
    "applicant": "Əliyev İlqar",
    "address": "Gəncə",
    "summary": "Qeydiyyatın rədd edilməsi",
}
COMPLAINT = {
    "kind": "leg",
    "complainant": "Nümunə MMC",
    "voen": LEGAL_VOEN,
    "address": "Bakı",
    "act": "deci",
    "unit": "Gəncə",
    "summary": "İş icazəsi",
    "demand": "Ləğv",
}


def shown(app: DeskApp) -> str:
    return "\n".join(picture(app))


async def choose(pilot: Pilot[None], place: int) -> None:
    """Take the step at that place of the list."""
    await pilot.press(*["down"] * place, "enter")
    await pilot.pause()


async def test_appeal_is_registered_by_keys_and_stands_in_the_list(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "appeals")
        await pilot.press("f4")
        await pilot.pause()
        await type_form(pilot, **CARD)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, CaseReceiptModal))
        assert "Due 11.12.2026" in shown(app)
        await pilot.press("enter", "escape")
        await until(pilot, lambda: "Əliyev İlqar" in shown(app))
        (line,) = cases_of(app.desk, "appeal", "all")
        assert line.number in shown(app)


async def test_anonymous_appeal_is_said_to_be_so_and_saved_when_the_clerk_insists(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "appeal")
        await type_form(pilot, **CARD | {"applicant": "", "address": ""})
        await pilot.press("f2")
        await pilot.pause()
        assert "anonymous by 6.4" in shown(app)
        assert cases_of(app.desk, "appeal", "all") == []
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, CaseReceiptModal))
        assert "No answer is owed." in shown(app)


async def test_remark_insisted_on_is_told_again_for_another_value(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "appeal")
        await type_form(pilot, **CARD, received_on="18.11.2026")
        await pilot.press("f2")
        await until(pilot, lambda: "Received on 18.11.2026" in shown(app))
        await type_form(pilot, received_on="02.11.2026")
        await pilot.press("f2")
        await until(pilot, lambda: "Received on 02.11.2026" in shown(app))
        assert cases_of(app.desk, "appeal", "all") == []
        await press_until(pilot, "f2", CaseReceiptModal)


async def test_record_tells_only_the_remarks_that_still_held_when_it_was_saved(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "complaint")
        await type_form(pilot, **COMPLAINT | {"voen": ""}, received_on="18.11.2026")
        await pilot.press("f2")
        await until(pilot, lambda: "F2 once more" in shown(app))
        await type_form(pilot, voen=LEGAL_VOEN)
        await press_until(pilot, "f2", CaseReceiptModal)
        (line,) = cases_of(app.desk, "council", "all")
        with app.desk.store.read() as connection:
            opening, _events = case_events.read(case_events.rows_of(connection, line.case_id))
        assert opening is not None
        assert opening.insisted == ["registered_late"]


async def test_appeal_is_assigned_answered_and_filed_by_keys(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        register_appeal(app.desk, card())
        await app.push_screen("appeals")
        await until(pilot, lambda: len(app.screen.query_one(RowsView).rows) == 1)
        await pilot.press("enter")
        await until(pilot, lambda: "Assign an executor" in shown(app))
        await choose(pilot, 0)
        await type_form(pilot, executor="Ays", author="Rəis")
        await pilot.press("f2")
        await until(pilot, lambda: "under consideration" in shown(app))
        await choose(pilot, 0)
        await type_form(pilot, merits="satis", summary="Təmin edildi", complain_to="Məhkəmə")
        await pilot.press("f2")
        await until(pilot, lambda: "Close and file" in shown(app))
        await choose(pilot, 0)
        await type_form(pilot, filed_to="İ-1")
        await pilot.press("f2")
        await until(pilot, lambda: "closed" in shown(app))
        assert "Aysel Nərimanova · Rəis" in shown(app)
        (line,) = cases_of(app.desk, "appeal", "all")
        assert (line.state, line.due) == ("closed", "")


async def test_refused_step_keeps_the_form_and_says_why(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "home")
        app.case_id = register_complaint(app.desk, complaint()).case_id
        await app.push_screen("case")
        await until(pilot, lambda: "Admit" in shown(app))
        await choose(pilot, 0)
        await pilot.press("up", "enter")
        await until(pilot, lambda: "admitted" in shown(app))
        await choose(pilot, 0)
        await type_form(pilot, session_on="01.12.2026")
        await pilot.press("f2")
        await until(pilot, lambda: "on the agenda" in shown(app))
        await choose(pilot, 0)
        minutes = {"members": "9", "present": "4", "for_it": "4", "against": "0", "chair_for": "yes"}
        await type_form(pilot, **minutes, decision="part", reasons="Əsas", minutes="1/26")
        await pilot.press("f2")
        await until(pilot, lambda: "The agenda has 01.12.2026." in shown(app))
        await pilot.press("f2")
        await until(pilot, lambda: "No quorum" in shown(app))
        assert isinstance(app.screen, ActScreen)
        assert app.screen.field("reasons").value == "Əsas"


async def test_case_opened_again_begins_at_its_steps(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        app.case_id = register_complaint(app.desk, complaint()).case_id
        await app.push_screen("case")
        await until(pilot, lambda: "Admit" in shown(app))
        await pilot.press("f6", "escape")
        await until(pilot, lambda: not isinstance(app.screen, CaseScreen))
        await app.push_screen("case")
        await press_until(pilot, "enter", ConfirmModal)


async def test_step_without_a_form_is_taken_after_one_question_only(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        case_id = app.case_id = register_complaint(app.desk, complaint()).case_id
        await app.push_screen("case")
        await until(pilot, lambda: "Admit" in shown(app))
        before = len(view_case(app.desk, case_id).timeline)
        await press_until(pilot, "enter", ConfirmModal)
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, ConfirmModal))
        assert len(view_case(app.desk, case_id).timeline) == before
        await press_until(pilot, "enter", ConfirmModal)
        await pilot.press("up", "enter")
        await until(pilot, lambda: view_case(app.desk, case_id).state == "admitted")


async def test_complaint_is_registered_and_its_target_is_called_unconfirmed(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "complaint")
        await type_form(pilot, **COMPLAINT | {"voen": "1401555081"})
        await pilot.press("f2")
        await pilot.pause()
        form = app.screen
        assert isinstance(form, FormScreen)
        assert form.focused is form.field("voen")
        await type_form(pilot, voen=LEGAL_VOEN)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, CaseReceiptModal))
        assert "internal target, not confirmed" in shown(app)


async def test_filters_and_search_by_keys(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        register_appeal(app.desk, card(applicant="Şükürov Əli"))
        register_appeal(app.desk, card(applicant="Quliyev Rəşad"))
        await app.push_screen("appeals")
        table = app.screen.query_one(RowsView)
        await until(pilot, lambda: len(table.rows) == 2)
        await pilot.press("f6")
        await until(pilot, lambda: len(table.rows) == 0)
        await pilot.press(*["f6"] * 5, "f3", *"shuk")
        await until(pilot, lambda: len(table.rows) == 1)
        assert app.screen.query_one(Input).value == "shuk"
        assert "Şükürov" in shown(app)


@pytest.mark.parametrize("text", ["[/bold]x", "[@click=app.quit]x", "x[/foo]"])
async def test_markup_in_a_case_is_only_text(app: DeskApp, text: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        case_id = register_appeal(app.desk, card(applicant=text, summary=text)).case_id
        take_step(app.desk, case_id, "noted", Told(text=text))
        app.case_id = case_id
        await app.push_screen("appeals")
        await until(pilot, lambda: text[:15] in shown(app))
        await app.push_screen("case")
        await until(pilot, lambda: shown(app).count(text) == 3)


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_every_state_fits_its_column(language: str) -> None:
    use_language(language)
    room = dict(COLUMNS)["State"]
    states = [*appeal_states.STATES.values(), *council_states.STATES.values(), "needs attention"]
    assert [_(state) for state in states if cell_len(_(state)) > room] == []
    use_language("en")


async def test_paper_of_a_case_is_printed_by_keys(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        case_id = register_appeal(app.desk, card(language="ru")).case_id
        take_step(app.desk, case_id, "forwarded", FORWARDED)
        app.case_id = case_id
        await app.push_screen("case")
        await until(pilot, lambda: "forwarded" in shown(app))
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, PickerModal))
        assert "Registration-control card" in shown(app)
        await pilot.press(*"notice", "enter")
        await until(pilot, lambda: "In which language?" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: len(list(app.settings.papers.glob("*.pdf"))) == 1)
        (path,) = app.settings.papers.glob("*.pdf")
        assert path.name.endswith("-appeal-forwarded-ru.pdf")


async def test_register_is_exported_by_keys_once_a_purpose_is_given(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        register_appeal(app.desk, card())
        await app.push_screen("appeals")
        await until(pilot, lambda: len(app.screen.query_one(RowsView).rows) == 1)
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
        await pilot.press("f2")
        await pilot.pause()
        assert not (app.settings.folder / "exports").exists()
        await type_form(pilot, purpose="Yoxlama")
        await pilot.press("f2")
        await until(pilot, lambda: not isinstance(app.screen, FormScreen))
        (path,) = (app.settings.folder / "exports").iterdir()
        assert path.name.startswith("appeal-2026-")
        assert path.suffix == ".xlsx"


async def test_rows_scroll_with_the_cursor_and_keep_their_head(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        for n in range(40):
            register_appeal(app.desk, card(applicant=f"Şəxs {n:02}"))
        await app.push_screen("appeals")
        rows = app.screen.query_one(RowsView)
        await until(pilot, lambda: len(rows.rows) == 40)
        await pilot.press("end")
        await until(pilot, lambda: "Şəxs 00" in shown(app))
        assert "Applicant" in shown(app)
        await pilot.press("home")
        await until(pilot, lambda: "Şəxs 39" in shown(app) and "Şəxs 00" not in shown(app))
        await pilot.press("pagedown", "down", "enter")
        await until(pilot, lambda: "What comes next" in shown(app))


async def test_file_is_attached_to_a_case_and_taken_out_by_keys(app: DeskApp, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        app.case_id = register_appeal(app.desk, card()).case_id
        await app.push_screen("case")
        await until(pilot, lambda: "Registered" in shown(app))
        await pilot.press("f8")
        await until(pilot, lambda: "Nothing is attached yet." in shown(app))
        app.screen.query_one("#path", Input).value = str(scan)
        await pilot.press("enter")
        await until(pilot, lambda: "scan.pdf  1 KB  written here, unsent" in shown(app))
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: "Written for you to read" in shown(app))
        assert [path.read_bytes() for path in app.settings.papers.iterdir()] == [b"%PDF-1.7"]
        await pilot.press("escape")
        await until(pilot, lambda: "File attached" in shown(app))
