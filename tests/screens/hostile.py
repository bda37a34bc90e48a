"""Texts that try to act: on the markup, the terminal, the direction of writing, the width, the validation."""

import random
import re
from collections.abc import Iterator
from typing import Any

from textual.app import App

PIECES: dict[str, tuple[str, ...]] = {
    "markup": (
        "[/bold]",
        "[@click=app.hostile]",
        "[red]",
        "x[/foo]",
        "[true,false]",
        "[",
        "]",
        "\\[",
        "[link=x]",
    ),
    "escape": ("\x1b[31m", "\x1b]52;c;eHg=\x07", "\x1b[2J", "\x1b]0;x\x1b\\", "\x1bP1$r\x1b\\", "\x1b"),
    "control": ("\0", "\x05", "\x07", "\x08", "\x0b", "\x0e", "\x7f", "\x80", "\x9b31m", "\x9d52;c;eA==\x9c"),
    "bidi": ("\u202e", "\u202a", "\u2066", "\u2069", "\u200f", "\u061c"),
    "invisible": ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\U000e0041", "\ufff9"),
    "surrogate": ("\ud800", "\udfff", "\udc80x"),
    "letters": ("Əİıq", "Щыц", "محمد", "שלום", "名前", "e\u0301\u0302\u0303", "ﷺ", "👩‍👩‍👧", "ｆｕｌｌ"),
    "syntax": (
        "' OR 1=1 --",
        '"',
        "{0}",
        "%s",
        "=cmd|x",
        "NEAR(",
        "*",
        "../..",
        "<script>",
        "{surname}",
        "NaN",
    ),
    "breaks": ("\n", "\r\n", "\t", "\u2028", "\x85"),
    "numbers": ("9" * 30, "-1", "00.00.0000", "31.02.2026", "1e999", "٣١١٢١٩٩٠"),
}
HUGE = 3_000
OWN = re.compile(r"\x1b\[[\d;:]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")
"""What drawing itself writes: CSI sequences, and links that the program made."""
OBEYED = re.compile(
    "[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


def texts(dice: random.Random) -> Iterator[str]:
    """Hostile texts without end; now and then one that is very long."""
    families = list(PIECES)
    while True:
        parts = [dice.choice(PIECES[dice.choice(families)]) for _ in range(dice.randrange(1, 5))]
        text = dice.choice(("", "Ə", "x ")).join(parts)
        yield (text * HUGE)[:HUGE] if dice.random() < 0.02 else text


def written(app: App[Any]) -> str:
    """All that the program would now write to the terminal for a screen drawn anew."""
    update = app.screen._compositor.render_full_update()
    return str(update.render_segments(app.console))


def obeyed(app: App[Any]) -> list[str]:
    """The characters in it that a terminal obeys or hides, and actions that data brought."""
    bytes_, found = written(app), []
    found += [f"U+{ord(one):04X}" for one in OBEYED.findall(OWN.sub("", bytes_.replace("\r\n", "")))]
    for strip in app.screen._compositor.render_strips():
        actions = [str(segment.style.meta) for segment in strip if segment.style and segment.style.meta]
        found += [action for action in actions if "hostile" in action]
    return found
