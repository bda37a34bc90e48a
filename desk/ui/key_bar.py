"""The last line of a screen: its keys in words. One widget, so that it costs one repaint."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from desk.keys import KEYS

_EVERYWHERE = ("help", "back")
_NAMES = {"escape": "Esc", "enter": "Enter"}


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: `F2`, `Esc`, `Ctrl+K`."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return _NAMES.get(key, key.upper())


def fitted(texts: Mapping[str, str], room: int) -> list[tuple[str, str]]:
    """Keys with their words that fit into so many cells, by binding id, in the order of desk.keys.

    Where there is little room F1 and Esc, which are the same everywhere, stand without words; what then is
    still too much is left to F1, but never Esc.
    """
    shown = [
        (key_id, key_name(KEYS[key_id].split(",")[0]), texts[key_id]) for key_id in KEYS if key_id in texts
    ]
    if _cells(shown) > room:
        shown = [(key_id, key, "" if key_id in _EVERYWHERE else text) for key_id, key, text in shown]
    while _cells(shown) > room and len(shown) > 1:
        shown.pop(-2 if shown[-1][0] == "back" else -1)
    return [(key, text) for _id, key, text in shown]


def _cells(shown: Sequence[tuple[str, str, str]]) -> int:
    """The cells of a bar, without the blanks after its last word."""
    return sum(cell_len(_part(key, text)) for _id, key, text in shown) - 2


def _part(key: str, text: str) -> str:
    return f" {key}  {text}  " if text else f" {key}  "


class KeyBar(Static, can_focus=False):
    """Keys of the focused screen, in the order of desk.keys, as many as fit."""

    def on_mount(self) -> None:
        """Follow the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._changed(self.screen)

    def on_resize(self) -> None:
        """Fit the keys into the new width."""
        self._changed(self.screen)

    def _changed(self, screen: Screen[object]) -> None:
        self.update(self._line(screen))

    def _line(self, screen: Screen[object]) -> Content:
        found: dict[str, str] = {}
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.id in KEYS and active.enabled:
                found.setdefault(binding.id, binding.description)
        parts = []
        for key, text in fitted(found, self.size.width or 80):
            whole = _part(key, text)
            parts.append(Content.assemble((f" {key} ", "$key-bar-key"), whole[len(key) + 2 :]))
        return Content("").join(parts)
