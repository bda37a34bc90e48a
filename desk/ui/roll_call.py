"""Who of several is there: the blank marks and unmarks, F2 takes the list."""

from collections.abc import Collection, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import SelectionList, Static
from textual.widgets.selection_list import Selection

from desk.lang import N_, _
from desk.ui.text import plain
from desk.ui.tick_list import TickList


class RollCallModal(ModalScreen[list[str] | None]):
    """Gives back the names that are marked, in their order, or None."""

    BINDINGS = [
        Binding("escape", "dismiss(None)", N_("Back"), id="back"),
        Binding("f2,ctrl+o", "take", N_("Save"), id="save"),
    ]

    def __init__(self, title: str, names: Sequence[str], marked: Collection[str]) -> None:
        super().__init__()
        self._title, self._names, self._marked = title, list(names), set(marked)

    def compose(self) -> ComposeResult:
        """The names with their marks."""
        with Vertical(classes="dialog small"):
            yield Static(Content.assemble((self._title, "bold")), classes="dialog-title")
            yield TickList[int](
                *(
                    Selection(plain(name), place, name in self._marked)
                    for place, name in enumerate(self._names)
                )
            )
            yield Static(Content.assemble((_("Blank: mark or unmark · F2: go on · Esc: back"), "$quiet")))

    def action_take(self) -> None:
        """Give the marked names back."""
        chosen = set(self.query_one(SelectionList).selected)
        self.dismiss([name for place, name in enumerate(self._names) if place in chosen])
