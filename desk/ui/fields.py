"""Type of a form's field -> the widget that takes it: one row high, nothing typed or pasted ever dropped."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import get_args

from pydantic.fields import FieldInfo
from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from desk.lang import _, fold

HINTS, HINT_ROOM = 4, 77
"""At most so many choices are named below a form, in so many cells: one line."""

Choices = Mapping[str, str]
"""Code -> label in the language in use, in the order to offer."""


class TextField(Input):
    """A line of text; several pasted lines are offered to the screen first, for they may be a scan."""

    # With priority, for the focus must have moved before the next key is given to the focused field: on a
    # busy computer what is typed right after Tab, Enter or an arrow would else stand in the field before.
    BINDINGS = [
        Binding("up", "app.focus_previous", show=False, priority=True),
        Binding("down", "app.focus_next", show=False, priority=True),
        Binding("tab", "app.focus_next", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", show=False, priority=True),
        Binding("enter", "next_field", show=False, priority=True),
    ]

    class LinesPasted(Message):
        """Several lines were pasted; the screen takes them or gives them back with `insert_line`."""

        def __init__(self, field: "TextField", text: str) -> None:
            super().__init__()
            self.field, self.text = field, text

    def __init__(self, name: str) -> None:
        super().__init__(id=name, compact=True, select_on_focus=False)

    def action_next_field(self) -> None:
        """Go on to the next field of the form."""
        self.screen.focus_next(TextField)

    @property
    def raw(self) -> str:
        """What the form reads: the text without the blanks around it."""
        return self.value.strip()

    def put(self, raw: str) -> None:
        """Show a value as if it had been typed."""
        self.value = raw

    def insert_line(self, text: str) -> None:
        """Put pasted lines into this one line, none of them lost."""
        self.insert_text_at_cursor(" ".join(text.split()))

    def _on_paste(self, event: events.Paste) -> None:
        if len(event.text.splitlines()) > 1:
            self.post_message(self.LinesPasted(self, event.text))
            event.stop()
            event.prevent_default()


@lru_cache(maxsize=2048)
def _folded(text: str) -> str:
    return fold(text)


class ChoiceField(TextField):
    """A choice by typing the beginning of its code or name; the best match is taken on leaving."""

    def __init__(self, name: str, choices: Choices) -> None:
        super().__init__(name)
        self.choices = choices
        self.others = 0
        """How many fitted as well as the one that was taken on leaving."""

    def matches(self) -> list[str]:
        """Codes that fit what is typed: exact code or name, then those that begin so, then those with it."""
        begins, inside = self._fitting()
        return begins + [code for code in inside if code not in begins]

    def equals(self) -> list[str]:
        """Those of them that fit as well as the first."""
        begins, inside = self._fitting()
        return begins or inside

    def _fitting(self) -> tuple[list[str], list[str]]:
        """Codes whose names begin with what is typed (or are it), and those where it begins a later word."""
        text = self.raw
        if not text:
            return list(self.offered), []
        if text.upper() in self.choices:
            return [text.upper()], []
        wanted = _folded(text)
        labels = {code: _folded(label) for code, label in self.offered.items()}
        exact = [code for code, label in labels.items() if label == wanted or code.lower() == wanted]
        if exact or not wanted:
            return exact, []
        begins = [code for code, label in labels.items() if label.startswith(wanted)]
        inside = [code for code, label in labels.items() if f" {wanted}" in label]
        return begins, inside

    @property
    def offered(self) -> Choices:
        """The choices to list: a name that several codes have once, with the code that is read from it."""
        codes = {label: code for code, label in reversed(list(self.choices.items()))}
        return {code: label for code, label in self.choices.items() if codes[label] == code}

    @property
    def raw_code(self) -> str:
        """The code of the best match, or the text itself where nothing fits."""
        found = self.matches() if self.raw else []
        return found[0] if found else self.raw

    def put(self, raw: str) -> None:
        """Show the label of a code."""
        self.value = self.choices.get(raw, raw)
        self._show_start(focused=self.has_focus)

    def _show_start(self, *, focused: bool) -> None:
        """A long label reads from its start; where the clerk is in it, another choice takes its place."""
        self.selection = self.selection._replace(start=len(self.value) if focused else 0, end=0)

    def take(self, code: str | None) -> None:
        """Take what was chosen from the list, and go on as Enter does."""
        if code:
            self.put(code)
            self.action_next_field()

    def hint(self) -> str:
        """What may be chosen now, the best match first."""
        labels = [self.choices[code] for code in self.matches()]
        for n in range(min(len(labels), HINTS), 0, -1):
            more = len(labels) - n
            tail = _("  and {n} more; F3 lists them").format(n=more) if more else ""
            shown = " · ".join(labels[:n])
            if n == 1 or cell_len(shown + tail) <= HINT_ROOM:
                return shown[: HINT_ROOM - cell_len(tail)] + tail
        return ""

    def _on_blur(self, event: events.Blur) -> None:
        found = self.equals() if self.raw else []
        self.others = len(found) - 1 if found else 0
        if found:
            self.put(found[0])
        self._show_start(focused=False)

    def _on_focus(self, event: events.Focus) -> None:
        if not event.from_app_focus:
            self._show_start(focused=True)


def _enum_of(info: FieldInfo) -> type[StrEnum] | None:
    for kind in (info.annotation, *get_args(info.annotation)):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return kind
    return None


def field_for(name: str, info: FieldInfo, choices: Mapping[str, Choices]) -> TextField:
    """The widget of a form's field; a field with choices is a choice, and an enum must have them."""
    if name in choices:
        return ChoiceField(name, choices[name])
    kind = _enum_of(info)
    if kind is not None:
        raise LookupError(f"no labels for {kind.__name__}")
    return TextField(name)


def raw_of(field: TextField) -> str:
    """What the form's validation reads from a widget."""
    return field.raw_code if isinstance(field, ChoiceField) else field.raw


def kept(field: TextField) -> str:
    """What a draft keeps of a widget: the code of a choice that is made, else the text as typed."""
    choices = field.choices if isinstance(field, ChoiceField) else {}
    return next((code for code, label in choices.items() if label == field.value), field.value)
