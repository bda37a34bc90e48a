"""A list whose entries are ticked with the blank: a tick is told by its sign, not by its colour."""

from typing import TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widgets import SelectionList

T = TypeVar("T")
TICKED, BLANK = "[x]", "[ ]"


class TickList(SelectionList[T]):
    """Textual draws the same sign for both and leaves the difference to the colour alone."""

    def render_line(self, y: int) -> Strip:
        """The line as Textual draws it, its first three cells replaced."""
        line = super().render_line(y)
        cells = list(line)
        if len(cells) < 4 or cells[1].text != "X":
            return line
        _left, button, _right, blank, *text = cells
        value = self.get_option_at_index(self.scroll_offset.y + y).value
        meta = Style(meta=button.style.meta) if button.style else Style()  # which line a click means
        sign = Segment(TICKED if value in self.selected else BLANK, (blank.style or Style()) + meta)
        return Strip([sign, blank, *text])
