"""The last gate before the terminal: no escape sequence, control or bidi character leaves in drawn text.

Textual 8.2.8 passes ESC and OSC 52 raw from nearly every widget, typed and pasted text included.
"""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_OBEYED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""C0, DEL, C1, bidi and invisible format characters, surrogates; all of them are zero cells wide."""


class ControlFilter(LineFilter):
    """Takes what a terminal obeys out of every drawn segment; the widths stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with harmless text, harmless hyperlinks and no control codes."""
        if all(map(_harmless, segments)):
            return segments
        return [segment if _harmless(segment) else _cleaned(segment) for segment in segments]


def _harmless(segment: Segment) -> bool:
    text, style, control = segment
    link = style.link if style else None
    return text.isprintable() and control is None and (link is None or link.isprintable())


def _cleaned(segment: Segment) -> Segment:
    text, style, _control = segment
    if style is not None and style.link is not None and not style.link.isprintable():
        style = style.update_link(None)
    return Segment(_OBEYED.sub("", text), style, None)
