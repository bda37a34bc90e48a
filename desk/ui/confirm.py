"""A question with two answers; Esc is the harmless one."""

from collections.abc import Iterator

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import _
from desk.ui.modal import DeskModal


class ConfirmModal(DeskModal[bool]):
    """True for the first answer; the harmless second one is highlighted."""

    def __init__(self, question: str, text: str, yes: str, no: str) -> None:
        super().__init__()
        self._question, self._text, self._yes, self._no = question, text, yes, no

    def body(self) -> Iterator[Widget]:
        """The question, what follows from it, the answers."""
        with Vertical(classes="dialog small"):
            yield Static(Content.assemble((_(self._question), "bold")), classes="dialog-title")
            yield Static(Content(_(self._text)))
            yield OptionList(Option(Content(_(self._yes)), id="yes"), Option(Content(_(self._no)), id="no"))

    def on_mount(self) -> None:
        """Highlight the harmless answer."""
        self.query_one(OptionList).highlighted = 1

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the answer back."""
        self.dismiss(event.option.id == "yes")
