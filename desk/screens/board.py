"""The wall board: the numbers being served in large digits. No key leads from it to anything else."""

import asyncio
from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Digits, Static

from desk.lang import N_, _, clock, ngettext, now, today
from desk.ui.base import DeskScreen, bind
from desk.ui.text import plain, show_digits, visible
from desk.usecases.board import SHOWN, Board, Call, board_of
from desk.usecases.catalogue import office_name

REFRESH = 5.0


class BoardScreen(DeskScreen):
    """Ticket on the left, desk on the right, the newest call on top."""

    NAME = N_("Board")
    UNATTENDED = True
    HELP = N_(
        "Shows the numbers that are called, the newest on top, as they come from the office's desks.\n"
        "On a wall board Esc leads nowhere; Ctrl+Q ends the program, and the password is asked for again."
    )
    AUTO_FOCUS = ""
    BINDINGS = [bind("back", "back", N_("Back"), N_("Leave this screen"), show=False)]

    def compose(self) -> ComposeResult:
        """The office and the time, the calls, and those before; neither head line nor key bar."""
        yield Static(id="board-head")
        yield from self.body()
        yield Static(id="board-foot")

    def body(self) -> Iterator[Widget]:
        """A row of large digits for each call."""
        with Horizontal(id="board-titles"):
            yield Static(Content.assemble((_("Ticket"), "bold")), classes="board-label")
            yield Static(Content.assemble((_("Desk"), "bold")), classes="board-place")
        for n in range(SHOWN):
            with Horizontal(classes="board-row", id=f"call-{n}"):
                yield Digits("", classes="board-label")
                yield Digits("", classes="board-place")

    def on_mount(self) -> None:
        """Count the seconds, and read the office's name once."""
        self._office = ""
        self.set_interval(REFRESH, self.reload)

    def status_changed(self) -> None:
        """Something may have come from central."""
        self.call_later(self.reload)

    async def reload(self) -> None:
        """Show the calls of this moment."""
        desk = self.host.desk
        self._office = self._office or await asyncio.to_thread(office_name, desk)
        board = await asyncio.to_thread(board_of, desk, today())
        for n in range(SHOWN):
            self._show(n, board.calls[n] if n < len(board.calls) else None)
        self.query_one("#board-head", Static).update(self._head())
        self.query_one("#board-foot", Static).update(self._foot(board))

    def _show(self, n: int, call: Call | None) -> None:
        row = self.query_one(f"#call-{n}")
        row.set_class(call is not None and call.fresh, "fresh")
        label, place = row.query(Digits)
        show_digits(label, call.label if call else "")
        show_digits(place, call.place if call else "")

    def _head(self) -> Content:
        room = max(self.size.width - 10, 10)
        return Content.assemble((visible(f"{self._office[:room]:{room}}"), "bold"), plain(clock(now())))

    def _foot(self, board: Board) -> Content:
        if not self.host.status.online:
            told = _("No connection: listen to the calls.")
            if board.as_of:
                told = _("No connection since {time}: listen to the calls.").format(time=clock(board.as_of))
            return Content.assemble((visible(f"⚠ {told}"), "bold"))
        n = board.waiting
        told = ngettext("{n} waits.", "{n} wait.", n).format(n=n) if n else _("Nobody waits.")
        if board.earlier:
            before = ", ".join(call.label for call in board.earlier)
            told = f"{told}  {_('Before: {labels}').format(labels=before)}"
        return plain(told)

    async def action_back(self) -> None:
        """On a wall board there is nothing behind it."""
        if not self.host.desk.identity.is_board:
            await super().action_back()
