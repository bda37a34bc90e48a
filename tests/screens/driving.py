"""Driving the program as a clerk does: wait until it has settled, sign in, open a screen, look."""

import asyncio
import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

import desk.screens
import desk.ui
from desk.app import DeskApp
from desk.records.reference import Role
from desk.records.roles import for_screen, has_one
from desk.records.visit import VisitForm
from desk.ui.form import FormScreen

SCREENS = tuple(name for name in DeskApp.SCREENS if name != "sign_in")
TIMEOUT = 30.0


async def until(pilot: Pilot[Any], condition: Callable[[], bool]) -> None:
    """Wait until something holds; fails after TIMEOUT seconds."""
    async with asyncio.timeout(TIMEOUT):
        while not condition():
            await pilot.pause(0.01)
    await pilot.pause()


async def press_until(pilot: Pilot[Any], key: str, kind: type[object]) -> None:
    """A key, then wait for the screen that it opens."""
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))


async def sign_in(pilot: Pilot[Any]) -> None:
    """The first person of the list, with the demo's password."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    await pilot.pause()
    await pilot.press("enter")
    await pilot.press("enter")
    await until(pilot, lambda: len(app.screen_stack) > 2)
    await until(pilot, lambda: app.status.online or bool(app.status.reason))
    await pilot.pause()


def allow(app: Any, name: str) -> None:
    """Give who signed in a role that the screen needs, where there is none yet."""
    clerk, needed = app.desk.clerk, for_screen(name)
    if not has_one(clerk.roles, needed):
        more = [Role(role) for role in sorted(needed)]
        app._desk = app.desk.signed_in(clerk.model_copy(update={"roles": [*clerk.roles, *more]}))


async def open_screen(pilot: Pilot[Any], name: str) -> None:
    """Sign in and open a screen by its name; sign_in and home are there already."""
    if name == "sign_in":
        await pilot.pause()
        return
    await sign_in(pilot)
    if name != "home":
        allow(pilot.app, name)
        await pilot.app.push_screen(name)
    for _ in range(3):
        await pilot.pause(0.05)
    await until(pilot, lambda: not getattr(pilot.app.screen, "building", False))


def picture(app: DeskApp) -> list[str]:
    """The screen as lines of text."""
    width, height = app.size
    lines = [[" "] * width for _ in range(height)]
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        x = 0
        for segment in strip:
            for character in segment.text:
                if x < width:
                    lines[y][x] = character
                x += 1
    return ["".join(line).rstrip() for line in lines]


def kinds_of(screen: type[Screen[Any]]) -> set[type[Screen[Any]]]:
    """Every class of screens that is one of these, whichever module of the desk it stands in."""
    for package in (desk.ui, desk.screens):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    found = set(screen.__subclasses__())
    return found.union(*(kinds_of(kind) for kind in found))


async def type_form(pilot: Pilot[Any], **values: str) -> None:
    """Fill fields as a clerk does, each left before the next."""
    screen = pilot.app.screen
    assert isinstance(screen, FormScreen)
    for name, value in values.items():
        screen.field(name).focus()
        await pilot.pause()
        screen.field(name).value = value
    await pilot.pause()


VISITOR = {
    "procedure": "reg",
    "surname": "Əliyev",
    "given_name": "İlqar",
    "birth_date": "31121990",
    "citizenship": "aze",
    "document_kind": "pass",
    "document_number": "C01234567",
}


def visit_form_of(pilot: Pilot[None]) -> FormScreen[VisitForm]:
    """The form of a visit that is in front."""
    screen = pilot.app.screen
    assert isinstance(screen, FormScreen)
    return screen
