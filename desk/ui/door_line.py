"""The line at the door of a training: a badge, a name, or a pasted list of them."""

from textual import events
from textual.message import Message
from textual.widgets import Input


class DoorLine(Input):
    """One line; of several pasted ones none is dropped."""

    class Pasted(Message):
        """Several lines were pasted."""

        def __init__(self, lines: list[str]) -> None:
            super().__init__()
            self.lines = lines

    def _on_paste(self, event: events.Paste) -> None:
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        if len(lines) > 1:
            self.post_message(self.Pasted(lines))
            event.stop()
            event.prevent_default()
