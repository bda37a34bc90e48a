"""What every dialog has: a key bar of its own over that of the screen below, F1 and Esc."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from desk.keys import KEYS
from desk.lang import N_
from desk.ui.base import DeskScreen, HostedScreen, bind
from desk.ui.key_bar import KeyBar

T = TypeVar("T")
GO_ON = Binding(f"enter,{KEYS['new']}", "dismiss", show=False)
"""What closes a paper beside Esc: hands that are quick press the key of the next act already.

Not the key of saving: pressed once more than was needed, it would take the paper away unread.
"""


class DeskModal(ModalScreen[T], HostedScreen[T]):
    """A dialog; `body` is what stands above its key bar."""

    BINDINGS = [bind("help", "help", N_("Help")), bind("back", "dismiss", N_("Back"))]

    def compose(self) -> ComposeResult:
        """The dialog and its keys."""
        yield from self.body()
        yield KeyBar()

    def action_help(self) -> None:
        """Say what the screen below the dialog is for; Esc goes back to the dialog."""
        below = next(screen for screen in reversed(self.app.screen_stack) if isinstance(screen, DeskScreen))
        below.action_help()
