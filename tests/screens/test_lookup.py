"""Looking a person up on the screen: typed, scanned, mistaken; the four answers in each age of the list."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from desk.app import DeskApp
from desk.config import load
from desk.demo.specimens import SPECIMENS
from desk.records.lookup import LookupForm
from desk.ui.form import FormScreen
from desk.ui.scanner import Scanned
from desk.ui.verdict import AnswerModal
from desk.usecases.quarantine import log_lines
from tests.db.restrictions.conftest import person
from tests.desks import Made
from tests.lists import give
from tests.screens.conftest import MOMENT
from tests.screens.driving import VISITOR, open_screen, picture, sign_in, type_form, until

PERSON = {"purpose": "reception", "name": "Гасымов Мубариз", "birth_date": "22.10.1970"}
STRANGER = {"purpose": "reception", "name": "Johansson Lars", "birth_date": "15.01.1980"}
AppWith = Callable[..., DeskApp]


@pytest.fixture
def app_with(desk_in: Callable[[str], Made]) -> AppWith:
    """Makes the program with a list of this age, in hours; without one for None."""

    def made(hours: float | None, language: str = "en") -> DeskApp:
        desk = desk_in(language)
        if hours is not None:
            give(desk, MOMENT - timedelta(hours=hours))
        return DeskApp(load(desk.settings.folder))

    return made


def form(app: DeskApp) -> FormScreen[LookupForm]:
    assert isinstance(app.screen, FormScreen)
    return app.screen


def shown(app: DeskApp) -> str:
    """The screen as running text."""
    return " ".join(" ".join(picture(app)).split())


async def look_up(pilot: Pilot[None], **typed: str) -> str:
    """Open the lookup from home with F3, fill it and press F2; what the answer shows."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    await sign_in(pilot)
    await pilot.press("f3")
    await until(pilot, lambda: isinstance(app.screen, FormScreen))
    await type_form(pilot, **typed)
    await pilot.press("f2")
    await until(pilot, lambda: isinstance(app.screen, AnswerModal))
    return shown(app)


