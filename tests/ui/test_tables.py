"""A cell that has no room for its text says that it is cut, in both kinds of table."""

import pytest
from textual.app import App, ComposeResult

from desk.ui.list_table import ListTable
from desk.ui.rows_view import RowsView
from desk.ui.text import in_cells, plain_cell

COLUMNS = (("First", 8), ("Second", 6))
ROW = ("Bərpa edilmiş", "qısa")


class Tables(App[None]):
    """Both tables with the same row."""

    def compose(self) -> ComposeResult:
        yield RowsView(COLUMNS, id="rows")
        yield ListTable(COLUMNS)

    def on_mount(self) -> None:
        self.query_one(RowsView).show([ROW])
        self.query_one(ListTable).add_row(*(plain_cell(cell) for cell in ROW))


async def test_cut_cell_ends_in_an_ellipsis() -> None:
    app = Tables()
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        for table in (app.query_one(RowsView), app.query_one(ListTable)):
            line = table.render_line(1).text
            assert "Bərpa e…" in line
            assert "qısa" in line


@pytest.mark.parametrize(
    ("text", "shown"), [("abc", "abc "), ("abcd", "abcd"), ("abcde", "abc…"), ("", "    ")]
)
def test_text_is_fitted_into_its_cells(text: str, shown: str) -> None:
    assert in_cells(text, 4) == shown
