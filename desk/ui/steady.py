"""A text that is drawn only when it says something else: a desk at rest sends its terminal nothing."""

from textual.content import Content
from textual.widgets import Static


class Steady(Static, can_focus=False):
    """Text that is told again and again by whoever reads the state again."""

    _drawn: tuple[object, ...] = ()

    def tell(self, told: Content, *, layout: bool = True) -> None:
        """Show a text; `layout` where it may take another number of lines."""
        drawn = (told.plain, *told.spans)  # two contents are equal whatever their styles
        if drawn != self._drawn:
            self._drawn = drawn
            self.update(told, layout=layout)
