"""The report before it is written: its sentences by clause; Enter opens the entries behind one."""

import asyncio
from collections.abc import Iterator

from textual.widget import Widget
from textual.widgets import DataTable, Static

from desk.documents.report.model import Figure, Report, Section
from desk.documents.report.words import sentences, value_text
from desk.lang import LANGUAGES, N_, NAMES, _, language, ngettext, speaking
from desk.ui.base import bind
from desk.ui.list_table import ListTable
from desk.ui.picker import PickerModal
from desk.ui.report import SourcesModal, YearlyScreen
from desk.ui.saving import refuse, warn
from desk.ui.text import lines, plain, plain_cell, visible
from desk.usecases.report.write import FORMS, keep_report

COLUMNS = ((N_("Clause"), 7), (N_("Sentence"), 53), (N_("Figure"), 12))
Line = tuple[Section, Figure | None]


class ReportScreen(YearlyScreen):
    """The sentences of the report; the whole of the chosen one stands below the list."""

    NAME = N_("Report")
    HELP = N_(
        "Each sentence of the report with its figure. Enter lists the entries that the figure was computed "
        "from. F6 changes the report's language, F9 writes it to a file.\n"
        "A stated figure stands beside the one that the registers give; where they differ it is said."
    )
    AUTO_FOCUS = "DataTable"
    BINDINGS = [
        bind("next_section", "language", N_("Language"), N_("The report in the next language")),
        bind("new", "next_year", N_("Year"), N_("The next year that has a plan")),
        bind("print", "write", N_("Write"), N_("Write the report into a file")),
        bind("sync", "again", N_("Anew"), N_("Build the report anew")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._language = ""
        self._lines: list[Line] = []

    def body(self) -> Iterator[Widget]:
        """The head, the sentences, the chosen one in full."""
        yield Static(id="plan")
        yield ListTable(COLUMNS)
        yield Static(id="count")

    def spoken(self) -> str:
        """The language chosen, else the program's."""
        return self._language or language()

    def progress(self, text: str) -> None:
        """Show how far the building is."""
        self.query_one("#plan", Static).update(plain(text))

    def built(self, report: Report) -> None:
        """List the sentences."""
        table = self.query_one(DataTable)
        table.clear()
        self._lines = []
        with speaking(report.language):
            for section in report.sections:
                self._add(table, section)
        n = sum(len(section.figures) for section in report.sections)
        told = ngettext("{n} figure", "{n} figures", n).format(n=n)
        head = lines((f"{report.year} · {report.plan}", f"{NAMES[report.language]} · {told}"))
        self.query_one("#plan", Static).update(head)
        self._explain(0)

    def _add(self, table: DataTable[object], section: Section) -> None:
        rows = list(zip(section.figures, sentences(section), strict=True))
        for figure, text in rows:
            table.add_row(*(plain_cell(c) for c in (section.clause, text, value_text(figure.value))))
            self._lines.append((section, figure))
        if not rows:
            said = [*section.remarks, *(paragraph.text for paragraph in section.paragraphs)]
            table.add_row(*(plain_cell(cell) for cell in (section.clause, " ".join(said), "")))
            self._lines.append((section, None))

    def _explain(self, row: int) -> None:
        text = ""
        if row < len(self._lines):
            section, figure = self._lines[row]
            text = section.heading if figure is None else f"{figure.text} {figure.computed_text}".strip()
        self.query_one("#count", Static).update(plain(text))

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Show the chosen sentence in full."""
        self._explain(event.cursor_row)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """List the entries behind the chosen figure."""
        if event.cursor_row < len(self._lines):
            section, figure = self._lines[event.cursor_row]
            if figure is None:
                self.app.push_screen(SourcesModal(section.heading, section.sources))
            else:
                behind = set(figure.entries)
                found = [source for source in section.sources if source.id in behind]
                self.app.push_screen(SourcesModal(figure.text, found))

    def action_language(self) -> None:
        """Build it in the next language."""
        self._language = LANGUAGES[(LANGUAGES.index(self.spoken()) + 1) % len(LANGUAGES)]
        self.build()

    async def action_next_year(self) -> None:
        """Build that of the next year."""
        await self.next_year()

    def action_again(self) -> None:
        """Build it anew."""
        self.build()

    def action_write(self) -> None:
        """Ask for the form and write the file."""
        report = self.report
        if report is None or self.building:
            self.app.notify(_("The report is not built yet."), severity="warning", markup=False)
            return

        async def chosen(form: str | None) -> None:
            if form:
                await self._write(report, form)

        names = {form: " ".join(reversed(form.upper().split("."))).strip() for form in FORMS}
        self.app.push_screen(PickerModal(_("Write the report as"), names), chosen)

    async def _write(self, report: Report, form: str) -> None:
        from desk.documents.render import PaperFailed
        from desk.usecases.refusals import StoreFailed, refusal_text

        try:
            path, warning = await asyncio.to_thread(
                keep_report, self.host.desk, self.host.settings, report, form
            )
        except (StoreFailed, PaperFailed, OSError) as failed:
            refuse(self.app, refusal_text(failed), _("Not written"))
        else:
            self.host.wake_sync()
            told = visible(_("The report is kept as {path}").format(path=path))
            self.app.notify(told, title=_("Report"), markup=False, timeout=15)
            warn(self, warning)
