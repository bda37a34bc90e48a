"""The whole of a change to read: a line for each thing that it says."""

from collections.abc import Iterator

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.keys import KEYS
from desk.lang import N_
from desk.ui.base import bind
from desk.ui.modal import DeskModal
from desk.ui.text import in_cells, plain
from desk.usecases.change_details import Details

TITLE = 20


class DetailsModal(DeskModal[None]):
    """Arrows scroll; any of Esc, Enter and F3 closes it."""

    BINDINGS = [bind("back", "dismiss", N_("Close")), Binding(f"enter,{KEYS['find']}", "dismiss", show=False)]

    def __init__(self, details: Details) -> None:
        super().__init__()
        self._details = details

    def body(self) -> Iterator[Widget]:
        """The heading, then titles and values in two columns."""
        with VerticalScroll(classes="dialog"):
            yield Static(Content.assemble((self._details.title, "bold")), classes="dialog-title")
            for title, value in self._details.lines:
                head = plain(f"{in_cells(title, TITLE)}  ").stylize("$text-muted")
                yield Static(head + plain(value))
