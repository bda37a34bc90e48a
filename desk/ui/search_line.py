"""The line of a live search: what is typed into it is drawn without laying the screen out anew."""

from typing import Self

from textual.geometry import Region
from textual.widgets import Input


class SearchLine(Input):
    """One line of a fixed place; Textual's own lays all widgets out with every letter, as its text grows."""

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw it again where it stands, once it has a place."""
        return super().refresh(
            *regions, repaint=repaint, layout=layout and not self.size, recompose=recompose
        )
