"""What the dashboard and the preview of the report share: building in a thread, and a figure's entries."""

import asyncio
from collections.abc import Iterator, Sequence

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from desk.documents.report.model import Report, Source
from desk.lang import N_, _, day, language, ngettext
from desk.ui.base import DeskScreen, bind
from desk.ui.list_table import ListTable
from desk.ui.modal import DeskModal
from desk.ui.text import plain, plain_cell, visible
from desk.usecases.report.build import PlanMissing, build_report
from desk.usecases.report.overview import years_of

BAR = 40
SHOWN = 200
"""Entries listed behind one figure; the exports name all."""
REGISTERS = {
    "measure": N_("measure"),
    "training": N_("training"),
    "survey": N_("survey"),
    "survey_answer": N_("answers"),
    "council": N_("complaint"),
}


SOURCE_COLUMNS = ((N_("Register"), 10), (N_("Date"), 10), (N_("Entry"), 42))


class SourcesModal(DeskModal[None]):
    """The entries behind a figure."""

    BINDINGS = [bind("back", "dismiss", N_("Close")), Binding("enter", "dismiss", show=False)]

    def __init__(self, title: str, sources: Sequence[Source]) -> None:
        super().__init__()
        self._title, self._sources = title, sources

    def body(self) -> Iterator[Widget]:
        """The figure's sentence, its entries, how many there are."""
        n = len(self._sources)
        told = ngettext("{n} entry", "{n} entries", n).format(n=n)
        with Vertical(classes="dialog"):
            yield Static(plain(self._title).stylize("bold"), classes="dialog-title")
            yield ListTable(SOURCE_COLUMNS, "sources")
            yield Static(Content.assemble((f"{told}.", "$text-muted")))

    def on_mount(self) -> None:
        """List them."""
        table = self.query_one(DataTable)
        for source in self._sources[:SHOWN]:
            on = day(source.on) if source.on else ""
            cells = (_(REGISTERS[source.register]), on, source.text)
            table.add_row(*(plain_cell(cell) for cell in cells))
        table.focus()


class YearlyScreen(DeskScreen):
    """A screen about one year's report, which is built in a thread with its progress in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.building = False
        self.year = 0
        self.report: Report | None = None

    def on_mount(self) -> None:
        """Build the report that was asked for, else that of the newest year with a plan."""
        asked = self.host.subject
        self.year = asked if isinstance(asked, int) else 0
        self.host.subject = None
        self.build()

    def build(self) -> None:
        """Build anew; what was being built is left."""
        self.building = True
        self.run_worker(self._build(), group="report", exclusive=True)

    async def _build(self) -> None:
        from desk.usecases.refusals import StoreFailed, refusal_text

        desk = self.host.desk
        try:
            years = await asyncio.to_thread(years_of, desk)
            self.year = self.year or next(iter(years), 0)
            self._tell(0, 1)
            spoken = self.spoken()
            self.report = await asyncio.to_thread(build_report, desk, self.year, spoken, self._progress)
        except PlanMissing:
            self.refused(_("No plan that this desk knows covers {year}.").format(year=self.year))
        except StoreFailed as failed:
            self.refused(refusal_text(failed))
        else:
            self.built(self.report)
        finally:
            self.building = False

    def spoken(self) -> str:
        """The language that the report is built in."""
        return language()

    def _progress(self, done: int, steps: int) -> None:
        """Called in the thread that builds."""
        self.app.call_from_thread(self._tell, done, steps)

    def _tell(self, done: int, steps: int) -> None:
        if self.is_mounted:
            filled = BAR * done // max(1, steps)
            text = _("Building the report: {done} of {steps}").format(done=done, steps=steps)
            self.progress(f"{'█' * filled}{'░' * (BAR - filled)} {text}")

    def progress(self, text: str) -> None:
        """Show how far the building is."""
        raise LookupError(type(self).__name__)

    def built(self, report: Report) -> None:
        """Show the report."""
        raise LookupError(type(self).__name__)

    def refused(self, text: str) -> None:
        """Say why there is no report."""
        self.progress(visible(text))

    async def next_year(self) -> None:
        """Go on to the next year that has a plan."""
        years = await asyncio.to_thread(years_of, self.host.desk)
        if years:
            place = years.index(self.year) if self.year in years else -1
            self.year = years[(place + 1) % len(years)]
            self.build()
