"""The lock covers everything and keeps what is half-typed; headquarters ends a person's work."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from desk.app import DeskApp
from desk.config import load
from desk.db import references
from desk.records.base import canonical
from desk.records.reference import Clerk, Role
from desk.screens.home import HomeScreen
from desk.screens.intake import IntakeScreen
from desk.screens.lock import LockScreen
from desk.screens.password import PasswordScreen
from desk.ui import draft, presence
from desk.ui.confirm import ConfirmModal
from desk.usecases.access import follow_register
from desk.usecases.drafts import draft_of
from desk.usecases.passwords import admit, is_given
from desk.usecases.people import DEMO_PASSWORD, read_staff
from desk.usecases.sign_in import sign_in as sign_in_at
from tests.desks import CLERK, SUPERVISOR, make
from tests.screens.driving import open_screen, picture, press_until, sign_in, type_form, until

GIVEN, OWN = "dörd nar ağacı və bir alma", "yeddi gümüş açar itib tapıldı"


def shown(app: DeskApp) -> str:
    return "\n".join(picture(app))


def told(app: DeskApp) -> str:
    """What stands in the notifications."""
    return " ".join(str(note.message) for note in app._notifications)


async def _typed(pilot: Pilot[None], app: DeskApp) -> None:
    await open_screen(pilot, "intake")
    await type_form(pilot, surname="Əliyev")


async def test_the_lock_shows_nothing_keeps_the_draft_and_the_same_person_goes_on(
    app: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "PAUSE", 60.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await _typed(pilot, app)
        monkeypatch.setattr(presence.Presence, "idle", 10 * 60.0)
        await app.presence.look()
        await until(pilot, lambda: app.is_locked)
        assert "Əliyev" not in shown(app)
        found = draft_of(app.desk, "intake")
        assert found is not None
        assert found.values == {"surname": "Əliyev"}
        assert app._syncing is not None
        assert not app._syncing.done()
        app.screen.query_one("#password", Input).value = "wrong"
        await pilot.press("enter")
        await until(pilot, lambda: "does not fit" in shown(app))
        monkeypatch.setattr(presence.Presence, "idle", 0.0)
        await type_password(pilot, app)
        await until(pilot, lambda: not app.is_locked)
        assert "Əliyev" in shown(app)


async def type_password(pilot: Pilot[None], app: DeskApp) -> None:
    from desk.usecases.people import DEMO_PASSWORD

    app.screen.query_one("#password", Input).value = DEMO_PASSWORD
    await pilot.press("enter")


async def test_one_key_locks_from_a_form_and_from_a_dialog_over_it(
    app: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "PAUSE", 60.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await _typed(pilot, app)
        for key, front in (("f10", IntakeScreen), ("ctrl+p", ConfirmModal)):
            if front is ConfirmModal:
                await press_until(pilot, "escape", ConfirmModal)
            await press_until(pilot, key, LockScreen)
            assert "Əliyev" not in shown(app)
            found = draft_of(app.desk, "intake")
            assert found is not None
            assert found.values == {"surname": "Əliyev"}
            await pilot.press(key)
            await press_until(pilot, "enter", front)
        await press_until(pilot, "escape", IntakeScreen)
        assert isinstance(app.screen, IntakeScreen)
        assert ("f10", "Lock the desk") in app.screen.key_lines()


async def test_what_was_told_goes_with_its_screen_and_what_the_act_tells_stays(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "intake")
        app.notify("of before", timeout=60, markup=False)
        await until(pilot, lambda: "of before" in shown(app))
        next(iter(app._notifications)).raised_at -= 3 * presence.GLIMPSE
        app.presence._touched -= 2 * presence.GLIMPSE
        app.notify("of the act", timeout=60, markup=False)
        await until(pilot, lambda: "of the act" in shown(app))
        await app.pop_screen()
        await until(pilot, lambda: "of before" not in shown(app))
        assert "of the act" in shown(app)


async def test_the_key_locks_nothing_where_nobody_works(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("f10")
        assert not app.is_locked
        await open_screen(pilot, "kiosk")
        await pilot.press("f10")
        assert not app.is_locked


async def test_a_key_puts_the_lock_off_and_zero_minutes_never_lock(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        app.presence._touched -= 9 * 60
        await pilot.press("down")
        assert app.presence.idle < 60
        app.presence._touched -= 11 * 60
        from dataclasses import replace

        app.settings = replace(app.settings, idle_minutes=0)
        await app.presence.look()
        assert not app.is_locked


async def test_a_kiosk_stands_open_without_a_key(app: DeskApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "kiosk")
        monkeypatch.setattr(presence.Presence, "idle", 60 * 60.0)
        await app.presence.look()
        assert not app.is_locked


async def test_another_person_may_sign_in_at_a_locked_desk(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _typed(pilot, app)
        await app.presence.lock()
        await until(pilot, lambda: app.is_locked)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("down")
        await sign_in(pilot)
        assert app.desk.clerk.id == "rashad"
        assert draft_of(app.desk, "intake") is None


async def test_the_lock_names_who_works_now_and_forgets_what_it_told_the_one_before(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        await app.lock()
        await until(pilot, lambda: app.is_locked)
        app.screen.query_one("#password", Input).value = "wrong"
        await pilot.press("enter")
        await until(pilot, lambda: "does not fit" in shown(app))
        await pilot.press("h", "a", "l", "f", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press("down")
        await sign_in(pilot)
        await app.lock()
        await until(pilot, lambda: app.is_locked)
        assert SUPERVISOR.name in shown(app)
        assert CLERK.name not in shown(app)
        assert "does not fit" not in shown(app)
        assert app.screen.query_one("#password", Input).value == DEMO_PASSWORD


async def test_a_person_revoked_at_work_is_signed_out_with_a_sentence_and_a_draft(tmp_path: Path) -> None:
    made = make(tmp_path / "desk")
    app = DeskApp(load(made.settings.folder))
    async with app.run_test(size=(80, 24)) as pilot:
        await _typed(pilot, app)
        writer = app.desk
        gone = Clerk(id="aysel", name="Aysel", office="GNC", roles=[Role.clerk], active=False)
        with app.desk.store.write() as connection:
            body = canonical(gone)
            references.put(connection, [{"kind": "clerk.set", "stream": "aysel", "body": body, "feed_n": 9}])
        follow_register(app.desk, app.settings)
        await app.presence.follow()
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.pause()
        assert "taken your access" in told(app)
        found = draft_of(writer, "intake")
        assert found is not None
        assert found.values == {"surname": "Əliyev"}
        names = [str(option.prompt) for option in app.screen.query_one(OptionList).options]
        assert len(names) == 1
        assert "Rəşad" in names[0]


async def test_home_offers_nothing_that_the_person_may_not_open_and_who_tries_is_told_which_role(
    app: DeskApp,
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        clerk = app.desk.clerk.model_copy(update={"roles": [Role.organiser]})
        app._desk = app.desk.signed_in(clerk)
        await app.screen.reload()  # type: ignore[attr-defined]
        entries = [option.id for option in app.screen.query_one(OptionList).options]
        assert "intake" not in entries
        assert "tasks" not in entries
        assert "stay" in entries
        assert "f4" not in app.screen.active_bindings
        depth = len(app.screen_stack)
        app.push_screen("intake")
        await pilot.pause()
        assert len(app.screen_stack) == depth
        assert "needs the role: clerk, supervisor" in told(app)


@pytest.mark.parametrize("screen", ["measures", "trainings", "sessions"])
async def test_who_may_only_read_a_register_is_told_so_before_typing(app: DeskApp, screen: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "home")
        app._desk = app.desk.signed_in(app.desk.clerk.model_copy(update={"roles": [Role.supervisor]}))
        await app.push_screen(screen)
        depth = len(app.screen_stack)
        await pilot.press("f4")
        await until(pilot, lambda: "needs the role" in told(app))
        assert len(app.screen_stack) == depth


async def test_a_given_password_is_replaced_before_any_work(tmp_path: Path) -> None:
    made = make(tmp_path / "desk")
    desk = sign_in_at(made.settings, SUPERVISOR.id, DEMO_PASSWORD)
    admit(desk, made.settings, made.data_key, CLERK.id, GIVEN, GIVEN)
    desk.close()
    app = DeskApp(made.settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        names = [one.id for one in read_staff(made.settings).people]
        await pilot.press(*["down"] * names.index(CLERK.id), "enter")
        app.screen.query_one("#password", Input).value = GIVEN
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PasswordScreen))
        await until(pilot, lambda: "choose one of your own" in shown(app))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        assert not app.is_person_at_work
        await pilot.press("enter")
        app.screen.query_one("#password", Input).value = GIVEN
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PasswordScreen))
        for name, value in (("old", GIVEN), ("new", OWN), ("again", OWN)):
            app.screen.query_one(f"#{name}", Input).value = value
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        assert not is_given(app.desk)
