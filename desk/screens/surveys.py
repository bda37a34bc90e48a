"""Surveys: what was asked, how many answered, and the shares of the chosen one as bars."""

import asyncio
from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from desk.lang import N_, _, day, ngettext, today
from desk.ui.base import DeskScreen, bind
from desk.ui.chart import BarChart
from desk.ui.list_table import ListTable
from desk.ui.saving import saved
from desk.ui.surveys import AnswerModal, open_tally
from desk.ui.text import lines, plain
from desk.usecases.surveys import Outcome, SurveyClosed, answer, listed, percent_text

COLUMNS = ((N_("Clause"), 7), (N_("Question"), 42), (N_("Open until"), 11), (N_("People"), 9))


class SurveysScreen(DeskScreen):
    """The surveys, the newest first; below the list the answers of the chosen one."""

    NAME = N_("Surveys")
    HELP = N_(
        "Enter takes one visitor's answer at the desk; F6 writes a tally of papers or of an online survey; "
        "F8 turns this computer into a kiosk until the clerk's password is given.\n"
        "Percentages are rounded each for itself. Where these do not add up to 100, the second ones do (the "
        "largest remainders are rounded up). Blanks are counted."
    )
    AUTO_FOCUS = "DataTable"
    BINDINGS = [
        bind("new", "new", N_("New"), N_("Open a survey")),
        bind("next_section", "tally", N_("Tally"), N_("Write what a count of answers gave")),
        bind("duplicates", "kiosk", N_("Kiosk on"), N_("Let visitors answer at this computer")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Outcome] = []

    def body(self) -> Iterator[Widget]:
        """The list, the bars, the sentence below them."""
        yield ListTable(COLUMNS)
        yield BarChart(id="chart")
        yield Static(id="count")

    async def reload(self) -> None:
        """Count anew."""
        self._found = await asyncio.to_thread(listed, self.host.desk)
        table = self.query_one(ListTable)
        asked = ((one.survey, one.respondents) for one in self._found)
        table.refill((survey.clause, survey.asked, day(survey.closes_on), n) for survey, n in asked)
        self._explain(table.cursor_row)

    def _explain(self, row: int) -> None:
        found = self._found[row] if row < len(self._found) else None
        self.query_one("#count", Static).update(self._advice(found))
        self.query_one(BarChart).show(found.bars if found is not None else [])

    def _advice(self, found: Outcome | None) -> Content:
        if found is None:
            return plain(_("No survey yet. F4 opens one."))
        n = found.respondents
        told = ngettext("{n} person asked", "{n} people asked", n).format(n=n)
        blank = ngettext("{n} left it blank", "{n} left it blank", found.blank).format(n=found.blank)
        shown = [found.survey.asked, f"{told}, {blank}."]
        if found.differ:
            even = ", ".join(percent_text(share.even) for share in found.shares)
            shown.append(_("So that all add up to 100 %: {shares}").format(shares=even))
        return lines(shown)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Show the chosen survey's answers."""
        self._explain(event.cursor_row)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Take one visitor's answer."""
        found = self._found[event.cursor_row] if event.cursor_row < len(self._found) else None
        if found is None:
            return
        survey = found.survey
        if not survey.opens_on <= today() <= survey.closes_on:
            self.app.notify(_("This survey is not asked today."), severity="warning", markup=False)
            return

        async def answered(code: str | None) -> None:
            if code is not None:
                await self._write(found, code)

        self.app.push_screen(AnswerModal(survey), answered)

    async def _write(self, found: Outcome, code: str) -> None:
        try:
            done = await saved(self, answer, self.host.desk, found.survey, code)
        except SurveyClosed:
            self.app.notify(_("This survey is not asked today."), severity="warning", markup=False)
        else:
            if done is not None:
                await self.reload()

    def action_new(self) -> None:
        """Open a survey."""
        self.app.push_screen("survey")

    async def action_tally(self) -> None:
        """Write what a count of answers gave."""
        found = self.query_one(ListTable).chosen(self._found)
        if found is not None:
            await open_tally(self, found.survey)

    def action_kiosk(self) -> None:
        """Let visitors answer at this computer."""
        self.app.push_screen("kiosk")
