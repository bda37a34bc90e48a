"""The floor: the smallest Textual program."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Minimal(App[None]):
    """One line of text."""

    def compose(self) -> ComposeResult:
        """The text that the benchmark waits for."""
        yield Static("READY")


if __name__ == "__main__":
    Minimal().run()
