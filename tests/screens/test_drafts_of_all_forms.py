"""A half-typed form that writes something: after a kill it is there again, after its save it is not."""

import pkgutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from sqlalchemy import select
from textual.pilot import Pilot
from textual.widgets import DataTable, OptionList

import desk.screens
import desk.ui
from desk.app import DeskApp
from desk.config import load, save
from desk.db.reception_tables import draft as table
from desk.lang import today
from desk.ui import draft
from desk.ui.confirm import ConfirmModal
from desk.ui.entry_form import Blank
from desk.ui.export_form import ExportScreen
from desk.ui.form import FormScreen
from desk.ui.handover import HandoverScreen
from desk.ui.reason import LineModal
from desk.usecases import surveys
from desk.usecases.correct_visit import begin_correction
from desk.usecases.day import visits_of
from desk.usecases.desk import Desk
from desk.usecases.drafts import draft_of, keep_draft
from desk.usecases.employees import set_employee
from desk.usecases.measures import enter_measure, measures_of, open_measure
from desk.usecases.register_case import register_complaint
from desk.usecases.register_visit import register_visit
from desk.usecases.trainings import enter_training
from tests.cases.cards import complaint
from tests.desks import Made, form
from tests.reception.world import application
from tests.registers.cards import employee, measure, training
from tests.screens.driving import VISITOR, allow, sign_in, type_form, until
from tests.screens.test_application import keep
from tests.screens.test_cases import CARD, COMPLAINT
from tests.usecases.test_surveys import form as survey_form

Open = Callable[[Pilot[Any], DeskApp], Awaitable[None]]
TODAY = "20.11.2026"
WITHOUT = {
    "StayScreen": "it only calculates, while it is typed",
}
"""Forms that keep no draft, and why."""


@dataclass(frozen=True)
class Way:
    """How a form is come by, what is half-typed into it, what more makes it whole."""

    screen: str
    open: Open
    typed: dict[str, str]
    more: dict[str, str]
    """What else the save needs."""
    prepare: Callable[[Desk], object] = lambda desk: None
    as_whom: tuple[str, ...] = ()
    """Keys that choose another person than the first of the list."""


def _named(name: str) -> Open:
    async def opened(pilot: Pilot[Any], app: DeskApp) -> None:
        allow(app, name)
        await app.push_screen(name)

    return opened


async def _correction(pilot: Pilot[Any], app: DeskApp) -> None:
    app.subject = begin_correction(app.desk, visits_of(app.desk, today())[0].number)
    await app.push_screen("correct")


async def _new_measure(pilot: Pilot[Any], app: DeskApp) -> None:
    app.subject = Blank({"year": "2026"})
    await app.push_screen("measure")


async def _old_measure(pilot: Pilot[Any], app: DeskApp) -> None:
    app.subject = open_measure(app.desk, measures_of(app.desk, 2026)[0].id)
    await app.push_screen("measure")


async def _new_training(pilot: Pilot[Any], app: DeskApp) -> None:
    app.subject = Blank({})
    await app.push_screen("training")


async def _step(pilot: Pilot[Any], app: DeskApp) -> None:
    await app.push_screen("council")
    await until(pilot, lambda: bool(app.screen.query("RowsView")))
    await pilot.pause(0.1)
    await pilot.press("enter")
    await until(pilot, lambda: app.screen.query_one("#first", OptionList).option_count > 0)
    options = app.screen.query_one("#first", OptionList)
    options.highlighted = next(n for n, one in enumerate(options._options) if one.id == "noted")
    await pilot.press("enter")


async def _new_session(pilot: Pilot[Any], app: DeskApp) -> None:
    await app.push_screen("sessions")
    await pilot.press("f4")


def _door(key: str) -> Open:
    async def opened(pilot: Pilot[Any], app: DeskApp) -> None:
        await app.push_screen("trainings")
        await until(pilot, lambda: bool(app.screen.query(DataTable)))
        await pilot.pause(0.1)
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.screen.query("#find")))
        await pilot.pause(0.1)
        if key == "f8":
            await pilot.press(*"DMX-00000", "enter")
            await until(pilot, lambda: app.screen.query_one(DataTable).row_count > 0)
        await pilot.press(key)

    return opened


async def _tally(pilot: Pilot[Any], app: DeskApp) -> None:
    await app.push_screen("surveys")
    await until(pilot, lambda: app.screen.query_one(DataTable).row_count > 0)
    await pilot.press("f6")


