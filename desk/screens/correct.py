"""Correcting a visit: the intake's form, filled in; only what differs is written."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import JsonValue
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import N_, _, day
from desk.records.visit import VisitForm
from desk.ui.fields import Choices, raw_of
from desk.ui.form import FormScreen
from desk.ui.saving import saved, warn
from desk.ui.text import plain, sentence, visible
from desk.usecases.correct_visit import Corrected, Draft, correct_visit, visit_choices


class CorrectScreen(FormScreen[VisitForm]):
    """A visit that is known; beside a field that differs stands what it was."""

    NAME = N_("Correct a visit")
    FORM = VisitForm
    HELP = N_(
        "Change what is wrong and press F2: only the fields that differ are written, each with the value "
        "that you saw. What was registered stays in the log.\n"
        "If somebody else changed the same field in the meantime, nothing is overwritten: both values are "
        "shown to you later, and you decide."
    )

    def __init__(self) -> None:
        super().__init__()
        self._draft: Draft | None = None
        self._before: dict[str, str] = {}

    def choices(self) -> Mapping[str, Choices]:
        """The same as of the intake."""
        return visit_choices(self.host.desk)

    def body(self) -> Iterator[Widget]:
        """Which visit it is, above the form."""
        yield Static(id="line")
        yield from super().body()

    async def reload(self) -> None:
        """Fill the form when another visit is to be corrected."""
        wanted = self.host.subject
        if isinstance(wanted, Draft) and wanted is not self._draft:
            await self._correct(wanted)
        elif self._draft is None:
            self._say(plain(_("Choose a visit in the day's list first.")))

    async def _correct(self, draft: Draft) -> None:
        self._draft = draft
        self._before = {name: _raw(value) for name, value in draft.seen.items()}
        about = draft.supersedes or draft.settles or draft.visit_id
        await self.begin(f"correct:{about}", {name: _raw(value) for name, value in draft.values.items()})
        self._say(
            sentence(_("{number} · F2 writes only what differs"), number=draft.number)
            if draft.supersedes is None
            else sentence(_("{number} · not accepted by central; F2 sends it again"), number=draft.number)
        )
        if draft.refused is not None and draft.refused.field in VisitForm.model_fields:
            self.show_issues([draft.refused])

    def _say(self, content: Content) -> None:
        self.query_one("#line", Static).update(content)

    @property
    def altered(self) -> list[str]:
        """The fields that differ from what the clerk saw."""
        return [name for name, was in self._before.items() if raw_of(self.field(name)) != was]

    def _remark(self, name: str) -> Content:
        if name in self._issues or name not in self._before:
            return super()._remark(name)
        field, was = self.field(name), self._before[name]
        if raw_of(field) == was:
            return Content("")
        label = self._labels(name).get(was, was)
        return sentence(_("was: {value}"), value=label or _("(empty)")).stylize("$text-warning")

    def _labels(self, name: str) -> Mapping[str, str]:
        choices: Mapping[str, str] = getattr(self.field(name), "choices", {})
        return choices

    async def action_save(self) -> None:
        """Write what differs and go back; what is typed stays until it is written."""
        draft, form = self._draft, self.read() if self._draft else None
        if draft is None or form is None:
            return
        altered = self.altered
        if not self.insisted([remark for remark in form.remarks() if remark.field in altered]):
            return
        done = await self.ending(saved(self, correct_visit, self.host.desk, draft, form))
        if done is not None:
            self._leave(done)

    def _leave(self, done: Corrected) -> None:
        titles = ", ".join(self._title(name) for name in done.fields)
        told = _("Corrected: {fields}").format(fields=titles) if titles else _("Nothing differs.")
        self.app.notify(visible(f"{done.number}  {told}"), markup=False)
        warn(self, done.warning)
        self._forget()
        self.app.pop_screen()

    def _forget(self) -> None:
        self._draft, self._before, self.host.subject = None, {}, None
        self.clear()

    async def action_back(self) -> None:
        """Leave; with something altered, ask once."""
        if not self.changed:
            self._forget()
        await super().action_back()

    def _left(self, leave: bool | None) -> None:
        if leave:
            self._draft, self._before, self.host.subject = None, {}, None
        super()._left(leave)


def _raw(value: JsonValue) -> str:
    """A field's value as the form shows it."""
    text = "" if value is None else str(value)
    try:
        return day(date.fromisoformat(text)) if len(text) == 10 and text[4] == "-" else text
    except ValueError:
        return text
