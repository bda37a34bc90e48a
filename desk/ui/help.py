"""F1: what can be done on this screen, in the language in use."""

from collections.abc import Iterator

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.keys import KEYS
from desk.lang import N_, _
from desk.ui.base import bind
from desk.ui.key_bar import key_name
from desk.ui.modal import DeskModal


class HelpModal(DeskModal[None]):
    """A screen's help and its keys; any of Esc, F1 and Enter closes it."""

    BINDINGS = [
        bind("back", "dismiss", N_("Close"), N_("Close the help")),
        Binding(f"enter,{KEYS['help']}", "dismiss", show=False),
    ]

    def __init__(self, title: str, text: str, keys: list[tuple[str, str]]) -> None:
        super().__init__()
        self._title, self._text, self._keys = title, text, keys

    def body(self) -> Iterator[Widget]:
        """The text, then a line a key."""
        with VerticalScroll(classes="dialog"):
            yield Static(Content.assemble((_(self._title), "bold")), classes="dialog-title")
            yield Static(Content(_(self._text)))
            yield Static(self._key_table(), classes="keys")

    def _key_table(self) -> Content:
        width = max((len(key_name(key)) for key, _text in self._keys), default=0)
        lines = [
            Content.assemble((key_name(key).ljust(width), "bold $key-bar-key-text"), f"  {text}")
            for key, text in self._keys
        ]
        return Content("\n").join(lines)
