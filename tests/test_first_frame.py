"""What the first frame may load: a clerk must not wait for the ORM, the network or the forms."""

import subprocess
import sys

FIRST = {
    *("desk", "desk.__main__", "desk.opening", "desk.app", "desk.catalogue", "desk.config", "desk.keys"),
    *("desk.lang", "desk.records", "desk.records.roles", "desk.screen_factories", "desk.screens"),
    *("desk.screens.sign_in", "desk.sync", "desk.sync.status", "desk.usecases", "desk.usecases.people"),
    *("desk.ui", "desk.ui.allowed", "desk.ui.base", "desk.ui.crash", "desk.ui.gate", "desk.ui.key_bar"),
    *("desk.ui.key_translation", "desk.ui.line_filter", "desk.ui.presence", "desk.ui.scanner"),
    *("desk.ui.status_bar", "desk.ui.steady", "desk.ui.text", "desk.ui.themes"),
}
"""The desk's own modules that the first frame waits for: whoever adds one makes every morning longer."""
OTHERS = {"gc", "gettext", "json", "tomllib", "_json"}
"""Packages and modules that it loads beside those which the smallest Textual program loads as well."""
PROGRAM = """
import sys
from pathlib import Path
from textual.app import App

def modules():
    return {name for name in sys.modules if name == "desk" or name.startswith("desk.") or "." not in name}

class Smallest(App[None]):
    def on_mount(self):
        self.call_after_refresh(self.exit)

Smallest().run(headless=True)
smallest = modules()
refreshed, found = [], []
App.refresh_css = lambda app, animate=True: refreshed.append(animate)
import desk.__main__
from desk import opening
from desk.app import DeskApp

def look(app):
    found.extend(sorted(modules() - smallest - {"textual_speedups"}))
    app.exit()

DeskApp._warm_up = look
run = DeskApp.run
DeskApp.run = lambda app: run(app, headless=True)
opening.run(*opening.asked(["--folder", sys.argv[1]]))
print(*found)
print("read again:", len(refreshed))
"""


def _told(folder: str) -> list[str]:
    command = [sys.executable, "-c", PROGRAM, folder]
    told = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    return told.stdout.strip().splitlines()[-2:]


def test_first_frame_loads_what_it_shows_and_reads_no_style_sheet_twice(made_folder: str) -> None:
    loaded, read_again = _told(made_folder)
    assert set(loaded.split()) - FIRST - OTHERS == set()
    assert read_again == "read again: 0"


def test_use_cases_and_records_load_no_terminal() -> None:
    names = "desk.usecases.register_visit, desk.usecases.sign_in, desk.sync.worker, desk.records.kinds"
    program = f"import sys; import {names}; print(sorted({{'textual', 'rich'}} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert told.stdout.strip() == "[]", told.stderr
