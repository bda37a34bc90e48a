"""A form screen: one record class gives the fields, the validation and the messages; drafts are kept."""

from collections.abc import Awaitable, Mapping
from typing import TypeVar

from pydantic import ValidationError
from textual import on
from textual.events import DescendantBlur, DescendantFocus
from textual.widgets import Input, Static

from desk.lang import N_, _
from desk.records.errors import Issue, issues
from desk.ui.base import bind
from desk.ui.confirm import ConfirmModal
from desk.ui.draft import DraftKeeper
from desk.ui.fields import ChoiceField, TextField, kept, raw_of
from desk.ui.form_view import F, FormView
from desk.ui.picker import PickerModal
from desk.ui.text import plain, visible

T = TypeVar("T")


class FormScreen(FormView[F]):
    """Reads `FORM` from what is typed; F2 saves, Enter goes on, what is half-typed is kept."""

    DRAFT = ""
    """Name under which a half-typed form is kept; nothing where `begin` gives it, or none is kept."""
    BINDINGS = [
        bind("save", "save", N_("Save"), N_("Save what is in the form")),
        bind("find", "choose", N_("List"), N_("List the values of this field")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._insisted: list[tuple[Issue, str]] = []
        self._known: dict[str, str] = {}
        self._left_over: dict[str, str] = {}
        self._keeper = DraftKeeper(self, self.DRAFT)

    async def on_screen_resume(self) -> None:
        """Offer what the person had typed before; Textual calls the base's handler too."""
        if self.DRAFT:
            await self._keeper.resumed(self.host.desk, self.clear, self.take_draft)

    async def on_unmount(self) -> None:
        """Keep the last words that were typed, whichever way the form was left."""
        await self.keep_draft()

    async def keep_draft(self) -> None:
        """Keep at once what is typed, for the person who typed it."""
        await self._keeper.flush()

    async def take_over(self) -> None:
        """The form is filled by another screen now: whatever was typed before is not offered over it."""
        await self._keeper.taken_over(self.host.desk)

    async def ending(self, work: Awaitable[T]) -> T:
        """What a save gives back; where that is something, the draft ended in the save's own transaction."""
        return await self._keeper.ending(work)

    async def begin(self, name: str, values: Mapping[str, str]) -> None:
        """Begin anew with what is known of something; offer what the person had typed over that before."""
        await self._keeper.leave()
        self.clear()
        self.begin_with(values)
        await self._keeper.opened(self.host.desk, name, self.take_draft)

    def begin_with(self, values: Mapping[str, str]) -> None:
        """Put in what is known already: it is not typed, and a draft keeps only what differs from it."""
        self._known = {name: value for name, value in values.items() if value}
        for name, value in self._known.items():
            field = self.field(name)
            if isinstance(field, ChoiceField) and value not in field.choices:
                # A code that has left the catalogue stays right for what was written in its time.
                field.choices = {**field.choices, value: value}
            with field.prevent(Input.Changed):
                field.put(value)
        self._redraw()

    @property
    def changed(self) -> bool:
        """Whether anything is typed that did not stand there already."""
        return bool(self._typed_values())

    def clear(self) -> None:
        """Empty the form for the next person."""
        for field in self.fields:
            field.put("")
        self._issues, self._notes, self._insisted, self._possible = {}, {}, [], ""
        self._known, self._left_over = {}, {}
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

    def focus_empty(self) -> None:
        """Go to the first field that is still empty."""
        empty = next((field for field in self.fields if not field.raw), None)
        if empty is not None:
            empty.focus()

    def raw(self) -> dict[str, str]:
        """What is typed, by field; empty fields are left out."""
        typed = {str(field.id): raw_of(field) for field in self.fields}
        return {name: value for name, value in typed.items() if value}

    def _typed_values(self) -> dict[str, str]:
        """What differs from what stood there: codes of what is chosen, else the text; "" if emptied."""
        typed = {str(field.id): kept(field) if field.value else "" for field in self.fields}
        return {name: text for name, text in typed.items() if text.strip() != self._known.get(name, "")}

    def draft_values(self) -> dict[str, str]:
        """What a draft keeps: what is typed, and what an older form took that this one has no field for."""
        return self._typed_values() | self._left_over

    def take_draft(self, values: Mapping[str, str]) -> None:
        """Put a draft back over what stood there; what this form has no field for is told, and kept."""
        known = {name: value for name, value in values.items() if name in self.FORM.model_fields}
        self._left_over = {name: value for name, value in values.items() if name not in known}
        for name in known.keys() & self._known.keys():
            self.field(name).put("")
        self.fill(known, _("typed before"))
        self.focus_empty()
        if self._left_over:
            told = _("This form has no field any more for: {texts}. Write it where it belongs.")
            texts = "; ".join(self._left_over.values())
            self.app.notify(visible(told.format(texts=texts)), severity="warning", markup=False, timeout=60)

    def check(self) -> tuple[F | None, list[Issue]]:
        """The validated form, or what is wrong with it.

        A text that fits no choice is that, whatever the validation calls it.
        """
        unknown = {
            str(field.id): Issue(str(field.id), "choice_unknown", {"text": field.raw})
            for field in self.fields
            if isinstance(field, ChoiceField) and field.raw and not field.matches()
        }
        try:
            form = self.FORM.model_validate(self.raw())
        except ValidationError as error:
            return None, list(({issue.field: issue for issue in issues(error)} | unknown).values())
        return (None if unknown else form), list(unknown.values())

    def read(self) -> F | None:
        """The validated form; where something is wrong, messages, and the focus on the first such field."""
        form, wrong = self.check()
        here = self.focused
        if isinstance(here, ChoiceField) and here.raw and len(set(here.matches())) > 1:
            wrong = [*wrong, Issue(str(here.id), "choice_ambiguous")]
        self.show_issues(wrong)
        return form if not wrong else None

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
            if isinstance(event.widget, ChoiceField) and event.widget.others:
                self._notes[name] = _("first of {n}; F3: all").format(n=event.widget.others + 1)
            if name in wrong:
                if self._possible:  # what is only unusual is told anew when nothing is wrong
                    self._issues.clear()
                self._issues[name], self._possible = wrong[name], ""

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        name = str(event.input.id)
        if self._keeper.keeps:
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
            picker = PickerModal(self._title(str(field.id)), field.offered)
            self.app.push_screen(picker, field.take)
        elif field is not None and field.id in self.FORM.model_fields:
            told = plain(_("This field has no list to choose from: type it in."))
            self.query_one("#messages", Static).update(self._message(field.id, told))

    def insisted(self, remarks: list[Issue]) -> bool:
        """Whether the clerk saw these remarks on what is typed and saves all the same; else shows them."""
        typed = self.raw()
        before, self._insisted = self._insisted, [(one, typed.get(one.field, "")) for one in remarks]
        if all(one in before for one in self._insisted):
            return True
        self.show_issues(remarks, _("Unusual, but possible. F2 once more saves it as it is."))
        return False

    @property
    def insisted_codes(self) -> tuple[str, ...]:
        """The remarks in spite of which the form is saved, as its record tells them."""
        return tuple(issue.code for issue, _typed in self._insisted)

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
            self.app.call_later(self._keeper.forget)
            self.clear()
            self.app.pop_screen()
