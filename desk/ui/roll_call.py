"""Who of several is there: the blank marks and unmarks, F2 takes the list."""

from collections.abc import Collection, Iterator, Sequence

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import SelectionList, Static
from textual.widgets.selection_list import Selection

from desk.lang import N_, _
from desk.ui.base import bind
from desk.ui.modal import DeskModal
from desk.ui.text import plain
from desk.ui.tick_list import TickList


class RollCallModal(DeskModal[list[str] | None]):
    """Gives back the names that are marked, in their order, or None."""

    BINDINGS = [
        bind("save", "take", N_("Next")),
    ]

    def __init__(self, title: str, names: Sequence[str], marked: Collection[str]) -> None:
        super().__init__()
        self._title, self._names, self._marked = title, list(names), set(marked)

    def body(self) -> Iterator[Widget]:
        """The names with their marks."""
        with Vertical(classes="dialog small"):
            yield Static(Content.assemble((self._title, "bold")), classes="dialog-title")
            yield TickList[int](
                *(
                    Selection(plain(name), place, name in self._marked)
                    for place, name in enumerate(self._names)
                )
            )
            yield Static(Content.assemble((_("Blank: mark or unmark"), "$quiet")))

    def action_take(self) -> None:
        """Give the marked names back."""
        chosen = set(self.query_one(SelectionList).selected)
        self.dismiss([name for place, name in enumerate(self._names) if place in chosen])
