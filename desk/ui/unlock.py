"""Asking the person who works here for their password before a guarded screen is left."""

import asyncio
from collections.abc import Iterator

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.lang import _
from desk.ui.modal import DeskModal
from desk.ui.text import plain, sentence

PATIENCE = 30.0
"""Seconds after which a visitor who came here by mistake is let back to the question."""


class UnlockModal(DeskModal[bool]):
    """True for the right password; tries are counted and delayed as at the sign-in."""

    BINDINGS = [
        Binding("ctrl+q,ctrl+c", "dismiss", show=False, priority=True),
    ]

    def body(self) -> Iterator[Widget]:
        """Whose password it is, and the line for it."""
        with Vertical(classes="dialog small"):
            yield Static(
                sentence(_("Password of {name}:"), name=self.host.desk.clerk.name), classes="dialog-title"
            )
            yield Input(password=True, compact=True, id="password")
            yield Static(id="refusal")
            yield Static(Content.assemble((_("Enter leaves the kiosk"), "$text-muted")))

    def on_mount(self) -> None:
        """Go back by itself when nobody types."""
        self._timer = self.set_timer(PATIENCE, lambda: self.dismiss(None))
        self.query_one(Input).focus()

    def on_input_changed(self) -> None:
        """Somebody types: wait for them."""
        self._timer.reset()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try the password."""
        from desk.usecases.kiosk import may_leave
        from desk.usecases.refusals import StoreRefused, refusal_text

        try:
            await asyncio.to_thread(may_leave, self.host.desk, self.host.settings, event.value)
        except (StoreRefused, OSError) as refused:
            event.input.value = ""
            self.query_one("#refusal", Static).update(plain(refusal_text(refused)))
        else:
            self.dismiss(True)
