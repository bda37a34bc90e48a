"""A list to search and choose from: type to narrow, Enter to take. Never more than 200 rows on the screen."""

from collections.abc import Iterator, Mapping

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import _, fold
from desk.ui.modal import DeskModal
from desk.ui.text import plain

ROWS = 200


class PickerModal(DeskModal[str | None]):
    """Gives back the code chosen, or None."""

    BINDINGS = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self, title: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        self._title = title
        self._rows = [(code, label, f"{fold(label)} {code.lower()}") for code, label in choices.items()]

    def body(self) -> Iterator[Widget]:
        """A line to type in above the list."""
        with Vertical(classes="dialog"):
            yield Static(Content.assemble((self._title, "bold")), classes="dialog-title")
            yield Input(placeholder=_("Type to narrow the list"), compact=True)
            yield OptionList()
            yield Static(id="told")

    def on_mount(self) -> None:
        """Show the whole list and type into the line."""
        self._fill("")
        self.query_one(Input).focus()

    def _fill(self, text: str) -> None:
        wanted = fold(text)
        fits = [(code, label) for code, label, folded in self._rows if wanted in folded][:ROWS]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(plain(label), id=code) for code, label in fits])
        options.highlighted = 0 if fits else None
        told = _("Enter: choose · ↑ ↓") if fits else _("Nothing in the list is like this: type less.")
        if not self._rows:
            told = _("There is nothing in the list yet.")
        self.query_one("#told", Static).update(Content.assemble((told, "$quiet")))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Take the highlighted row."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self.dismiss(options.get_option_at_index(options.highlighted).id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the row that was chosen."""
        self.dismiss(event.option.id)

    def action_move(self, by: int) -> None:
        """Move the highlight without leaving the line."""
        options = self.query_one(OptionList)
        options.action_cursor_down() if by > 0 else options.action_cursor_up()
