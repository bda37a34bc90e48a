"""What a form looks like: its fields one a line, what is wrong beside each, advice below.

Labels and remarks are one widget each beside the inputs: a form of 15 fields opens fast.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import _, ngettext
from desk.records.base import Record
from desk.records.errors import Issue
from desk.ui.base import DeskScreen
from desk.ui.fields import ChoiceField, Choices, TextField, field_for
from desk.ui.text import plain

F = TypeVar("F", bound=Record)


class FormView(DeskScreen, Generic[F]):
    """Shows `FORM`, one line a field, with the issues, notes and advice that there are."""

    FORM: type[F]
    AUTO_FOCUS = "TextField"

    def __init__(self) -> None:
        super().__init__()
        self._issues: dict[str, Issue] = {}
        self._possible = ""
        """What heads issues that keep nothing from being saved; empty where they must be corrected."""
        self._notes: dict[str, str] = {}

    def choices(self) -> Mapping[str, Choices]:
        """The choices of the fields that have some, by field name."""
        return {}

    def body(self) -> Iterator[Widget]:
        """Labels, inputs and remarks side by side; three lines for messages below."""
        choices = self.choices()
        with VerticalScroll(id="form", can_focus=False), Horizontal(id="rows"):
            yield Static(id="labels")
            with Vertical(id="inputs"):
                for name, info in self.FORM.model_fields.items():
                    yield field_for(name, info, choices)
            yield Static(id="remarks")
        yield Static(id="messages")

    def on_mount(self) -> None:
        """Draw what stands beside the inputs."""
        self._redraw()

    @property
    def fields(self) -> list[TextField]:
        """The inputs in the order of the form."""
        return list(self.query(TextField))

    def field(self, name: str) -> TextField:
        """The input of one field."""
        return self.query_one(f"#{name}", TextField)

    def show_issues(self, found: Iterable[Issue], possible: str = "") -> None:
        """Put each issue beside its field, go to the first one; `possible` heads those that are no faults."""
        self._issues, self._possible = {issue.field: issue for issue in found}, possible
        self._redraw()
        first = next((field for field in self.fields if field.id in self._issues), None)
        if first is not None:
            first.focus()

    def _title(self, name: str) -> str:
        return _(self.FORM.model_fields[name].title or name)

    def _redraw(self) -> None:
        focused = self.focused.id if self.focused else None
        names = list(self.FORM.model_fields)
        self.query_one("#labels", Static).update(
            Content("\n").join([self._label(n, n == focused) for n in names])
        )
        self.query_one("#remarks", Static).update(Content("\n").join([self._remark(n) for n in names]))
        self.query_one("#messages", Static).update(self._message(focused))

    def _label(self, name: str, focused: bool) -> Content:
        mark = "*" if self.FORM.model_fields[name].is_required() else " "
        text = f"{'▸' if focused else ' '}{self._title(name)} {mark}"
        return Content.assemble((text, "bold $text-accent" if focused else "$foreground"))

    def _remark(self, name: str) -> Content:
        if name in self._issues:
            mark, colour = ("▲", "$text-warning") if self._possible else ("✖", "$text-error")
            return Content.assemble((f"{mark} ", f"bold {colour}"), (self._issues[name].text, colour))
        return Content.assemble((self._notes.get(name, ""), "$quiet"))

    def _message(self, focused: str | None, told: Content | None = None) -> Content:
        """How much is wrong, the whole sentence (or the choices) of the focused field, a line of advice."""
        lines = [Content("")]
        if self._issues:
            lines[0] = self._summary()
        if told is not None:
            lines.append(told)
        elif focused in self._issues:
            lines.append(Content.assemble((f"{self._title(focused)}: ", "bold"), self._issues[focused].text))
        elif focused is not None and focused in self.FORM.model_fields:
            field = self.field(focused)
            lines.append(plain(field.hint() if isinstance(field, ChoiceField) else ""))
        else:
            lines.append(Content(""))
        return Content("\n").join([*lines, self.advice()])

    def _summary(self) -> Content:
        """How many fields to correct and which; where there is nothing to correct, what is the matter."""
        if self._possible:
            return Content.assemble((f"▲ {self._possible}", "bold $text-warning"))
        n = len(self._issues)
        titles = ", ".join(self._title(name) for name in self._issues if name in self.FORM.model_fields)
        head = ngettext("✖ {n} field to correct:", "✖ {n} fields to correct:", n).format(n=n)
        return Content.assemble((f"{head} ", "bold $text-error"), titles)

    def advice(self) -> Content:
        """One line below, on what is chosen or on the day; empty by default."""
        return Content("")
