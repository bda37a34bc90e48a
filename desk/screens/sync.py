"""Synchronisation: every change with its state, the reason, and what to do."""

import asyncio
from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from desk.lang import N_, _, day_and_clock
from desk.ui.base import DeskScreen, bind
from desk.ui.text import plain, plain_cell
from desk.usecases.day import ChangeLine, change_lines

COLUMNS = ((N_("No."), 6), (N_("Written"), 16), (N_("Action"), 12), (N_("Where it stands"), 36))


class SyncScreen(DeskScreen):
    """The change log, what is still open first; the last lines say what to do with the chosen one."""

    NAME = N_("Synchronisation")
    HELP = N_(
        "Everything written at this desk, what central has not confirmed first.\n"
        "F5 synchronises now. Without a line the desk tries again by itself; nothing is lost meanwhile."
    )
    AUTO_FOCUS = "DataTable"
    BINDINGS = [bind("sync", "sync", N_("Sync now"), N_("Synchronise now"))]

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[ChangeLine] = []

    def body(self) -> Iterator[Widget]:
        """The line's state, the table, the advice."""
        yield Static(id="line")
        yield DataTable(id="first", cursor_type="row", zebra_stripes=True)
        yield Static(id="advice")

    def on_mount(self) -> None:
        """Head the columns."""
        table = self.query_one(DataTable)
        for name, width in COLUMNS:
            table.add_column(plain_cell(_(name)), width=width)

    async def reload(self) -> None:
        """Read the log anew."""
        self.query_one("#line", Static).update(self._line())
        self._lines = await asyncio.to_thread(change_lines, self.host.desk)
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for line in self._lines:
            cells = (str(line.n), day_and_clock(line.at), line.what, line.state)
            table.add_row(*(plain_cell(cell) for cell in cells))
        table.move_cursor(row=row)
        self._advise(table.cursor_row)

    def _line(self) -> Content:
        status = self.host.status
        lines = [_("Connected to central.") if status.online else self.host.line_reason()]
        if status.last_contact is not None:
            lines.append(_("Last contact: {time}").format(time=day_and_clock(status.last_contact)))
        if status.next_attempt is not None and not status.online:
            lines.append(_("Next attempt: {time}").format(time=day_and_clock(status.next_attempt)))
        return plain("  ".join(lines))

    def _advise(self, row: int) -> None:
        advice = (
            self._lines[row].advice if row < len(self._lines) else _("Nothing was written at this desk yet.")
        )
        self.query_one("#advice", Static).update(plain(advice))

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Say what to do with the chosen change."""
        self._advise(event.cursor_row)

    def action_sync(self) -> None:
        """Synchronise now."""
        self.host.wake_sync(urgent=True)