async def _handover(pilot: Pilot[Any], app: DeskApp) -> None:
    keep(app, application())
    await app.push_screen(HandoverScreen(application(), lambda done: None))


async def _export(pilot: Pilot[Any], app: DeskApp) -> None:
    await app.push_screen(ExportScreen("appeal"))


def _at_training(desk: Desk) -> None:
    enter_training(desk, training(starts_on=TODAY, starts_at="10:00", ends_at="13:00", units="Gəncə"))
    set_employee(desk, employee(0))


def _but(values: dict[str, str], *names: str) -> tuple[dict[str, str], dict[str, str]]:
    """What is typed before the kill, and after it."""
    first = {name: values[name] for name in names}
    return first, {name: value for name, value in values.items() if name not in names}


WAYS = {
    "intake": Way("IntakeScreen", _named("intake"), *_but(VISITOR, "surname", "citizenship")),
    "appeal": Way("AppealScreen", _named("appeal"), *_but(CARD, "applicant", "summary")),
    "complaint": Way("ComplaintScreen", _named("complaint"), *_but(COMPLAINT, "complainant", "summary")),
    "correction of a visit": Way(
        "CorrectScreen",
        _correction,
        {"surname": "Məmmədov", "given_name": ""},
        {"given_name": "Elçin"},
        lambda desk: register_visit(desk, form()),
    ),
    "measure": Way(
        "MeasureScreen", _new_measure, {"title": "Səyyar xidmət"}, {"clause": "8.6", "kind": "mobile"}
    ),
    "correction of a measure": Way(
        "MeasureScreen",
        _old_measure,
        {"quantity": "24"},
        {},
        lambda desk: enter_measure(desk, measure(year=2026)),
    ),
    "training": Way(
        "TrainingScreen",
        _new_training,
        {"topic": "Etika", "trainer": "Əliyev"},
        {"starts_on": TODAY},
    ),
    "survey": Way(
        "SurveyScreen",
        _named("survey"),
        {"question": "Razısınızmı?", "answers": "Bəli; Xeyr"},
        {"opens_on": TODAY, "days": "5"},
    ),
    "tally": Way(
        "TallyScreen",
        _tally,
        {"on": TODAY, "count_1": "3"},
        {"blank": "1"},
        lambda desk: surveys.open_survey(desk, survey_form()),
    ),
    "closing": Way("ClosingScreen", _named("closing"), {"remark": "Cərəyan kəsildi"}, {}, as_whom=("down",)),
    "application": Way(
        "ApplicationScreen",
        _named("application"),
        {"document_number": "U12345678", "birth_date": "31121990"},
        {"citizenship": "tur"},
    ),
    "lookup": Way(
        "LookupScreen", _named("lookup"), {"name": "Əliyev İlqar", "birth_date": "1990"}, {"purpose": "rec"}
    ),
    "handover": Way(
        "HandoverScreen",
        _handover,
        {"recipient": "appl", "name": "Yılmaz Ayşe"},
        {"document_kind": "pass", "document_number": "U12345678"},
    ),
    "step of a case": Way(
        "ActScreen",
        _step,
        {"text": "Zəng edildi, cavab gözlənilir"},
        {},
        lambda desk: register_complaint(desk, complaint()),
    ),
    "session": Way(
        "ActScreen",
        _new_session,
        {"place": "Bakı", "members": "A. Əliyev; B. Quliyev; C. Həsənova"},
        {"on": TODAY, "chair": "A. Əliyev"},
    ),
    "walk-in": Way("WalkInScreen", _door("f4"), {"name": "Yeni Əməkdaş"}, {"unit": "Gəncə"}, _at_training),
    "correction of a mark": Way(
        "CorrectMarkScreen", _door("f8"), {"reason": "Saat səhv idi"}, {"came_at": "10:00"}, _at_training
    ),
    "export": Way("ExportScreen", _export, {"purpose": "Yoxlama üçün"}, {}),
}


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "PAUSE", 0.05)


def _kept(desk: Desk) -> list[dict[str, str]]:
    """The drafts in the store."""
    with desk.store.read() as connection:
        names = [row.screen for row in connection.execute(select(table.c.screen))]
    return [found.values for name in names if (found := draft_of(desk, name)) is not None]


