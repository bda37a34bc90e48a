"""The whole of a change to read: a line for each thing that it says."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from desk.lang import N_, _
from desk.ui.text import in_cells, plain
from desk.usecases.change_details import Details

TITLE = 20


class DetailsModal(ModalScreen[None]):
    """Arrows scroll; any of Esc, Enter and F3 closes it."""

    BINDINGS = [Binding("escape,enter,f3", "dismiss", N_("Close"), id="back")]

    def __init__(self, details: Details) -> None:
        super().__init__()
        self._details = details

    def compose(self) -> ComposeResult:
        """The heading, then titles and values in two columns."""
        with VerticalScroll(classes="dialog"):
            yield Static(Content.assemble((self._details.title, "bold")), classes="dialog-title")
            for title, value in self._details.lines:
                head = plain(f"{in_cells(title, TITLE)}  ").stylize("$text-muted")
                yield Static(head + plain(value))
            yield Static(Content.assemble((_("Esc closes this."), "$text-muted")))
