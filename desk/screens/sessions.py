"""The Council's sessions: those that were convened, and days for which complaints were put on an agenda."""

import asyncio
from collections.abc import Iterator
from functools import partial

from textual.widget import Widget
from textual.widgets import Static

from desk.lang import N_, _, day, ngettext
from desk.records.base import Record
from desk.records.council_session import NewSession
from desk.ui.act_form import ActScreen
from desk.ui.allowed import may_write
from desk.ui.base import DeskScreen, bind
from desk.ui.rows_view import RowsView
from desk.ui.text import plain
from desk.usecases.council_session import (
    SessionLine,
    day_remarks,
    sessions_of,
    take_session_step,
    to_convene,
)

COLUMNS = ((N_("Day"), 12), (N_("Place"), 32), (N_("State"), 16), (N_("Complaints"), 12))


class SessionsScreen(DeskScreen):
    """The newest day first."""

    NAME = N_("Council sessions")
    HELP = N_(
        "The sessions of the Appeals Council, the newest first. Enter opens one: its agenda, who is there,\n"
        "the votes and the minutes. F4 convenes a new one with the members of the last."
    )
    AUTO_FOCUS = "RowsView"
    BINDINGS = [
        bind("new", "new", N_("New"), N_("Convene a session")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[SessionLine] = []

    def body(self) -> Iterator[Widget]:
        """The table and how many it has."""
        yield RowsView(COLUMNS, id="first")
        yield Static(id="count")

    async def reload(self) -> None:
        """Read the sessions anew."""
        self._lines = await asyncio.to_thread(sessions_of, self.host.desk)
        cells = [(day(line.on), line.place, line.state, str(line.complaints)) for line in self._lines[:200]]
        self.query_one(RowsView).show(cells)
        n = len(self._lines)
        told = ngettext("{n} Council session", "{n} Council sessions", n).format(n=n)
        self.query_one("#count", Static).update(plain(told if n else _("No session yet. F4 convenes one.")))

    def on_rows_view_row_selected(self, event: RowsView.RowSelected) -> None:
        """Open the session."""
        if event.cursor_row < len(self._lines):
            self.host.subject = self._lines[event.cursor_row].on
            self.app.push_screen("session")

    async def action_new(self) -> None:
        """Convene the next session that has an agenda, or another one, of the members of the last."""
        if not may_write(self, "council.session"):
            return
        desk = self.host.desk
        filled = await asyncio.to_thread(to_convene, desk)

        def write(form: Record) -> str:
            if not isinstance(form, NewSession):
                raise TypeError(type(form).__name__)
            return take_session_step(desk, form.on, "convened", form.convened)

        title, remarks = _("Convene a session"), partial(day_remarks, desk)
        screen = ActScreen(title, NewSession, write, filled=filled, remarks=remarks, draft="session")
        self.app.push_screen(screen)
