"""F6 at the intake: the documents, dates and fees of the chosen procedure, and the last day to apply."""

from collections.abc import Iterator
from datetime import date

from pydantic_core import PydanticCustomError
from textual import on
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.lang import N_, _, in_language, today
from desk.records.days import parse_day
from desk.records.errors import sentence
from desk.records.reference import Procedure
from desk.rules.calendar import Calendar
from desk.rules.deadlines import SHIPPED
from desk.ui.answer import answer_line
from desk.ui.base import bind
from desk.ui.modal import DeskModal
from desk.ui.paper import ask_and_print_paper
from desk.ui.text import plain
from desk.usecases.guide import asked_event, filing_line, guide
from desk.usecases.papers import documents_for


class GuideModal(DeskModal[bool]):
    """What the clerk reads out; the date typed here is not kept. True leads on to the checklist."""

    BINDINGS = [
        bind("next_section", "dismiss(True)", N_("Checklist")),
        bind("print", "print", N_("Print")),
        Binding("enter", "dismiss", show=False),
        Binding("down,pagedown", "scroll(1)", show=False),
        Binding("up,pageup", "scroll(-1)", show=False),
    ]

    def __init__(
        self, procedure: Procedure, citizenship: str = "", born: date | None = None, days: Calendar = SHIPPED
    ) -> None:
        super().__init__()
        self._procedure, self._citizenship, self._born, self._days = procedure, citizenship, born, days
        self._event, self._rule = asked_event(procedure, today())

    def body(self) -> Iterator[Widget]:
        """The name, the date that is asked for with its answer, and the rest to scroll through."""
        with Vertical(classes="dialog"):
            yield Static(plain(in_language(self._procedure.names)).stylize("bold"))
            if self._event:
                yield Static(Content.assemble((_(self._event), "bold"), ":"), id="asked")
                yield Input(placeholder=_("31.12.2026"), compact=True, id="event")
                yield Static(plain(self._rule), id="filing")
            lines = guide(self._procedure, today(), self._born, self._days)
            with VerticalScroll(id="guide", can_focus=False):
                yield Static(Content("\n").join([answer_line(line) for line in lines]))
            yield Static(Content.assemble((_("↑ ↓ scroll"), "$quiet")))

    @on(Input.Changed)
    def _answer(self, event: Input.Changed) -> None:
        self.query_one("#filing", Static).update(self._filing(event.value.strip()))

    def _filing(self, typed: str) -> Content:
        if not typed:
            return plain(self._rule)
        try:
            found = parse_day(typed)
        except PydanticCustomError as error:
            return Content.assemble(("✖ ", "bold $text-error"), (sentence(error.type, {}), "$text-error"))
        if not isinstance(found, date):
            return plain(self._rule)
        return answer_line(filing_line(self._procedure, found, today(), self._citizenship, self._days))

    @on(Input.Submitted)
    def _close(self) -> None:
        self.dismiss(False)

    def action_scroll(self, pages: int) -> None:
        """Scroll the lines without leaving the date."""
        self.query_one("#guide").scroll_relative(y=pages * 5, animate=False)

    async def action_print(self) -> None:
        """Print the list of documents, in the language of the citizenship first."""
        await ask_and_print_paper(self.app, documents_for, self._procedure.code, self._citizenship)