async def test_record_is_found_and_compared_field_by_field(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        told = await look_up(pilot, **PERSON)
        assert "✖ RECORD FOUND" in told
        for words in ("≈ equal, other spelling", "= equal", "· missing", "Qasımov", "Гасымов", "22.10.1970"):
            assert words in told
        assert "Why: The name is the same in another spelling; the date of birth is the same." in told
        assert "16.1.4" in told
        assert "Next: " in told
        assert "Other bodies keep lists of their own" in told
        assert "2 h old" in told


async def test_restriction_until_a_fine_is_paid_says_what_to_ask_for(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        told = await look_up(pilot, purpose="reception", document_number="U 555-55555")
        assert "Why: The document number is the same." in told
        assert "Cərimə ödənilənədək" in told
        assert "ask for the receipt" in told


async def test_no_record_is_said_of_the_list_and_its_time(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        told = await look_up(pilot, **STRANGER)
        assert "✔ NO RECORD IN THE LIST as of 20.11.2026 08:05" in told
        assert "no restriction" not in told.lower()


AGES = {
    "fresh": (2, "✔ NO RECORD IN THE LIST", "list 2 h"),
    "ageing": (30, "✔ NO RECORD IN THE LIST", "list 30 h, ageing"),
    "stale": (80, "? CANNOT CONFIRM", "list 80 h, stale"),
    "absent": (None, "? CANNOT CONFIRM", "no list"),
}


@pytest.mark.parametrize(("hours", "answer", "head"), AGES.values(), ids=AGES.keys())
async def test_each_age_of_the_list_has_its_answer_and_stands_in_the_head(
    app_with: AppWith, hours: float | None, answer: str, head: str
) -> None:
    app = app_with(hours)
    async with app.run_test(size=(80, 24)) as pilot:
        assert answer in await look_up(pilot, **STRANGER)
        await pilot.press("escape")
        await pilot.pause()
        assert picture(app)[0].endswith(head)


@pytest.mark.parametrize("language", ["az", "ru", "en"])
@pytest.mark.parametrize("age", AGES)
def test_picture_of_a_clean_answer_in_each_age(
    app_with: AppWith, snap_compare: Callable[..., bool], age: str, language: str
) -> None:
    app = app_with(AGES[age][0], language)

    async def ready(pilot: Pilot[None]) -> None:
        await look_up(pilot, **STRANGER)

    assert snap_compare(app, run_before=ready, terminal_size=(80, 24))


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_picture_of_a_found_record(
    app_with: AppWith, snap_compare: Callable[..., bool], language: str
) -> None:
    app = app_with(2, language)

    async def ready(pilot: Pilot[None]) -> None:
        await look_up(pilot, **PERSON)

    assert snap_compare(app, run_before=ready, terminal_size=(80, 24))


async def test_stale_list_warns_beside_a_record(app_with: AppWith) -> None:
    app = app_with(100)
    async with app.run_test(size=(80, 24)) as pilot:
        told = await look_up(pilot, **PERSON)
        assert "RECORD FOUND" in told
        assert "100 h old. The record may have been lifted since" in told


async def test_every_answer_fits_the_screen(app_with: AppWith) -> None:
    app = app_with(100)
    async with app.run_test(size=(80, 24)) as pilot:
        typed = {"name": "Qasımov Mübariz Əlixan oğlu", "citizenship": "tur", "document_number": "X1234567"}
        await look_up(pilot, **{**PERSON, **typed, "fin": "94FMDDD"})
        foot, compared = app.screen.query_one("#foot"), app.screen.query_one("#compared")
        assert compared.region.bottom <= foot.region.y
        assert foot.region.bottom <= 24


async def test_next_record_is_compared_with_the_arrows(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await look_up(pilot, **PERSON, document_number="U55555555")
        options = app.screen.query_one(OptionList)
        assert 1 < options.option_count <= 5
        first = str(app.screen.query_one("#compared", Static).render())
        await pilot.press("down")
        await pilot.pause()
        assert str(app.screen.query_one("#compared", Static).render()) != first


async def test_next_person_keeps_the_purpose_and_back_keeps_all(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await look_up(pilot, **STRANGER)
        await pilot.press("escape")
        assert form(app).field("name").value == "Johansson Lars"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, AnswerModal))
        await pilot.press("f4")
        await pilot.pause()
        assert set(form(app).raw()) == {"purpose"}
        assert form(app).focused is form(app).field("name")


async def test_double_f2_is_one_lookup(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "lookup")
        await type_form(pilot, **STRANGER)
        await pilot.press("f2", "f2")
        await until(pilot, lambda: isinstance(app.screen, AnswerModal))
        assert [line.what for line in log_lines(app.desk)].count("lookup") == 1


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"name": ""}, "name", "Write a name, a document number or a FIN."),
        ({"purpose": ""}, "purpose", "Fill this in."),
        ({"name": "Q"}, "name", "One letter or initials alone are too little"),
        ({"name": "", "patronymic": "Nüsrət oğlu"}, "patronymic", "A patronymic alone is not enough"),
        ({"name": "x" * 10_000}, "name", "Too long: at most 200 characters."),
        ({"name": "Qas\u202eimov"}, "name", "Character 4 (U+202E) cannot be used in text."),
        ({"birth_date": "31.02.1970"}, "birth_date", "There is no such date."),
        ({"name": '" * ('}, "name", "There is no letter in the name"),
    ],
)
async def test_what_cannot_be_looked_up_is_told_at_its_field(
    app_with: AppWith, typed: dict[str, str], field: str, told: str
) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "lookup")
        await type_form(pilot, **{"purpose": "reception", "name": "Qasımov", **typed})
        await pilot.press("f2")
        await until(pilot, lambda: bool(form(app)._issues))
        assert form(app).focused is form(app).field(field)
        assert told in str(form(app).query_one("#messages", Static).render())
        assert "lookup" not in [line.what for line in log_lines(app.desk)]


