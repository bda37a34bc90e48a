"""A list of cases: saved filters on F6, search on F3, Enter opens the case."""

import asyncio
from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from desk.lang import N_, _, ngettext
from desk.ui.base import DeskScreen, bind
from desk.ui.export_form import ExportScreen
from desk.ui.rows_view import RowsView
from desk.ui.search_line import SearchLine
from desk.ui.steady import Steady
from desk.ui.text import plain
from desk.usecases.case_list import FILTERS, NOT_CONFIRMED, CaseLine, cases_of

COLUMNS = ((N_("Number"), 19), (N_("Applicant"), 16), (N_("State"), 21), (N_("Due"), 20))


class CaseListScreen(DeskScreen):
    """The cases of one register, as one of its saved filters has them."""

    REGISTER = ""
    CHOICES: tuple[str, ...] = ()
    FORM_SCREEN = ""
    AUTO_FOCUS = "RowsView"
    BINDINGS = [
        bind("find", "find", N_("Find"), N_("Find by number, name or words")),
        bind("new", "new", N_("New"), N_("Register a new one")),
        bind("next_section", "filter", N_("Filter"), N_("The next saved filter")),
        bind("print", "export", N_("Export"), N_("Write the register of a year into a file")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._chosen = "all"
        self._lines: list[CaseLine] = []
        self._asked = ""

    def body(self) -> Iterator[Widget]:
        """The filters, the search line, the rows, how many there are."""
        yield Steady(id="filters")
        yield SearchLine(placeholder=_("Number, name or words"), compact=True, id="find")
        yield RowsView(COLUMNS, id="first")
        yield Steady(id="count")

    async def reload(self) -> None:
        """Read the list anew."""
        self._asked = self._text
        desk = self.host.desk
        self._lines = await asyncio.to_thread(cases_of, desk, self.REGISTER, self._chosen, self._asked)
        self.query_one(RowsView).show(self._lines, _cells)
        self._tell()

    @property
    def _text(self) -> str:
        return self.query_one("#find", Input).value.strip()

    def _tell(self) -> None:
        styles = {name: "reverse" if name == self._chosen else "$quiet" for name in self.CHOICES}
        names = [(f" {_(FILTERS[name])} ", style) for name, style in styles.items()]
        self.query_one("#filters", Steady).tell(Content.assemble(*names), layout=False)
        n = len(self._lines)
        told = ngettext("{n} case", "{n} cases", n).format(n=n) if n else _("No case here.")
        starred = any(line.doubtful for line in self._lines)
        text = f"{told}  * {_(NOT_CONFIRMED)}" if starred else told
        self.query_one("#count", Steady).tell(plain(text), layout=False)

    async def on_input_changed(self) -> None:
        """Narrow the list while words are typed; what was typed meanwhile is looked for once."""
        if self._text != self._asked:
            await self.reload()

    def on_input_submitted(self) -> None:
        """Go on to the list."""
        self.query_one(RowsView).focus()

    def on_rows_view_row_selected(self, event: RowsView.RowSelected) -> None:
        """Open the case."""
        if event.cursor_row < len(self._lines):
            self.host.case_id = self._lines[event.cursor_row].case_id
            self.app.push_screen("case")

    def action_find(self) -> None:
        """Type what to look for."""
        self.query_one("#find", Input).focus()

    async def action_filter(self) -> None:
        """Go on to the next saved filter."""
        self._chosen = self.CHOICES[(self.CHOICES.index(self._chosen) + 1) % len(self.CHOICES)]
        await self.reload()

    def action_new(self) -> None:
        """Register a new one."""
        self.app.push_screen(self.FORM_SCREEN)

    def action_export(self) -> None:
        """Ask for year and purpose, and write the register into a file."""
        self.app.push_screen(ExportScreen(self.REGISTER))


def _cells(line: CaseLine) -> tuple[str, ...]:
    return line.number, line.name, line.state, line.due
