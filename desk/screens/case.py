"""One case: what it is, the dates that bind it, what comes next, and everything that happened."""

import asyncio
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import N_, _, day_and_clock
from desk.ui.allowed import may_write
from desk.ui.attach import OF_CASE, AttachModal, FilesOfRecord
from desk.ui.base import DeskScreen, bind
from desk.ui.case_paper import ask_and_print_case
from desk.ui.confirm import ConfirmModal
from desk.ui.step import step_screen, write_step
from desk.ui.text import plain, visible
from desk.usecases.case_view import UNKNOWN, CaseView, Moment, Step, view_case


class CaseScreen(DeskScreen):
    """The case that was chosen last; Enter takes a step."""

    NAME = N_("Case")
    HELP = N_(
        "On the left what may happen next: choose with the arrows and press Enter; each is a small form.\n"
        "On the right everything that happened, the newest first, also at other offices. F6 goes there "
        "to scroll. F8 shows the files of the case.\n"
        "A step marked ✖ did not fit when it arrived: it is kept, and a note settles it."
    )
    BINDINGS = [
        bind("next_section", "section", N_("History"), N_("Go to the history, or back to the steps")),
        bind("duplicates", "attach", N_("Files"), N_("Files of this case: attach one, take one out")),
        bind("print", "print", N_("Print"), N_("Print a paper of this case")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._view: CaseView | None = None

    def body(self) -> Iterator[Widget]:
        """What it is; the steps beside the history."""
        yield Static(id="case-head")
        with Horizontal(id="case"):
            with Vertical(id="case-steps"):
                yield Static(Content.assemble((_("What comes next"), "bold")))
                yield OptionList(id="first")
            with VerticalScroll(id="case-history"):
                yield Static(id="history")

    async def reload(self) -> None:
        """Read the case anew."""
        case_id = self.host.case_id
        try:
            if case_id is None:
                raise LookupError
            self._view = await asyncio.to_thread(view_case, self.host.desk, case_id)
        except LookupError:
            self.query_one("#case-head", Static).update(Content(_(UNKNOWN)))
            return
        self._show(self._view)

    def _show(self, view: CaseView) -> None:
        self.query_one("#case-head", Static).update(_head(view))
        options = self.query_one(OptionList)
        before = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(plain(step.label), id=step.act) for step in view.steps])
        options.highlighted = min(before, len(view.steps) - 1) if view.steps else None
        history = Content("\n").join([_moment(moment) for moment in view.timeline])
        self.query_one("#history", Static).update(history)

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take a step by its form; where nothing has to be written, after one question."""
        if self._view is None:
            return
        step = next(step for step in self._view.steps if step.act == event.option.id)
        if not may_write(self, f"{self._view.register}.event", step.act):
            return
        if step.form.model_fields:
            self.app.push_screen(step_screen(self.host.desk, self._view.case_id, step))
            return
        stays = N_("The step is written into the history of the case and stays there.")
        question = ConfirmModal(step.label, stays, N_("Take the step"), N_("Back"))
        self.app.push_screen(question, partial(self._take, self._view.case_id, step))

    async def _take(self, case_id: UUID, step: Step, sure: bool | None) -> None:
        if sure and await write_step(self, case_id, step.act, step.form()):
            await self.reload()

    async def action_back(self) -> None:
        """Leave; the next case begins at its steps."""
        self.query_one(OptionList).focus()
        await super().action_back()

    def action_section(self) -> None:
        """Between the steps and the history."""
        steps, history = self.query_one(OptionList), self.query_one("#case-history")
        (history if steps.has_focus else steps).focus()

    def action_attach(self) -> None:
        """Show the files of the case and attach another one."""
        if self._view is not None:
            self.app.push_screen(AttachModal(FilesOfRecord(self.host.desk, self._view.number, OF_CASE)))

    async def action_print(self) -> None:
        """Choose a paper and print it."""
        if self._view is not None:
            await ask_and_print_case(self.app, self._view.case_id)


def _head(view: CaseView) -> Content:
    lines = [
        Content.assemble((visible(view.number), "bold"), "  ", (visible(view.state), "bold $text-accent")),
        plain(view.heading),
        Content.assemble((visible(view.summary), "$quiet")),
    ]
    if view.terms:
        lines.append(plain("  ·  ".join(view.terms)))
    lines += [Content.assemble((visible(f"⚠ {warning}"), "$text-warning")) for warning in view.warnings]
    return Content("\n").join(lines)


def _moment(moment: Moment) -> Content:
    head = f"{day_and_clock(moment.at)}  {moment.what}"
    lines = [Content.assemble((visible(head), "bold"))]
    if moment.details:
        lines.append(plain(f"  {moment.details}"))
    lines.append(Content.assemble((visible(f"  {moment.who}"), "$quiet")))
    if moment.stands:
        lines.append(Content.assemble((visible(f"  {moment.stands}"), "$text-warning")))
    if moment.odd:
        lines.append(Content.assemble((visible(f"  ✖ {moment.odd}"), "$text-error")))
    return Content("\n").join(lines)
