"""The year by clause: what is entered and what is still missing before the report is due."""

from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import DataTable, Static

from desk.documents.report.model import Report
from desk.lang import N_, _, ngettext
from desk.ui.base import bind
from desk.ui.list_table import ListTable
from desk.ui.report import SourcesModal, YearlyScreen
from desk.ui.text import lines, plain
from desk.usecases.report.overview import ClauseLine, overview

COLUMNS = (
    (N_("Clause"), 7),
    (N_("What it asks for"), 33),
    (N_("Entries"), 8),
    (N_("State"), 22),
)


class YearScreen(YearlyScreen):
    """The clauses of the plan with their state; Enter shows the entries of one."""

    NAME = N_("Year's plan")
    HELP = N_(
        "Every clause of the plan with how many entries it has and what it still needs.\n"
        "Enter lists the entries of the chosen clause, F6 goes on to the next year that has a plan, F9 "
        "builds the report. A date with * is an internal target that no text confirms."
    )
    AUTO_FOCUS = "DataTable"
    BINDINGS = [
        bind("next_section", "next_year", N_("Year"), N_("The next year that has a plan")),
        bind("print", "report", N_("Report"), N_("Build the report of this year")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[ClauseLine, ...] = ()

    def body(self) -> Iterator[Widget]:
        """The plan, its clauses, how many are not ready."""
        yield Static(id="plan")
        yield ListTable(COLUMNS)
        yield Static(id="count")

    def progress(self, text: str) -> None:
        """Show how far the counting is."""
        self.query_one("#count", Static).update(plain(text))

    def built(self, report: Report) -> None:
        """Show the clauses."""
        found = overview(report)
        self._lines = found.lines
        self.query_one("#plan", Static).update(lines(found.head))
        self.query_one(ListTable).refill(map(_cells, found.lines))
        n = found.missing
        told = ngettext("{n} clause still needs something.", "{n} clauses still need something.", n)
        self.progress(told.format(n=n) if n else _("Every clause is ready."))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """List the entries of the chosen clause."""
        if event.cursor_row < len(self._lines):
            section = self._lines[event.cursor_row].section
            self.app.push_screen(SourcesModal(section.heading, section.sources))

    async def action_next_year(self) -> None:
        """Go on to the next year."""
        await self.next_year()

    def action_report(self) -> None:
        """Build the report of the year shown."""
        self.host.subject = self.year
        self.app.push_screen("report")


def _cells(line: ClauseLine) -> tuple[object, ...]:
    section = line.section
    return section.clause, section.title, len(section.sources), f"{'✓' if line.ready else '▲'} {line.state}"
