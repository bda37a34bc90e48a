"""A list of rows, drawn line by line: a live search settles on it sooner than on a DataTable."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from rich.segment import Segment
from textual.binding import Binding
from textual.events import Click, MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from desk.lang import _
from desk.ui.text import in_cells

R = TypeVar("R")
Columns = Sequence[tuple[str, int]]
"""Message id of each head, and its cells."""


class RowsView(Widget, can_focus=True):
    """Rows of text below a head; arrows move, Enter chooses.

    It scrolls by itself: a changed number of rows then never makes the screen lay itself out anew.
    """

    COMPONENT_CLASSES = {"rows--head", "rows--cursor", "rows--odd"}
    DEFAULT_CSS = """
    RowsView { height: 1fr; }
    RowsView > .rows--head { text-style: bold; background: $surface; }
    RowsView > .rows--odd { background: $surface; }
    RowsView > .rows--cursor { background: $panel; }
    RowsView:focus > .rows--cursor { background: $primary; color: $background; text-style: bold; }
    """
    BINDINGS = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "go(0)", show=False),
        Binding("end", "go(-1)", show=False),
        Binding("enter", "choose", show=False),
    ]
    cursor_row = reactive(0)

    class RowSelected(Message):
        """A row was chosen."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.cursor_row = row

    class RowHighlighted(RowSelected):
        """The cursor stands on another row."""

    def __init__(self, columns: Columns, id: str) -> None:  # noqa: A002 - as every widget calls it
        super().__init__(id=id)
        self._columns = [(_(name), width) for name, width in columns]
        self.rows: Sequence[Any] = ()
        self._cells: Callable[[Any], Sequence[str]] = _itself
        self._top = 0

    def show(self, rows: Sequence[R], cells: Callable[[R], Sequence[str]] | None = None) -> None:
        """Show other rows; the cursor stays where it is, as far as there are rows.

        `cells` makes the texts of a row, and is asked for the rows that are drawn only.
        """
        self.rows, self._cells = rows, cells or _itself
        self.cursor_row = max(0, min(self.cursor_row, len(rows) - 1))
        self._keep_in_sight()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line: the head on top, which does not scroll, then the rows."""
        row = y - 1 + self._top
        if y == 0:
            return self._strip([name for name, _width in self._columns], "rows--head")
        if row >= len(self.rows):
            return Strip.blank(self.size.width, self.rich_style)
        return self._strip(self._cells(self.rows[row]), self._class_of(row))

    def _class_of(self, row: int) -> str:
        if row == self.cursor_row:
            return "rows--cursor"
        return "rows--odd" if row % 2 else ""

    def _strip(self, cells: Sequence[str], name: str) -> Strip:
        style = self.get_component_rich_style(name) if name else self.rich_style
        widths = [width for _name, width in self._columns]
        sized = [in_cells(cell, width) for cell, width in zip(cells, widths, strict=True)]
        return Strip([Segment(" ".join(["", *sized]), style)]).adjust_cell_length(self.size.width, style)

    def watch_cursor_row(self) -> None:
        """Keep the cursor in sight and tell where it is."""
        self._keep_in_sight()
        self.refresh()
        if self.rows:
            self.post_message(self.RowHighlighted(self.cursor_row))

    def _keep_in_sight(self) -> None:
        shown = max(1, self.size.height - 1)
        self._top = max(self.cursor_row - shown + 1, min(self._top, self.cursor_row))

    def on_resize(self, _event: Resize) -> None:
        """Keep the cursor in sight on a screen of another height."""
        self._keep_in_sight()

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        self.action_move(3)

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        self.action_move(-3)

    def action_move(self, by: int) -> None:
        """Go so many rows on."""
        self.action_go(max(0, min(self.cursor_row + by, len(self.rows) - 1)))

    def action_page(self, by: int) -> None:
        """Go a screen on."""
        self.action_move(by * max(1, self.size.height - 2))

    def action_go(self, row: int) -> None:
        """Go to a row; -1 is the last one."""
        self.cursor_row = row if row >= 0 else max(0, len(self.rows) - 1)

    def action_choose(self) -> None:
        """Choose the row of the cursor."""
        if self.rows:
            self.post_message(self.RowSelected(self.cursor_row))

    def on_click(self, event: Click) -> None:
        """A click goes to a row; a second one there chooses it."""
        row = event.y - 1 + self._top
        if event.y and row < len(self.rows):
            if row == self.cursor_row:
                self.action_choose()
            self.cursor_row = row


def _itself(row: Sequence[str]) -> Sequence[str]:
    return row
