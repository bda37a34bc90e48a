"""The floor of every key: a line of input that shows what is typed."""

from textual.app import App, ComposeResult
from textual.widgets import Input


class Echo(App[None]):
    """One input, its cursor still."""

    def compose(self) -> ComposeResult:
        """The input, with the text that the benchmark waits for."""
        echo = Input(placeholder="READY", compact=True)
        echo.cursor_blink = False
        yield echo


if __name__ == "__main__":
    Echo().run()
