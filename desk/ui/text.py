"""The only way for data to the screen: never markup, never a control character, never reversed by bidi marks.

Textual takes a plain `str` for markup, and a citizen called `x[/foo]` then ends the program.
"""

import string
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content

if TYPE_CHECKING:
    from textual.widgets import Digits

_JOINERS = "\u200c\u200d"
_REPLACEMENT = "\ufffd"


def visible(value: object) -> str:
    """The value's text, each character that a terminal would obey or hide replaced by one that shows.

    C0 controls become the control pictures U+2400 to U+2421; C1, bidi and other format characters (U+200C and
    U+200D stay), private and surrogate ones U+FFFD. For the few places that take a `str` without markup.
    """
    text = str(value)
    return text if text.isprintable() else "".join(map(_shown, text))


def plain(value: object) -> Content:
    """A value as content for any widget but tables and trees."""
    return Content(visible(value))


def show_digits(digits: "Digits", value: object) -> None:
    """Show a value in large digits; they take a `str`, and never read it as markup."""
    digits.update(visible(value))


def lines(values: Iterable[object]) -> Content:
    """Several values as content, one below the other."""
    return Content("\n").join([plain(value) for value in values])


def plain_cell(value: object) -> Text:
    """A value as a cell of a DataTable or a label of a Tree, which draw no `Content`; a cut one says so."""
    return Text(visible(value), end="", no_wrap=True, overflow="ellipsis")


def in_cells(value: object, room: int) -> str:
    """A value in exactly so many cells of the terminal; one that is cut ends in “…”."""
    text = visible(value)
    return set_cell_size(text if cell_len(text) <= room else set_cell_size(text, room - 1) + "…", room)


def sentence(template: str, /, **data: object) -> Content:
    """A translated template with its `{gaps}` filled: neither the template nor the data is ever markup.

    A gap's value that is `Content` keeps its styles. A template that a translator broke shows as it is.
    """
    try:
        parts = list(string.Formatter().parse(template))
        return Content("").join(part for piece in parts for part in _filled(piece, data))
    except (KeyError, TypeError, ValueError):
        return Content(template)


def _filled(piece: tuple[str, str | None, str | None, str | None], data: dict[str, object]) -> list[Content]:
    literal, name, form, _conversion = piece
    found = [Content(literal)] if literal else []
    if name is not None:
        value = data[name]
        found.append(value if isinstance(value, Content) else plain(format(value, form or "")))
    return found


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Co", "Zl", "Zp") or (category == "Cf" and character not in _JOINERS):
        return _REPLACEMENT
    return character
