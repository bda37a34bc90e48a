"""Closing the day: what was done and what is still open, signed off by the supervisor."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.lang import N_, _, day, today
from desk.records.closing import ClosingForm
from desk.ui.answer import answer_line
from desk.ui.base import DeskScreen, bind
from desk.ui.confirm import ConfirmModal
from desk.ui.form import FormScreen
from desk.ui.paper import ask_and_print_paper
from desk.ui.saving import saved
from desk.ui.text import visible
from desk.usecases.answer_line import AnswerLine
from desk.usecases.close_day import ClosingRefused, close_day
from desk.usecases.day_sheet import DaySheet, day_sheet
from desk.usecases.day_sheet_text import lines_of
from desk.usecases.print_day_sheet import day_sheet_of

CLOSED = N_("The day is closed; F9 prints its sheet.")
CORRECTED = N_("The correction is written beside the closing; F9 prints the sheet as it stands now.")


class ClosingScreen(FormScreen[ClosingForm]):
    """The day and a remark; below them its sheet, as it stands now."""

    NAME = N_("Closing the day")
    FORM = ClosingForm
    DRAFT = "closing"
    HELP = N_(
        "The sheet of this desk's day; an empty day means today. F9 prints it, closed or not.\n"
        "F2 closes the day: only a supervisor can. A day is closed once; F2 after that writes a correction, "
        "and the remark says why. Closing stops nobody: visits taken in later are told beside the closing."
    )
    BINDINGS = [
        bind("save", "save", N_("Close day"), N_("Close the day, or correct its closing")),
        bind("print", "print", N_("Print"), N_("Print the day sheet")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._corrects = False
        self._sheet: DaySheet | None = None

    def body(self) -> Iterator[Widget]:
        """The form, and the sheet below it."""
        yield from super().body()
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(id="lines")

    async def reload(self) -> None:
        """Count the day anew."""
        form, _wrong = self.check()
        if form is None:
            return
        on = form.day or today()
        self._sheet = await asyncio.to_thread(day_sheet, self.host.desk, on)
        self._draw()

    def status_changed(self) -> None:
        """Tell what is open at once, in the same numbers as the head line."""
        self._draw()
        super().status_changed()

    def _draw(self) -> None:
        if self._sheet is None:
            return
        status, sheet = self.host.status, self._sheet
        if status.counted:
            counted = {"unsent": status.unsent, "rejected": status.rejected, "conflicts": status.conflicts}
            sheet = replace(sheet, totals=sheet.totals.model_copy(update=counted))
        lines = [answer_line(line) for line in (AnswerLine(N_("Day"), day(sheet.on)), *lines_of(sheet))]
        self.query_one("#lines", Static).update(Content("\n").join(lines))

    @on(Input.Changed, "#day")
    async def _other_day(self) -> None:
        self._corrects = False
        await self.reload()

    async def action_save(self) -> None:
        """Close the day, after a question where something is open; a second time it is a correction."""
        await self._close(sure=False)

    async def _close(self, sure: bool) -> None:
        from desk.usecases.refusals import spool_text

        form = self.read()
        if form is None:
            return
        on, app = form.day or today(), self.app
        try:
            closing = saved(
                self, close_day, self.host.desk, on, form, correct=self._corrects, unless_open=not sure
            )
            done = await self.ending(closing)
        except ClosingRefused as refused:
            if refused.code == "open":
                question = N_("Close the day all the same?")
                app.push_screen(
                    ConfirmModal(question, refused.text, N_("Close day"), N_("Back")), self._answered
                )
                return
            self._corrects = self._corrects or refused.code == "closed"
            if refused.code in ("closed", "reason"):
                self.field("remark").focus()
            more = _("Write the reason in the remark; F2 then writes the correction.")
            text = f"{refused.text} {more}" if refused.code == "closed" else refused.text
            app.notify(visible(text), title=_("Not closed"), severity="warning", markup=False, timeout=15)
            return
        if done is None:
            return
        self._corrects = False
        told = _(CORRECTED if done.record.corrects else CLOSED)
        app.notify(visible(spool_text(done.warning) if done.warning else told), markup=False)
        self.clear()
        await self.reload()

    async def _answered(self, sure: bool | None) -> None:
        if sure:
            await self._close(sure=True)

    async def action_print(self) -> None:
        """Print the sheet of the day."""
        form = self.read()
        if form is not None:
            on: date = form.day or today()
            await ask_and_print_paper(self.app, day_sheet_of, on)

    async def action_back(self) -> None:
        """Leave at once: the remark stands here when the screen is opened again."""
        await DeskScreen.action_back(self)
