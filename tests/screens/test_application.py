"""The state of an application on the screen, and a document handed over with the identity check."""

from datetime import timedelta
from uuid import uuid4

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from desk.app import DeskApp
from desk.db import applications, cursors, references
from desk.records.application import Application
from desk.records.base import canonical, utc_now
from desk.ui.handover import HandoverScreen
from desk.ui.scanner import Scanned
from tests.reception.world import application
from tests.records.zones import TD3
from tests.screens.driving import open_screen, picture, type_form, until

KIND = "application.set"
PERSON = {"document_number": "U12345678", "birth_date": "31121990", "citizenship": "tur"}
TAKEN_BY = {"recipient": "appl", "name": "Yılmaz Ayşe", "document_kind": "pass"}


def shown(app: DeskApp) -> str:
    return "\n".join(picture(app))


def keep(app: DeskApp, *found: Application, hours: int = 0) -> None:
    """Central told these so many hours ago."""
    with app.desk.store.write() as connection:
        rows: list[dict[str, str | int]] = [
            {
                "kind": "application.set",
                "stream": f"application:{one.id}",
                "body": canonical(one),
                "feed_n": 2,
            }
            for one in found
        ]
        if rows:
            references.put(connection, rows)
        cursors.move(connection, "office:GNC", uuid4(), 2, utc_now() - timedelta(hours=hours))


async def ask(app: DeskApp, pilot: Pilot[None], *found: Application, hours: int = 0) -> None:
    """Ask by the person for what central told these so many hours ago."""
    await open_screen(pilot, "application")
    keep(app, *found, hours=hours)
    await type_form(pilot, **PERSON)
    await pilot.press("f2")


async def hand_over(app: DeskApp, pilot: Pilot[None]) -> None:
    """Go from the ready document to the form of who takes it."""
    await until(pilot, lambda: "ready since 18.11.2026" in shown(app))
    await pilot.press("f6")
    await until(pilot, lambda: isinstance(app.screen, HandoverScreen))


async def test_document_is_handed_over_once_with_the_identity_check(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ask(app, pilot, application())
        await hand_over(app, pilot)
        await type_form(pilot, **TAKEN_BY, document_number="U12345678")
        await pilot.press("f2")
        await until(pilot, lambda: "handed over 20.11.2026" in shown(app))
        await pilot.press("f6")
        await until(pilot, lambda: "The document cannot be handed over" in shown(app))
        with app.desk.store.read() as connection:
            (done,) = applications.handovers(connection, "GNC-0001")
        assert (done.name, done.document_number, done.clerk_name) == (
            "Yılmaz Ayşe",
            "U12345678",
            "Aysel Nərimanova",
        )


async def test_another_document_than_the_applications_is_asked_about_once(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(app, pilot, application())
        await hand_over(app, pilot)
        await type_form(pilot, **TAKEN_BY, document_number="X99999999")
        await pilot.press("f2")
        await until(pilot, lambda: "another document" in shown(app))
        with app.desk.store.read() as connection:
            assert applications.handovers(connection, "GNC-0001") == []
        await pilot.press("f2")
        await until(pilot, lambda: "X99999999" in shown(app) and "Application" in shown(app))
        with app.desk.store.read() as connection:
            (done,) = applications.handovers(connection, "GNC-0001")
        assert done.insisted == ["handover_other_document"]


async def test_scan_of_the_passport_asks_by_all_three(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "application")
        keep(app)
        app.screen.post_message(Scanned(TD3))
        await until(pilot, lambda: "L898902C3" in shown(app))
        await pilot.press("f2")
        await until(pilot, lambda: "This office knows no such application" in shown(app))
        assert "It may be kept at another office" in shown(app)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "The receipt number, or passport, birth date and citizenship."),
        ({"document_number": "U12345678"}, "Document, birth date and citizenship are asked together."),
        ({"receipt": "Q-26-GNC9-000901-0"}, "The check character does not fit"),
    ],
)
async def test_question_that_cannot_be_asked_says_why(app: DeskApp, typed: dict[str, str], told: str) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "application")
        await type_form(pilot, **typed)
        await pilot.press("f2")
        await pilot.pause()
        assert told in str(app.screen.query_one("#messages", Static).render())


async def test_old_word_is_shown_as_old(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(app, pilot, application(), hours=50)
        await until(pilot, lambda: "50 hours old, may have changed" in shown(app))


async def test_receipt_of_another_person_than_is_typed_tells_nothing(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(app, pilot, application())
        await until(pilot, lambda: "YILMAZ" in shown(app))
        app.screen.clear()  # type: ignore[attr-defined]
        await type_form(pilot, receipt=application().receipt, **PERSON | {"birth_date": "03011992"})
        await pilot.press("f2")
        await until(pilot, lambda: "application of this receipt says otherwise" in shown(app))
        assert "YILMAZ" not in shown(app)
        assert app.screen.view is None  # type: ignore[attr-defined]


async def test_leaving_forgets_who_was_asked_about(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(app, pilot, application())
        await until(pilot, lambda: "YILMAZ" in shown(app))
        await pilot.press("escape")
        await app.push_screen("application")
        await pilot.pause(0.1)
        assert "YILMAZ" not in shown(app)
        assert "U12345678" not in shown(app)


async def test_answer_is_printed_by_a_key(app: DeskApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_screen(pilot, "application")
        keep(app, application())
        await pilot.press("f9")
        await until(pilot, lambda: "Find the application first" in shown(app))
        await type_form(pilot, **PERSON)
        await pilot.press("f2")
        await until(pilot, lambda: "ready since" in shown(app))
        await pilot.press("f9")
        await until(pilot, lambda: "in which language" in shown(app))
        await pilot.press("enter")
        await until(pilot, lambda: "No printer is set up here" in shown(app))
