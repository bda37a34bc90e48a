"""A ticket the moment it is issued: its number so large that it can be read across the counter."""

from collections.abc import Iterator

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Digits, Static

from desk.lang import N_, _, clock
from desk.ui.base import bind
from desk.ui.modal import GO_ON, DeskModal
from desk.ui.paper import ask_and_print_paper
from desk.ui.text import plain, sentence, visible
from desk.usecases.queue import TicketDone
from desk.usecases.refusals import spool_text


class TicketModal(DeskModal[None]):
    """The number, what it is for and since when; Enter goes on."""

    BINDINGS = [
        bind("back", "dismiss", N_("Next")),
        bind("print", "print", N_("Print")),
        GO_ON,
    ]

    def __init__(self, done: TicketDone, purpose: str) -> None:
        super().__init__()
        self._done, self._purpose = done, purpose

    def body(self) -> Iterator[Widget]:
        """Number, purpose, time; what is wrong with the sealed copy, if anything."""
        with Vertical(classes="dialog small"):
            yield Static(Content.assemble((_("Saved. The ticket's number:"), "bold")), classes="dialog-title")
            yield Digits(visible(self._done.label), id="ticket-number")
            yield Static(plain(self._purpose))
            yield Static(sentence(_("Issued at {time}"), time=clock(self._done.at)))
            if self._done.warning:
                yield Static(Content.assemble((spool_text(self._done.warning), "$text-warning")))
            yield Static(Content.assemble((_("Enter: go on"), "$quiet")))

    async def action_print(self) -> None:
        """Print the ticket in the visitor's language."""
        from desk.usecases.papers import ticket_of

        await ask_and_print_paper(self.app, ticket_of, self._done.ticket_id)
