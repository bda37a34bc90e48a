"""A list of a register's year: search on F3, a new entry on F4, another year on F7, Enter opens."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Input, Static

from desk.lang import N_, _, today
from desk.ui.base import DeskScreen, bind
from desk.ui.list_table import ListTable
from desk.ui.picker import PickerModal
from desk.ui.search_line import SearchLine
from desk.ui.text import plain
from desk.usecases.plans import years_of

L = TypeVar("L")


class YearListScreen(DeskScreen, Generic[L]):
    """The entries of one year that a text finds, at most 200."""

    COLUMNS: tuple[tuple[str, int], ...] = ()
    AUTO_FOCUS = "DataTable"
    BINDINGS = [
        bind("find", "find", N_("Find"), N_("Find by words")),
        bind("new", "new", N_("New"), N_("Enter a new one")),
        bind("lookup", "year", N_("Year"), N_("Choose another year")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._year = today().year
        self._lines: list[L] = []

    def read(self, text: str) -> list[L]:
        """The entries that a text finds; runs in a thread."""
        raise LookupError(type(self).__name__)

    def cells(self, line: L) -> Sequence[str]:
        """What the table shows of an entry."""
        raise LookupError(type(self).__name__)

    def heading(self) -> str:
        """What stands over the list besides the year."""
        return ""

    def told(self) -> str:
        """What stands below the list."""
        raise LookupError(type(self).__name__)

    def open(self, line: L) -> None:
        """Open an entry."""
        raise LookupError(type(self).__name__)

    def body(self) -> Iterator[Widget]:
        """The year, the search line, the table, how many there are."""
        yield Static(id="filters")
        yield SearchLine(placeholder=_("Words"), compact=True, id="find")
        yield ListTable(self.COLUMNS)
        yield Static(id="count")

    async def reload(self) -> None:
        """Read the list anew."""
        text = self.query_one("#find", Input).value.strip()
        self._lines = await asyncio.to_thread(self.read, text)
        self.query_one(ListTable).refill(map(self.cells, self._lines))
        self.query_one("#filters", Static).update(self._head())
        self.query_one("#count", Static).update(plain(self.told()))

    def _head(self) -> Content:
        return Content.assemble((f" {self._year} ", "reverse"), " ", plain(self.heading()))

    @property
    def chosen(self) -> L | None:
        """The entry that the cursor stands on."""
        return self.query_one(ListTable).chosen(self._lines)

    async def on_input_changed(self) -> None:
        """Narrow the list while words are typed."""
        await self.reload()

    def on_input_submitted(self) -> None:
        """Go on to the list."""
        self.query_one(DataTable).focus()

    def on_data_table_row_selected(self) -> None:
        """Open the chosen entry."""
        if self.chosen is not None:
            self.open(self.chosen)

    def action_find(self) -> None:
        """Type what to look for."""
        self.query_one("#find", Input).focus()

    async def action_year(self) -> None:
        """Choose another year."""
        years = await asyncio.to_thread(years_of, self.host.desk)
        choices = {str(year): str(year) for year in years}

        async def taken(year: str | None) -> None:
            if year:
                self._year = int(year)
                self.year_changed()
                await self.reload()

        self.app.push_screen(PickerModal(_("Which year?"), choices), taken)

    def year_changed(self) -> None:
        """Another year was chosen; what belongs to the year before is dropped."""
