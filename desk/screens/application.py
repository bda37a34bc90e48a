"""The state of an application and its document: asked by receipt or by person, told with its age."""

import asyncio
from collections.abc import Iterator, Mapping

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import N_, _
from desk.records.application import ApplicationQuery
from desk.records.countries import countries
from desk.ui.answer import answer_line
from desk.ui.base import DeskScreen, bind
from desk.ui.fields import Choices
from desk.ui.handover import HandoverScreen
from desk.ui.paper import ask_and_print_paper
from desk.ui.text import plain, visible
from desk.ui.zone import ScanForm
from desk.usecases.application_text import lines_of, nothing_text, visits_text
from desk.usecases.applications import ApplicationAnswer, ApplicationView, ask_status, contradictions
from desk.usecases.hand_over import Handover
from desk.usecases.refusals import spool_text


class ApplicationScreen(ScanForm[ApplicationQuery]):
    """Receipt number, or document, birth date and citizenship; below them what is known, as of when."""

    NAME = N_("Application")
    FORM = ApplicationQuery
    DRAFT = "application"
    HELP = N_(
        "Type the number of the receipt, or scan the document (or type its number, birth date and "
        "citizenship), and press F2.\nThe answer is central's word as of the time that stands with it. "
        "F6 hands a ready document over, with the identity check. F4 shows the next application."
    )
    BINDINGS = [
        bind("save", "save", N_("Show"), N_("Show what is known of the application")),
        bind("new", "next", N_("Next one"), N_("The next application of this person or receipt")),
        bind("next_section", "hand_over", N_("Hand over"), N_("Hand the ready document over")),
        bind("print", "print", N_("Print"), N_("Print the answer on the application"), show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._asked: ApplicationQuery | None = None
        self._answer: ApplicationAnswer | None = None
        self._place = 0

    def choices(self) -> Mapping[str, Choices]:
        """Every country, the frequent ones first."""
        return {"citizenship": countries()}

    def body(self) -> Iterator[Widget]:
        """The form, and the answer below it."""
        yield from super().body()
        with VerticalScroll(id="status", can_focus=False):
            yield Static(id="answer")

    @property
    def view(self) -> ApplicationView | None:
        """The application on the screen."""
        found = self._answer.found if self._answer else []
        return found[self._place] if self._place < len(found) else None

    async def reload(self) -> None:
        """Ask again what was asked: something may have come from central."""
        if self._asked is not None:
            await self._ask(self._asked)

    async def _ask(self, query: ApplicationQuery) -> None:
        asking = asyncio.to_thread(ask_status, self.host.desk, self.host.settings, query)
        self._answer = await self.ending(asking)
        self._place = min(self._place, max(len(self._answer.found) - 1, 0))
        self._tell(self._answer)

    def _tell(self, answer: ApplicationAnswer) -> None:
        view = self.view
        if view is None:
            lines = [plain(text).stylize("$text-warning") for text in nothing_text(answer)]
        else:
            lines = [answer_line(line) for line in lines_of(view, answer.as_of)]
            if len(answer.found) > 1:
                told = _("{place} of {n}; F4 shows the next one").format(
                    place=self._place + 1, n=len(answer.found)
                )
                lines.insert(0, Content.assemble((visible(told), "$quiet")))
            if view.is_ready:
                lines.append(Content.assemble((_("F6 hands the document over."), "bold")))
        if answer.visits:
            lines.append(plain(visits_text(answer.visits)))
        self.query_one("#answer", Static).update(Content("\n").join(lines))

    async def action_save(self) -> None:
        """Show what is known; or which particular is missing to ask with."""
        self._forget()
        form = self.read()
        wrong = form.remarks() if form else []
        if form is None:
            return
        if wrong:
            self.show_issues(wrong)
            return
        self._asked = form
        await self._ask(form)
        if self._answer is not None and (otherwise := contradictions(self._answer, form)):
            self._forget()
            self.show_issues(otherwise)

    def action_next(self) -> None:
        """Show the next application that was found."""
        if self._answer is not None and self._answer.found:
            self._place = (self._place + 1) % len(self._answer.found)
            self._tell(self._answer)

    def action_hand_over(self) -> None:
        """Open the identity check for a document that lies ready."""
        view = self.view
        if view is not None and view.is_ready:
            self.app.push_screen(HandoverScreen(view.application, self._handed))
        elif view is None:
            self._warn(_("Find the application first: F2 shows what is known."))
        else:
            self._warn(_("The document cannot be handed over here now: see the answer."))

    async def action_print(self) -> None:
        """Print the answer that is on the screen, in the applicant's language."""
        from desk.usecases.papers import status_of

        view = self.view
        if view is None or self._asked is None:
            self._warn(_("Find the application first: F2 shows what is known."))
            return
        receipt = view.application.receipt
        asked = ApplicationQuery(receipt=receipt) if receipt else self._asked
        await ask_and_print_paper(self.app, status_of, self.host.settings, asked)

    def _warn(self, text: str) -> None:
        self.app.notify(visible(text), severity="warning", markup=False, timeout=15)

    def _handed(self, done: Handover) -> None:
        self.app.notify(_("Saved: the document was handed over."), markup=False)
        if done.warning:
            self._warn(spool_text(done.warning))

    async def action_back(self) -> None:
        """Leave at once, with an empty form: nothing typed here would be saved anywhere."""
        self.clear()
        self._forget()
        await DeskScreen.action_back(self)

    def _forget(self) -> None:
        """Nothing may stand below another person's particulars than what was asked with them."""
        self._asked, self._answer, self._place = None, None, 0
        self.query_one("#answer", Static).update("")
