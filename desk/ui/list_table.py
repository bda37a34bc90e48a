"""The table of a list: rows are chosen whole, and the columns are headed in the language in use."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.text import Text
from textual.widgets import DataTable

from desk.lang import _
from desk.ui.text import plain_cell

T = TypeVar("T")


class ListTable(DataTable[Text]):
    """Made from its columns: each a marked title and a width in cells."""

    def __init__(self, columns: Sequence[tuple[str, int]], name: str = "first") -> None:
        """`name` is the identifier; `first` has the focus when the screen opens."""
        super().__init__(id=name, cursor_type="row", zebra_stripes=True)
        self._heads = columns

    def on_mount(self) -> None:
        """Head the columns."""
        for title, width in self._heads:
            self.add_column(plain_cell(_(title)), width=width)

    def refill(self, rows: Iterable[Iterable[object]]) -> None:
        """Show other rows; the cursor stays at its place, as far as there are rows."""
        row = self.cursor_row
        self.clear()
        for cells in rows:
            self.add_row(*(plain_cell(cell) for cell in cells))
        self.move_cursor(row=row)

    def chosen(self, shown: Sequence[T]) -> T | None:
        """Which of those that the rows stand for is under the cursor."""
        return shown[self.cursor_row] if 0 <= self.cursor_row < len(shown) else None
