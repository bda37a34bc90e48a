"""Synchronisation: every change with its state, the reason, and what can be done about it."""

import asyncio
from collections.abc import Iterator

from rich.text import Text
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from desk.lang import N_, _, day_and_clock, ngettext
from desk.ui.base import DeskScreen, bind
from desk.ui.clock_words import clock_text
from desk.ui.details import DetailsModal
from desk.ui.list_table import ListTable
from desk.ui.saving import saved, warn
from desk.ui.text import plain, plain_cell, visible
from desk.usecases.change_details import details
from desk.usecases.correct_visit import correct_rejected
from desk.usecases.quarantine import Action, LogLine, hand_over, log_lines, send_again

COLUMNS = ((N_("No."), 6), (N_("Written"), 16), (N_("Action"), 12), (N_("Where it stands"), 36))
ASKS = {
    Action.correct: N_("F2 corrects it and sends it again."),
    Action.send_again: N_("F4 sends it as it is."),
    Action.hand_over: N_("F8 hands it to the supervisor."),
    Action.read: N_("F3 shows all of it."),
    Action.print: N_("F9 prints it."),
}


class SyncScreen(DeskScreen):
    """The change log, the rejected first; the last lines say what can be done with the chosen one."""

    NAME = N_("Synchronisation")
    HELP = N_(
        "Everything written at this desk: first what central did not accept, then what is not confirmed.\n"
        "A rejected change holds up only the later ones of its own visit. F2 corrects it and sends it again, "
        "F4 sends it as it is, F8 hands it to the supervisor, F3 shows all of it, F9 prints it.\n"
        "F5 synchronises now. Without a line the desk tries again by itself; nothing is lost meanwhile."
    )
    AUTO_FOCUS = "DataTable"
    BINDINGS = [
        bind("save", "correct", N_("Fix"), N_("Correct it and send it again")),
        bind("find", "read", N_("Read"), N_("Show all of it")),
        bind("new", "send_again", N_("Resend"), N_("Send it again as it is")),
        bind("sync", "sync", N_("Sync"), N_("Synchronise now")),
        bind("next_section", "conflicts", N_("Settle"), N_("Settle corrections that differ")),
        bind("print", "print", N_("Print"), N_("Print all of it"), show=False),  # the advice names it
        bind("duplicates", "hand_over", N_("Refer"), N_("Hand it to the supervisor")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[LogLine] = []

    def body(self) -> Iterator[Widget]:
        """The line's state, the table, the advice."""
        yield Static(id="line")
        yield ListTable(COLUMNS)
        yield Static(id="advice")

    def on_screen_suspend(self) -> None:
        """Once it is left, the list begins at its top again: with what asks for something."""
        if self not in self.app.screen_stack:
            self._lines = []
            self.query_one(DataTable).move_cursor(row=0)

    async def reload(self) -> None:
        """Read the log anew; the cursor stays on its change."""
        chosen = self._chosen()
        self._lines = await asyncio.to_thread(log_lines, self.host.desk)
        self.query_one("#line", Static).update(self._line())
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for line in self._lines:
            texts = (str(line.n) if line.n > 0 else "–", day_and_clock(line.at), line.what, line.state)
            style = f"bold {self.app.current_theme.error}" if line.is_rejected else ""
            table.add_row(*(_cell(text, style) for text in texts))
        places = [line.change_id for line in self._lines]
        known = chosen is not None and chosen.change_id in places
        table.move_cursor(row=places.index(chosen.change_id) if chosen and known else row)
        self._advise()

    def _line(self) -> Content:
        status = self.host.status
        reason = self.host.line_reason()
        lines = [_("Connected to central.") if status.online and not reason else reason]
        if n := status.conflicts:
            told = ngettext("F6 settles {n} conflict.", "F6 settles {n} conflicts.", n).format(n=n)
            if which := next((line.conflict for line in self._lines if line.conflict), ""):
                told = f"{told.rstrip('.')}: {which}."
            lines = [told] if status.online else [told, *lines]
        if status.last_contact is not None:
            lines.append(_("Last contact: {time}").format(time=day_and_clock(status.last_contact)))
        if status.next_attempt is not None and not status.online:
            lines.append(_("Next attempt: {time}").format(time=day_and_clock(status.next_attempt)))
        if told := clock_text(status):
            lines.append(told)
        return plain("  ".join(lines))

    def _chosen(self) -> LogLine | None:
        return self.query_one(ListTable).chosen(self._lines)

    def _advise(self) -> None:
        """The whole state of the chosen change, and what can be done, with the keys."""
        line = self._chosen()
        advice = self.query_one("#advice", Static)
        if line is None:
            advice.update(plain(_("Nothing was written at this desk yet.")))
        else:
            asks = [_(text) for action, text in ASKS.items() if action in line.actions]
            state = plain(line.state)
            shown = state.stylize("bold $text-error") if line.is_rejected else state
            advice.update(Content("\n").join([shown, plain(" ".join([line.advice, *asks]))]))
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done with the chosen change stands in the key bar."""
        if action == "conflicts":
            return self.host.status.conflicts > 0
        if action in set(Action):
            line = self._chosen() if self.is_mounted else None
            return line is not None and action in line.actions
        return True

    def on_data_table_row_highlighted(self) -> None:
        """Say what can be done with the chosen change."""
        self._advise()

    async def on_data_table_row_selected(self) -> None:
        """Enter shows all of it."""
        await self.action_read()

    async def action_correct(self) -> None:
        """Open the form with the rejected body."""
        line = self._chosen()
        draft = await asyncio.to_thread(correct_rejected, self.host.desk, line.n) if line else None
        if draft is not None:
            self.host.subject = draft
            self.app.push_screen("correct")

    async def action_send_again(self) -> None:
        """Central judges it anew."""
        line = self._chosen()
        if line is not None:
            warning = await saved(self, send_again, self.host.desk, line.n)
            await self._done(warning, _("It is sent again; central judges it anew."))

    async def action_hand_over(self) -> None:
        """The supervisor finds it at any desk of the office."""
        line = self._chosen()
        if line is not None:
            warning = await saved(self, hand_over, self.host.desk, line.n)
            await self._done(warning, _("Handed to the supervisor."))

    async def _done(self, warning: str | None, told: str) -> None:
        if warning is not None:
            self.app.notify(visible(told), markup=False)
            warn(self, warning)
            await self.reload()

    async def action_read(self) -> None:
        """Show all of it."""
        line = self._chosen()
        found = await asyncio.to_thread(details, self.host.desk, line.change_id) if line else None
        if found is not None:
            self.app.push_screen(DetailsModal(found))

    async def action_print(self) -> None:
        """Print all of it, for the file."""
        from desk.ui.paper import give_out
        from desk.usecases.print_rejected import print_rejected

        line, host = self._chosen(), self.host
        if line is not None:
            await give_out(
                self.app, _("Paper"), lambda: print_rejected(host.desk, host.settings, line.change_id)
            )

    def action_conflicts(self) -> None:
        """Settle corrections that differ."""
        self.app.push_screen("conflict")


def _cell(text: str, style: str) -> Text:
    cell = plain_cell(text)
    cell.stylize(style)
    return cell
