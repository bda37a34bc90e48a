"""Correcting a visit: the intake's form, filled in; only what differs is written."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import JsonValue
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import N_, _, day
from desk.records.service import Service
from desk.records.visit import CorrectableVisit, VisitForm
from desk.ui.base import bind
from desk.ui.fields import raw_of
from desk.ui.saving import saved, warn
from desk.ui.served import SERVICE, ServedForm
from desk.ui.service import noted_in
from desk.ui.text import in_cells, plain, sentence, visible
from desk.usecases.change_words import title_of
from desk.usecases.correct_visit import Corrected, Draft, correct_visit
from desk.usecases.service import corrected_service, names_of, prices, service_text


class CorrectScreen(ServedForm):
    """A visit that is known; beside a field that differs stands what it was."""

    NAME = N_("Correct a visit")
    HELP = N_(
        "Change what is wrong and press F2: only the fields that differ are written, each with the value "
        "that you saw. What was registered stays in the log.\n"
        "F6 corrects the documents, the fee and the payment; another procedure asks for them by itself.\n"
        "If somebody else changed the same field in the meantime, nothing is overwritten: both values are "
        "shown to you later, and you decide."
    )

    BINDINGS = [
        bind("next_section", "service", N_("Checklist"), N_("Documents, fee and payment of the visit")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._draft: Draft | None = None
        self._before: dict[str, str] = {}
        self._told: Service | None = None
        """What is kept of the procedure, as the form began."""

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
        self._before = {name: _raw(draft.seen[name]) for name in VisitForm.model_fields}
        told = draft.values[SERVICE]
        self._told = Service.model_validate_json(json.dumps(told)) if told else None
        about = draft.supersedes or draft.settles or draft.visit_id
        await self.begin(f"correct:{about}", {name: _raw(draft.values[name]) for name in self._before})
        self._say(
            sentence(_("{number} · F2 writes only what differs"), number=draft.number)
            if draft.supersedes is None
            else sentence(_("{number} · not accepted by central; F2 sends it again"), number=draft.number)
        )
        if draft.refused is not None and draft.refused.field in VisitForm.model_fields:
            self.show_issues([draft.refused])

    def begin_with(self, values: Mapping[str, str]) -> None:
        """Put in the fields, and what was noted of the procedure."""
        super().begin_with(values)
        procedure, born = self._chosen()
        if self._told is not None and procedure is not None:
            offered = prices(procedure, self._day(), self._days, born)
            self._known_service = self._chosen_service = noted_in(self._told, procedure, offered)
            self._redraw()

    def _day(self) -> date:
        """The day of the visit."""
        return self._draft.on if self._draft is not None else super()._day()

    def advice(self) -> Content:
        """What is kept of the procedure; in another colour once it is corrected."""
        told = self._service() if self._draft is not None else None
        if told is None:
            return Content("")
        words = service_text(told, names_of(self._services.values()))
        text = plain(in_cells(words, self.app.size.width - 2))
        return text if told == self._told else text.stylize("$text-warning")

    def action_service(self) -> None:
        """Go through documents, fee and payment."""
        procedure = self._chosen()[0]
        if procedure is None:
            self.app.notify(_("Choose a procedure first."), markup=False)
        else:
            self._checklist(procedure)

    def _service(self) -> Service | None:
        """What stood there, unless something of it was corrected."""
        procedure, chosen, known = self._chosen()[0], self._chosen_service, self._known_service
        if procedure is None or chosen is None or not chosen.finished:
            return self._told
        is_same = known is not None and known.procedure == procedure.code
        told = super()._service()
        if told is None or (is_same and chosen == known):
            return self._told
        return corrected_service(self._told, told) if is_same else told

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
        doubted = {*altered, "citizenship"} if "procedure" in altered else altered
        if not self.insisted([remark for remark in self._remarks(form) if remark.field in doubted]):
            return
        procedure = self._chosen()[0]
        is_other = self._chosen_service != self._known_service
        asks_anew = is_other or (self._told is not None and {"procedure", "birth_date"} & set(altered))
        if procedure is not None and asks_anew and not self._is_gone_through(procedure):
            self._checklist(procedure, self.action_save)
            return
        wanted = CorrectableVisit.model_construct(**vars(form), service=self._service())
        done = await self.ending(saved(self, correct_visit, self.host.desk, draft, wanted))
        if done is not None:
            self._leave(done, draft)

    def _leave(self, done: Corrected, draft: Draft) -> None:
        titles = ", ".join(title_of(name) for name in done.fields)
        unaltered = _("What central holds stays.") if draft.settles else _("Nothing differs.")
        told = _("Corrected: {fields}").format(fields=titles) if titles else unaltered
        self.app.notify(visible(f"{done.number}  {told}"), markup=False)
        warn(self, done.warning)
        self._forget()
        self.app.pop_screen()

    def _forget(self) -> None:
        self._draft, self._before, self._told, self.host.subject = None, {}, None, None
        self.clear()

    async def action_back(self) -> None:
        """Leave; with something altered, ask once."""
        if not self.changed:
            self._forget()
        await super().action_back()

    def _left(self, leave: bool | None) -> None:
        if leave:
            self._draft, self._before, self._told, self.host.subject = None, {}, None, None
        super()._left(leave)


def _raw(value: JsonValue) -> str:
    """A field's value as the form shows it."""
    text = "" if value is None else str(value)
    try:
        return day(date.fromisoformat(text)) if len(text) == 10 and text[4] == "-" else text
    except ValueError:
        return text
