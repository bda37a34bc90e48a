"""One line that must be given before something is written: a reason, or the path of a file."""

from collections.abc import Iterator

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.lang import N_, _
from desk.ui.modal import DeskModal
from desk.ui.text import plain


class LineModal(DeskModal[str | None]):
    """Gives back what was typed, or None; an empty line is no answer."""

    def __init__(self, title: str, text: str, placeholder: str) -> None:
        super().__init__()
        self._title, self._text, self._placeholder = title, text, placeholder

    def body(self) -> Iterator[Widget]:
        """The question, what it is for, the line."""
        with Vertical(classes="dialog small"):
            yield Static(Content.assemble((_(self._title), "bold")), classes="dialog-title")
            yield Static(plain(_(self._text)))
            yield Input(placeholder=_(self._placeholder), compact=True, id="line-typed")
            yield Static(Content.assemble((_("Enter: go on"), "$text-muted")))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line back."""
        if event.value.strip():
            self.dismiss(event.value.strip())


def ask_reason() -> LineModal:
    """Asks why an entry is changed."""
    return LineModal(
        N_("Reason"), N_("What was written before stays in the history, with your reason."), N_("Why")
    )
