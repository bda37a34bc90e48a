"""The last line of a screen: its keys in words. One widget, so that it costs one repaint."""

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from desk.keys import KEYS

_NAMES = {"escape": "Esc", "enter": "Enter"}


def key_name(key: str) -> str:
    """A key as it stands on the keyboard: `F2`, `Esc`, `Ctrl+K`."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return _NAMES.get(key, key.upper())


class KeyBar(Static, can_focus=False):
    """Keys of the focused screen, in the order of desk.keys, closer together where there are many."""

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
        shown = [(key_name(KEYS[key_id].split(",")[0]), found[key_id]) for key_id in KEYS if key_id in found]
        room = self.size.width or 80
        for gap in (2, 1, 0):
            parts = _parts(shown, gap)
            if _length(parts) - gap <= room:
                return Content("").join(parts)
        while _length(parts) > room:
            parts.pop()
        return Content("").join(parts)


def _parts(shown: list[tuple[str, str]], gap: int) -> list[Content]:
    return [Content.assemble((f" {key} ", "$key-bar-key"), f" {text}", " " * gap) for key, text in shown]


def _length(parts: list[Content]) -> int:
    return sum(part.cell_length for part in parts)