@pytest.mark.parametrize("specimen", SPECIMENS, ids=[size for size, _zone in SPECIMENS])
async def test_scan_fills_the_question(app_with: AppWith, specimen: tuple[str, str]) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "lookup")
        await type_form(pilot, purpose="reception")
        app.screen.post_message(Scanned(specimen[1]))
        await pilot.pause()
        raw = form(app).raw()
        assert (raw["surname"], raw["given_name"], raw["birth_date"]) == (
            "ERIKSSON",
            "ANNA MARIA",
            "12.08.1974",
        )
        assert raw["document_number"] in ("L898902C3", "D23145890")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, AnswerModal))


async def test_zone_that_cannot_be_read_is_told_and_changes_nothing(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "lookup")
        app.screen.post_message(Scanned(SPECIMENS[0][1].replace("7408122", "7408123")))
        await pilot.pause()
        assert not form(app).changed
        assert any("check digit" in note.message for note in app._notifications)


async def test_intake_hands_its_visitor_over(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, **VISITOR)
        await pilot.press("f7")
        await until(pilot, lambda: "purpose" in form(app).FORM.model_fields)
        raw = form(app).raw()
        assert (raw["surname"], raw["document_number"], raw["citizenship"]) == ("Əliyev", "C01234567", "AZE")
        await type_form(pilot, purpose="reception")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, AnswerModal))
        told = shown(app)
        assert "POSSIBLE RECORDS" in told
        assert "number agrees" in told
        await pilot.press("escape")
        await pilot.press("escape")
        assert form(app).field("surname").value == "Əliyev"


async def test_markup_in_a_question_is_only_text(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        told = await look_up(pilot, purpose="reception", name="[/bold] [@click=app.quit]x")
        assert "[/bold] [@click=app.quit]x" in told


async def test_nothing_is_answered_when_the_lookup_cannot_be_written(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "lookup")
        await type_form(pilot, **PERSON)
        app.desk.store.stopped = "disk_full"
        await pilot.press("f2")
        await until(pilot, lambda: any("disk is full" in note.message for note in app._notifications))
        assert not isinstance(app.screen, AnswerModal)
        assert form(app).field("name").value == PERSON["name"]


async def test_answer_is_printed_from_its_screen(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await look_up(pilot, **PERSON)
        await pilot.press("f9")
        await until(pilot, lambda: "in which language" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: any(app.settings.papers.glob("restriction-*-en.pdf")))
        assert isinstance(app.screen, AnswerModal)


async def test_newer_list_of_central_is_compared_while_the_answer_stands(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Not compared with central: there is no line." in await look_up(pilot, **STRANGER)
        restrictions = app.desk.restrictions
        assert restrictions is not None
        assert restrictions.state is not None
        newcomer = person(77, "Johansson", "Lars", "", "1980-01-15")
        restrictions.apply([newcomer], 8, restrictions.state.as_of + timedelta(minutes=1))
        screen = app.screen
        assert isinstance(screen, AnswerModal)
        screen.status_changed()
        await until(pilot, lambda: "CENTRAL SAYS OTHERWISE" in shown(app))
        assert "NO RECORD IN THE LIST" in shown(app), "the answer that was given stays"


async def test_help_tells_how_strictly_the_list_compares(app_with: AppWith) -> None:
    app = app_with(2)
    async with app.run_test(size=(80, 24)) as pilot:
        await look_up(pilot, **STRANGER)
        await pilot.press("escape")
        await pilot.press("f1")
        await until(pilot, lambda: "For the supervisor:" in shown(app))
        words, numbers = shown(app).split("For the supervisor:")
        assert "At most 5 are shown." in words
        assert "points" not in words
        assert "points" in numbers
