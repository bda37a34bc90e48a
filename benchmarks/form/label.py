"""The floor: F4 pushes a screen of one label, Esc goes back."""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static


class Label(Screen[None]):
    """The screen that is opened."""

    BINDINGS = [Binding("escape", "app.pop_screen")]

    def compose(self) -> ComposeResult:
        """One label."""
        yield Static("OPENED")


class Pushes(App[None]):
    """One line, and the key to the other screen."""

    BINDINGS = [Binding("f4", "label")]

    def compose(self) -> ComposeResult:
        """The text that the benchmark waits for."""
        yield Static("READY")

    def action_label(self) -> None:
        """Open the screen."""
        self.push_screen(Label())


if __name__ == "__main__":
    Pushes().run()
