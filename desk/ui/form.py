"""A form screen: one record class gives the fields, the validation and the messages.

Labels and remarks are one widget each beside the inputs: a form of 15 fields opens fast.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from pydantic import ValidationError
from textual import on
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.lang import N_, _, ngettext
from desk.records.base import Record
from desk.records.errors import Issue, issues
from desk.ui.base import DeskScreen, bind
from desk.ui.confirm import ConfirmModal
from desk.ui.draft import DraftKeeper
from desk.ui.fields import ChoiceField, Choices, TextField, field_for, kept, raw_of
from desk.ui.picker import PickerModal
from desk.ui.text import plain

F = TypeVar("F", bound=Record)


class FormScreen(DeskScreen, Generic[F]):
    """Shows `FORM`, one line a field; F2 saves, Enter goes on, errors stand beside their field."""

    FORM: type[F]
    DRAFT = ""
    """Name under which a half-typed form is kept; nothing for a form that keeps none."""
    AUTO_FOCUS = "TextField"
    BINDINGS = [
        bind("save", "save", N_("Save"), N_("Save what is in the form")),
        bind("find", "choose", N_("List"), N_("List the values of this field")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._issues: dict[str, Issue] = {}
        self._possible = False
        self._notes: dict[str, str] = {}
        self._insisted: tuple[str, ...] = ()
        self._keeper = DraftKeeper(self, self.DRAFT) if self.DRAFT else None

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

    async def on_screen_resume(self) -> None:
        """Offer what the person had typed before; Textual calls the base's handler too."""
        if self._keeper is not None:
            await self._keeper.resumed(self.host.desk, self.clear, self.take_draft)

    async def on_unmount(self) -> None:
        """Keep the last words that were typed, whichever way the form was left."""
        await self.keep_draft()

    async def keep_draft(self) -> None:
        """Keep at once what is typed, for the person who typed it."""
        if self._keeper is not None:
            await self._keeper.flush()

    @property
    def fields(self) -> list[TextField]:
        """The inputs in the order of the form."""
        return list(self.query(TextField))

    def field(self, name: str) -> TextField:
        """The input of one field."""
        return self.query_one(f"#{name}", TextField)

    @property
    def changed(self) -> bool:
        """Whether anything is typed."""
        return any(field.raw for field in self.fields)

    def clear(self) -> None:
        """Empty the form for the next person."""
        for field in self.fields:
            field.put("")
        self._issues, self._notes, self._insisted, self._possible = {}, {}, (), False
        self.fields[0].focus()
        self._redraw()

    def fill(self, values: Mapping[str, str], note: str) -> list[str]:
        """Put values into empty fields only, each with a note beside it; the names of those filled."""
        filled = []
        for name, value in values.items():
            field = self.field(name)
            if value and not field.raw:
                field.put(value)
                self._notes[name] = note
                self._issues.pop(name, None)
                filled.append(name)
        self._redraw()
        return filled

    def raw(self) -> dict[str, str]:
        """What is typed, by field; empty fields are left out."""
        typed = {str(field.id): raw_of(field) for field in self.fields}
        return {name: value for name, value in typed.items() if value}

    def draft_values(self) -> dict[str, str]:
        """What a draft keeps: codes of what is chosen, else the text as it stands."""
        return {str(field.id): kept(field) for field in self.fields if field.raw}

    def take_draft(self, values: Mapping[str, str]) -> None:
        """Put a draft back into the form; fields that the form has no more are passed over."""
        known = {name: value for name, value in values.items() if name in self.FORM.model_fields}
        self.fill(known, _("typed before"))

    def check(self) -> tuple[F | None, list[Issue]]:
        """The validated form, or what is wrong with it."""
        try:
            return self.FORM.model_validate(self.raw()), []
        except ValidationError as error:
            return None, [self._for_choice(issue) for issue in issues(error)]

    def _for_choice(self, issue: Issue) -> Issue:
        """A text that fits no choice is that, whatever the validation calls it."""
        field = self.field(issue.field) if issue.field in self.FORM.model_fields else None
        if isinstance(field, ChoiceField) and field.raw and not field.matches():
            return Issue(issue.field, "choice_unknown", {"text": field.raw})
        return issue

    def read(self) -> F | None:
        """The validated form; where something is wrong, messages, and the focus on the first such field."""
        form, wrong = self.check()
        unknown = [
            Issue(str(field.id), "choice_unknown", {"text": field.raw})
            for field in self.fields
            if isinstance(field, ChoiceField) and field.raw and not field.matches()
        ]
        self.show_issues(
            [*wrong, *(issue for issue in unknown if issue.field not in {w.field for w in wrong})]
        )
        return form if not self._issues else None

    def show_issues(self, found: Iterable[Issue], possible: bool = False) -> None:
        """Put each issue beside its field, go to the first one; `possible` ones may be saved as they are."""
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
        """How many fields to correct and which; where all may be saved as they are, how to do so."""
        if self._possible:
            told = _("Unusual, but possible. F2 once more saves it as it is.")
            return Content.assemble((f"▲ {told}", "bold $text-warning"))
        n = len(self._issues)
        titles = ", ".join(self._title(name) for name in self._issues if name in self.FORM.model_fields)
        head = ngettext("✖ {n} field to correct:", "✖ {n} fields to correct:", n).format(n=n)
        return Content.assemble((f"{head} ", "bold $text-error"), titles)

    def advice(self) -> Content:
        """One line below, on what is chosen or on the day; empty by default."""
        return Content("")

    def on_descendant_focus(self, _event: DescendantFocus) -> None:
        """Mark the field that has the focus and say what it takes."""
        self._redraw()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Say at once what is wrong with a field that was filled and left."""
        name = event.widget.id
        if isinstance(event.widget, TextField) and name:
            wrong = {issue.field: issue for issue in self.check()[1]} if event.widget.raw else {}
            if self._possible and not wrong:
                return
            self._issues.pop(name, None)
            if name in wrong:
                self._issues[name], self._possible = wrong[name], False

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        name = str(event.input.id)
        if self._keeper is not None:
            self._keeper.changed(self.draft_values())
        if event.input.has_focus:
            self._issues.pop(name, None)
            self._notes.pop(name, None)
            self._redraw()

    @on(TextField.LinesPasted)
    def _lines(self, event: TextField.LinesPasted) -> None:
        if not self.take_lines(event.text):
            event.field.insert_line(event.text)

    def take_lines(self, text: str) -> bool:
        """Take several pasted lines as a whole; False leaves them to the field."""
        return False

    def action_choose(self) -> None:
        """List the values of the focused field, to search and choose."""
        field = self.focused
        if isinstance(field, ChoiceField):
            picker = PickerModal(self._title(str(field.id)), field.choices)
            self.app.push_screen(picker, lambda code: field.put(code) if code else None)
        elif field is not None and field.id in self.FORM.model_fields:
            told = plain(_("This field has no list to choose from: type it in."))
            self.query_one("#messages", Static).update(self._message(field.id, told))

    def insisted(self, remarks: list[Issue]) -> bool:
        """Whether the clerk has seen these remarks and saves all the same; else they are shown."""
        codes = tuple(issue.code for issue in remarks)
        if set(codes) <= set(self._insisted):
            return True
        self._insisted = codes
        self.show_issues(remarks, possible=True)
        return False

    async def action_back(self) -> None:
        """Leave; with something typed, ask once."""
        if not self.changed:
            await super().action_back()
            return
        question = ConfirmModal(
            N_("Leave without saving?"), N_("What you typed will be lost."), N_("Leave"), N_("Stay")
        )
        self.app.push_screen(question, self._left)

    def _left(self, leave: bool | None) -> None:
        if leave:
            if self._keeper is not None:
                self.app.call_later(self._keeper.forget)
                self.clear()
            self.app.pop_screen()
