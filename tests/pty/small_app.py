"""A minimal app of the terminal pieces: python -m tests.pty.small_app desk|hostile|crash|worker."""

import sys
from typing import NoReturn

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widgets import DataTable, Input, Label, RichLog

from desk.keys import KEYS
from desk.records.mrz import read
from desk.ui import crash
from desk.ui.key_translation import guard_key_parser, translate
from desk.ui.line_filter import ControlFilter
from desk.ui.scanner import Scanned, Scanner
from desk.ui.text import plain

HOSTILE = "A\x1b]52;c;cHduZWQ=\x07B\x9b31mC\u202eD\x00E\x05F\x0eG\x1b[2JH"


class Desk(Screen[None]):
    TAKES_SCANS = True
    scans = 0
    BINDINGS = [Binding(keys, f"did('{name}')", name, id=name) for name, keys in KEYS.items()]

    def compose(self) -> ComposeResult:
        yield Input(select_on_focus=False)
        yield Label(id="entered", markup=False)
        yield Label(id="did", markup=False)
        yield Label(id="scan", markup=False)
        yield Label("Ready")

    def action_did(self, name: str) -> None:
        self.query_one("#did", Label).update(plain(f"did {name}."))

    def on_input_changed(self, event: Input.Changed) -> None:
        self.query_one("#entered", Label).update(plain(f"typed |{event.value}|"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one("#did", Label).update(plain("did submit."))

    def on_scanned(self, event: Scanned) -> None:
        self.scans += 1
        zone = read(event.text)
        told = f"scan {self.scans} of {zone.surname}, {zone.given_names}, {zone.document_number}."
        self.query_one("#scan", Label).update(plain(told))


class Hostile(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Label(HOSTILE, markup=False)
        yield Input(HOSTILE)
        yield DataTable()
        yield RichLog()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("x")
        table.add_row(Text(HOSTILE))
        self.query_one(RichLog).write(HOSTILE)
        self.notify("Ready" + HOSTILE, markup=False)


class SmallApp(App[None]):
    SCREENS = {"desk": Desk, "hostile": Hostile}
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what
        self.scanner = Scanner(self, super().on_event)

    def on_mount(self) -> None:
        self.push_screen("hostile" if self.what == "hostile" else "desk")

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            translate(event)
            if self.what == "crash" and event.key == "f2":
                fail("SECRET-PASSPORT")
            if self.what == "worker" and event.key == "f2":
                self.run_worker(self.fail_later("SECRET-PASSPORT"))
        await self.scanner.on_event(event)

    async def fail_later(self, secret: str) -> None:
        fail(secret)

    def get_line_filters(self) -> list[LineFilter]:
        own = [] if "unfiltered" in sys.argv else [ControlFilter()]
        return [*super().get_line_filters(), *own]

    def _handle_exception(self, error: Exception) -> None:
        crash.stop(self, error)

    def panic(self, *renderables: object) -> None:
        crash.stop(self)


def fail(secret: str) -> NoReturn:
    holder = {"passport": secret}
    raise ValueError(f"cannot read {holder}")


if __name__ == "__main__":
    if "unguarded" not in sys.argv:
        guard_key_parser()
    crash.quieten()
    app = SmallApp(sys.argv[1] if len(sys.argv) > 1 else "desk")
    app.run()
    sys.exit(app.return_code)
