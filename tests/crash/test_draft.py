"""What was typed into a form outlives kill -9 of the program."""

import subprocess
import sys

import pytest

from desk.usecases.drafts import draft_of
from tests.desks import Made

PROGRAM = """
import asyncio, sys
from pathlib import Path
from desk.app import DeskApp
from desk.config import load
from desk.usecases.drafts import draft_of
from tests.screens.driving import open_screen, type_form, until

async def type_and_wait():
    app = DeskApp(load(Path(sys.argv[1])))
    async with app.run_test(size=(80, 24)) as pilot:
        await open_screen(pilot, "intake")
        await type_form(pilot, procedure="Registration at the place of stay", surname="Əliyev", phone="+994")
        await until(pilot, lambda: draft_of(app.desk, "intake") is not None)
        print("typed", flush=True)
        await asyncio.sleep(60)

asyncio.run(type_and_wait())
"""


@pytest.mark.slow
def test_typed_form_outlives_kill(made: Made) -> None:
    command = [sys.executable, "-c", PROGRAM, str(made.settings.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        told = program.stdout.readline()
        program.kill()
    assert told == "typed\n"
    desk = made.open()
    found = draft_of(desk, "intake")
    desk.close()
    assert found is not None
    assert found.values == {"procedure": "stay", "surname": "Əliyev", "phone": "+994"}
