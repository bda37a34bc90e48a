"""The registers on the screen: what is entered before, and what is to be seen."""

from collections.abc import Callable

from textual.pilot import Pilot

from desk.app import DeskApp
from desk.config import load
from desk.usecases.desk import Desk
from desk.usecases.employees import set_employee
from desk.usecases.trainings import (
    enter_training,
)
from tests.desks import Made
from tests.registers.cards import employee, training
from tests.screens.driving import picture

TODAY = "20.11.2026"
Pilots = Pilot[None]


def app_of(made: Made, prepare: Callable[[Desk], object]) -> DeskApp:
    """The program on a desk that was prepared."""
    desk = made.open()
    prepare(desk)
    desk.close()
    return DeskApp(load(made.settings.folder))


async def settled(pilot: Pilots, times: int = 4) -> None:
    """Wait until what was begun is done."""
    for _turn in range(times):
        await pilot.pause(0.05)


def shown(app: DeskApp) -> str:
    """The screen as text."""
    return "\n".join(picture(app))


def enter_session(desk: Desk) -> None:
    """A session of today, and four employees, one of them not invited."""
    enter_training(desk, training(starts_on=TODAY, starts_at="10:00", ends_at="13:00", units="Gəncə"))
    for n in range(3):
        set_employee(desk, employee(n))
    set_employee(desk, employee(7, unit="Bakı"))
