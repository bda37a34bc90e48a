"""Keys that Textual 8.2.8 does not expect of a terminal: other layouts, alternate keys, releases."""

import re
from collections.abc import Callable
from typing import cast

from textual import events
from textual._xterm_parser import XTermParser
from textual.keys import Keys

from desk.keys import latin

_EXTENDED = re.compile(r"\x1b\[(\d*)(?::\d*)*(?:;(\d*)(?::(\d*))?(.*?))?([u~ABCDEFHPQRS])")
_RELEASED = "3"
_Parse = Callable[[XTermParser, str], list[events.Key] | None]


def translate(event: events.Key) -> None:
    """Rename `ctrl+ы` to `ctrl+s` in place, so that bindings work under the ru and az layouts.

    A key with ctrl types nothing, whatever text the terminal sent along with it.
    """
    event.key = latin(event.key)
    if "ctrl+" in event.key:
        event.character = None


def guard_key_parser() -> None:
    """Teach Textual's parser, once a process, the kitty sequences that end the program with a ValueError.

    Alternate keys (`ESC[1099::115;5u`) are read without the alternates, repeats (`;5:2u`) as presses,
    releases (`;5:3u`) and what still cannot be read as nothing.
    """
    parse = cast(_Parse, XTermParser._parse_extended_key)
    if getattr(parse, "is_guarded", False):
        return

    def guarded(parser: XTermParser, sequence: str) -> list[events.Key] | None:
        match = _EXTENDED.fullmatch(sequence)
        if match is None or ":" not in sequence:
            plain = sequence
        elif match[3] == _RELEASED:
            return [events.Key(Keys.Ignore, sequence)]
        else:
            code, modifiers, _event, text, end = match.groups(default="")
            plain = f"\x1b[{code};{modifiers}{text}{end}"
        try:
            return parse(parser, plain)
        except (ValueError, OverflowError):
            return [events.Key(Keys.Ignore, sequence)]

    guarded.is_guarded = True  # type: ignore[attr-defined]
    XTermParser._parse_extended_key = guarded  # type: ignore[assignment, method-assign]
