"""Horizontal bars in the terminal: one line a bar, its value in words beside its label."""

from collections.abc import Sequence

from textual_plotext import PlotextPlot

from desk.ui.text import in_cells

LABEL = 26
"""Cells of a label; the list beside the chart has the whole text."""


class BarChart(PlotextPlot, can_focus=False):
    """Shares in percent; as high as it has bars, and one line for the axis."""

    def show(self, bars: Sequence[tuple[str, float, str]]) -> None:
        """Draw bars of label, percent and the percent as text; none leaves the place empty."""
        self.display = bool(bars)
        self.styles.height = len(bars) + 1
        plot = self.plt
        plot.clear_figure()
        if bars:
            labels = [f"{in_cells(label, LABEL).rstrip()} {text}" for label, _share, text in reversed(bars)]
            plot.bar(
                labels,
                [share for _label, share, _text in reversed(bars)],
                orientation="horizontal",
                width=0.2,
            )
            plot.xlim(0, 100)
            plot.frame(False)
        self.refresh()