async def _sign_in(pilot: Pilot[Any], way: Way) -> None:
    await pilot.pause()
    await pilot.press(*way.as_whom)
    await sign_in(pilot)


async def _open(pilot: Pilot[Any], app: DeskApp, way: Way) -> FormScreen[Any]:
    await way.open(pilot, app)
    await until(pilot, lambda: isinstance(app.screen, FormScreen | ConfirmModal))
    await pilot.pause(0.1)
    if isinstance(app.screen, ConfirmModal):
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, FormScreen))
    screen = app.screen
    assert isinstance(screen, FormScreen)
    assert type(screen).__name__ == way.screen
    return screen


def _app(made: Made, way: Way) -> DeskApp:
    desk = made.open()
    way.prepare(desk)
    desk.close()
    return DeskApp(load(made.settings.folder))


def _as_killed(app: DeskApp, folder: Path) -> DeskApp:
    """The program on the file as a kill at this moment leaves it."""
    copytree(app.settings.folder, folder)
    settings = replace(app.settings, folder=folder)
    save(settings)
    return DeskApp(load(folder))


@pytest.mark.parametrize("name", WAYS)
async def test_half_typed_form_outlives_a_kill_and_its_save_ends_it(
    made: Made, name: str, tmp_path: Path
) -> None:
    way = WAYS[name]
    app = _app(made, way)
    async with app.run_test(size=(80, 24)) as pilot:
        await _sign_in(pilot, way)
        screen = await _open(pilot, app, way)
        await type_form(pilot, **way.typed)
        shown = {field: screen.field(field).value for field in way.typed}
        await until(pilot, lambda: any(kept.keys() == way.typed.keys() for kept in _kept(app.desk)))
        again = _as_killed(app, tmp_path / "killed")
    async with again.run_test(size=(80, 24)) as pilot:
        await _sign_in(pilot, way)
        screen = await _open(pilot, again, way)
        assert {field: screen.field(field).value for field in way.typed} == shown
        await type_form(pilot, **way.more)
        await _save(pilot, again)
        await until(pilot, lambda: _kept(again.desk) == [])
        await pilot.pause(0.1)
        assert _kept(again.desk) == []


async def _save(pilot: Pilot[Any], app: DeskApp) -> None:
    """F2, once more where something is unusual or asked about, and a reason where one is asked for."""
    await pilot.press("f2")
    await pilot.pause(0.1)
    screen = app.screen
    if isinstance(screen, FormScreen) and screen._possible:
        await pilot.press("f2")
        await pilot.pause(0.1)
    if isinstance(app.screen, ConfirmModal):
        await pilot.press("up", "enter")
    if isinstance(app.screen, LineModal):
        await pilot.press(*"say", "enter")


@pytest.mark.parametrize("name", WAYS)
async def test_draft_of_another_version_of_the_form_opens_without_loss(made: Made, name: str) -> None:
    """A field that the form has no more, and one that the draft does not know."""
    way = WAYS[name]
    app = _app(made, way)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await _sign_in(pilot, way)
        screen = await _open(pilot, app, way)
        old = {next(iter(way.typed)): next(iter(way.typed.values())), "gone": "Bunu itirmə"}
        keep_draft(app.desk, screen._keeper._name, old)
        await app.sign_out()
        await until(pilot, lambda: len(app.screen_stack) == 2)
    again = DeskApp(load(made.settings.folder))
    async with again.run_test(size=(80, 24), notifications=True) as pilot:
        await _sign_in(pilot, way)
        screen = await _open(pilot, again, way)
        first = screen.field(next(iter(way.typed)))
        assert first.raw
        told = " ".join(str(note.message) for note in again._notifications)
        assert "Bunu itirmə" in told
        await type_form(pilot, **dict([list(way.typed.items())[-1]]))
        await screen.keep_draft()
        assert any(kept.get("gone") == "Bunu itirmə" for kept in _kept(again.desk))


def test_every_form_is_among_them_or_says_why_it_keeps_nothing() -> None:
    for package in (desk.screens, desk.ui):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    forms = set(_leaves(FormScreen))
    assert forms == {way.screen for way in WAYS.values()} | WITHOUT.keys()


def _leaves(kind: type[Any]) -> list[str]:
    below = [name for one in kind.__subclasses__() for name in _leaves(one)]
    return below or [kind.__name__]
