"""What the visitor carries away, on the screen the moment it is saved."""

import asyncio
from collections.abc import Iterator

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import N_, _, day_and_clock
from desk.ui.base import bind
from desk.ui.modal import GO_ON, DeskModal
from desk.ui.paper import ask_and_print
from desk.ui.text import plain, sentence
from desk.usecases.refusals import spool_text
from desk.usecases.register_visit import Receipt


class ReceiptModal(DeskModal[None]):
    """The number, large; below it where the record stands, kept up to date."""

    BINDINGS = [
        bind("back", "dismiss", N_("Next")),
        bind("print", "print", N_("Print")),
        GO_ON,
    ]

    def __init__(self, receipt: Receipt, procedure: str) -> None:
        super().__init__()
        self._receipt, self._procedure = receipt, procedure

    def body(self) -> Iterator[Widget]:
        """Number, who, what for, when; where the record stands."""
        visit = self._receipt.visit
        name = " ".join(part for part in (visit.surname, visit.given_name, visit.patronymic) if part)
        with Vertical(classes="dialog small"):
            yield Static(
                Content.assemble((_("Saved. The visitor's number:"), "bold")), classes="dialog-title"
            )
            yield Static(Content.assemble((" ".join(self._receipt.number), "bold")), id="number")
            yield Static(plain(name))
            yield Static(plain(self._procedure))
            yield Static(
                sentence(_("Registered {when}"), when=day_and_clock(self._receipt.registered_at)),
            )
            yield Static(id="state")
            if self._receipt.warning:
                yield Static(Content.assemble((spool_text(self._receipt.warning), "$text-warning")))
            yield Static(Content.assemble((_("Enter: next visitor"), "$quiet")))

    async def on_mount(self) -> None:
        """Say where the record stands."""
        await self._show_state()

    def status_changed(self) -> None:
        """The record may have reached central."""
        self.call_later(self._show_state)

    async def action_print(self) -> None:
        """Print the receipt in the visitor's language."""
        await ask_and_print(self.app, self._receipt.number)

    async def _show_state(self) -> None:
        from desk.usecases.day import visit_state

        state = await asyncio.to_thread(visit_state, self.host.desk, self._receipt.change_n)
        self.query_one("#state", Static).update(sentence(_("Where it stands: {state}"), state=state))
