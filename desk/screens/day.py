"""Today's visitors: each with its number and where its record stands."""

import asyncio
from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import DataTable, Input, Static

from desk.lang import N_, _, clock, ngettext, today
from desk.ui.attach import AttachModal, FilesOfRecord
from desk.ui.base import DeskScreen, bind
from desk.ui.list_table import ListTable
from desk.ui.paper import ask_and_print
from desk.ui.text import plain
from desk.usecases.correct_visit import begin_correction
from desk.usecases.find_visit import find_visits

COLUMNS = ((N_("Number"), 18), (N_("Time"), 5), (N_("Visitor"), 22), (N_("Where it stands"), 25))


class DayScreen(DeskScreen):
    """The day's list, the newest first."""

    NAME = N_("Today's visitors")
    HELP = N_(
        "The visitors of today, the newest first, at most 200. F3 finds by the printed number or by name; "
        "Enter corrects the chosen visit, F8 attaches a file to it, F9 prints its receipt.\n"
        "“Written here” means saved on this computer; “at central, no. N” means that central has it "
        "under that number of its register."
    )
    AUTO_FOCUS = "DataTable"
    BINDINGS = [
        bind("find", "find", N_("Find"), N_("Find by number or name")),
        bind("new", "new", N_("New"), N_("Take in a visitor")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now"), show=False),
        bind("next_section", "correct", N_("Correct"), N_("Correct the chosen visit")),
        bind("duplicates", "attach", N_("Files"), N_("Files of the chosen visit")),
        bind("print", "print", N_("Print"), N_("Print the receipt of the chosen visitor")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._numbers: list[str] = []

    def body(self) -> Iterator[Widget]:
        """The table and how many it has."""
        yield Input(placeholder=_("Number or name"), compact=True, id="find")
        yield ListTable(COLUMNS)
        yield Static(id="count")

    async def reload(self) -> None:
        """List the day anew."""
        text = self.query_one("#find", Input).value.strip()
        lines, wrong = await asyncio.to_thread(find_visits, self.host.desk, today(), text)
        self._numbers = [line.number for line in lines]
        self.query_one(ListTable).refill(
            (line.number, clock(line.at), line.name, line.state) for line in lines
        )
        if wrong is not None:
            self._say(f"✖ {wrong.text}")
        elif lines:
            self._say(ngettext("{n} visitor", "{n} visitors", len(lines)).format(n=len(lines)))
        else:
            self._say(_("Nobody like this today.") if text else _("Nobody yet today. F4 takes in a visitor."))

    def _say(self, text: str) -> None:
        self.query_one("#count", Static).update(plain(text))

    async def on_input_changed(self) -> None:
        """Narrow the list while a name or number is typed."""
        await self.reload()

    def on_input_submitted(self) -> None:
        """Go on to the list."""
        self.query_one(DataTable).focus()

    def action_find(self) -> None:
        """Type a number or a name."""
        self.query_one("#find", Input).focus()

    @property
    def _chosen(self) -> str | None:
        return self.query_one(ListTable).chosen(self._numbers)

    async def action_print(self) -> None:
        """Print the receipt of the chosen visitor."""
        if (number := self._chosen) is not None:
            await ask_and_print(self.app, number)

    def action_attach(self) -> None:
        """Show the files of the chosen visit and attach another one."""
        if (number := self._chosen) is not None:
            self.app.push_screen(AttachModal(FilesOfRecord(self.host.desk, number)))

    async def on_data_table_row_selected(self) -> None:
        """Enter corrects the chosen visit."""
        await self.action_correct()

    async def action_correct(self) -> None:
        """Open the form with the chosen visit."""
        if (number := self._chosen) is not None:
            draft = await asyncio.to_thread(begin_correction, self.host.desk, number)
            if draft is not None:
                self.host.subject = draft
                self.app.push_screen("correct")

    def action_new(self) -> None:
        """Take in a visitor."""
        self.app.push_screen("intake")
