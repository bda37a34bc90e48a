"""What is typed or pasted into any field of any form, however hostile, stays text."""

import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from textual import events
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input

import desk.app
from desk.app import DeskApp
from desk.lang import N_
from desk.records.base import Record
from desk.ui.act_form import ActScreen
from desk.ui.case_fields import choices_of
from desk.ui.fields import Choices, _enum_of
from desk.ui.form import FormScreen
from tests.proofs import rounds
from tests.records.test_every_record import FORMS
from tests.screens.driving import SCREENS, allow, sign_in
from tests.screens.hostile import obeyed, texts

STRINGS = rounds(500, 10_000)
COVERED = {"lock", "kiosk", "board", "settings"}
"""Screens that one does not leave with Esc, or that hold settings."""
PLACES = [*(name for name in SCREENS if name not in COVERED), *FORMS]


def _choices(form: type[Record]) -> dict[str, Choices]:
    """The choices of each field that is one; codes where the labels are a screen's own."""
    kinds = {name: _enum_of(info) for name, info in form.model_fields.items()}
    codes = {name: {str(one): str(one) for one in kind} for name, kind in kinds.items() if kind}
    return codes | choices_of(form)


async def _open(pilot: Pilot[Any], place: Any) -> None:
    app = pilot.app
    if isinstance(place, str):
        allow(app, place)
        await app.push_screen(place)
    else:
        await app.push_screen(ActScreen(N_("Step"), place, lambda form: "", _choices(place), draft="act"))
    await pilot.pause(0.02)


async def _back(pilot: Pilot[Any], depth: int) -> None:
    while len(pilot.app.screen_stack) > depth:
        await pilot.app.pop_screen()
    await pilot.pause()


async def _type_into(pilot: Pilot[Any], field: Input, text: str, way: int) -> None:
    field.focus()
    if way % 3 or any("\ud800" <= one <= "\udfff" for one in text):
        await pilot.pause()
        pilot.app.post_message(events.Paste(text))
    else:
        field.value = text
    await pilot.pause()


async def _attack(pilot: Pilot[Any], place: Any, hostile: Iterator[str], share: int) -> tuple[int, list[str]]:
    """Put a share of the texts into the fields of one screen, save, and look after each step."""
    app, depth, found, tried = pilot.app, len(pilot.app.screen_stack), list[str](), 0
    await _open(pilot, place)
    screen = app.screen
    for turn, text in enumerate(islice(hostile, share)):
        fields = [field for field in screen.query(Input) if field.display]
        if not fields:
            break
        await _type_into(pilot, fields[turn % len(fields)], text, turn)
        found += [f"{screen}: {text[:60]!r}: {one}" for one in obeyed(app)]
        tried += 1
        await _back(pilot, depth + 1)
    if tried:
        await pilot.press("f2")
        await pilot.pause(0.05)
        found += [f"{screen}: saved: {one}" for one in obeyed(app)]
    await _back(pilot, depth)
    return tried, found


async def _attack_all(app: DeskApp, strings: int) -> tuple[int, list[str]]:
    hostile, tried, found = texts(random.Random(8)), 0, list[str]()
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot)
        while tried < strings and not found:
            before = tried
            for place in PLACES:
                more, faults = await _attack(pilot, place, hostile, max(9, strings // 200))
                tried, found = tried + more, found + faults
                if tried >= strings:
                    break
            assert tried > before
        assert app.is_running
        assert app.return_code is None
    return tried, found


@pytest.mark.slow
async def test_s1_hostile_text_in_any_field_neither_acts_nor_ends_the_program(app: DeskApp) -> None:
    tried, found = await _attack_all(app, STRINGS)
    assert found == []
    assert tried >= STRINGS


async def test_without_the_filter_what_is_typed_would_reach_the_terminal(
    app: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.app, "ControlFilter", lambda: None)
    monkeypatch.setattr(DeskApp, "get_line_filters", super(DeskApp, DeskApp).get_line_filters)
    _tried, found = await _attack_all(app, 18)
    assert found


async def test_a_form_that_took_its_text_for_markup_would_end_the_program(
    app: DeskApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def message(screen: FormScreen[Any], focused: str | None) -> Content:
        return Content.from_markup("\n".join(field.value for field in screen.fields))

    monkeypatch.setattr(FormScreen, "_message", message)
    with pytest.raises(Exception, match=r"closing tag|markup|hostile|Expected"):
        assert (await _attack_all(app, 40))[1] == [], "hostile"
