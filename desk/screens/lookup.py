"""Looking a person up in the list of entry and exit restrictions."""

import asyncio
from collections.abc import Iterator, Mapping

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import N_, _, day_and_clock
from desk.records.countries import countries
from desk.records.lookup import ListAge, LookupForm
from desk.ui.base import bind
from desk.ui.fields import Choices
from desk.ui.help import HelpModal
from desk.ui.person import PersonHanded
from desk.ui.saving import refuse
from desk.ui.text import visible
from desk.ui.verdict import AnswerModal
from desk.ui.zone import ScanForm


class LookupScreen(ScanForm[LookupForm]):
    """Purpose first, then the person; a scanned document fills what is still empty."""

    NAME = N_("Restriction lookup")
    FORM = LookupForm
    DRAFT = "lookup"
    HELP = N_(
        "Scan the document, or type a name in any spelling and script, a document number or a FIN.\n"
        "The whole name in one line, or surname and given name apart. Dates: 31.12.1990, 12.1990, 1990.\n"
        "Citizenship and sex never exclude anybody. Each lookup is recorded with its purpose.\n"
        "The answer is about this list only, as of the time that stands with it."
    )
    BINDINGS = [
        bind("save", "save", N_("Look up"), N_("Ask the list; the lookup is recorded")),
        bind("new", "next", N_("Next person"), N_("Empty the form, keep the purpose")),
    ]

    def action_help(self) -> None:
        """Say what can be done here, and how strictly this list compares."""
        from desk.usecases.lookup import about_list

        text = "\n".join(part for part in (_(self.HELP), about_list(self.host.desk)) if part)
        self.app.push_screen(HelpModal(self.NAME, text, self.key_lines()))

    def choices(self) -> Mapping[str, Choices]:
        """Purposes and countries."""
        from desk.rules.purposes import purposes

        return {"purpose": purposes(), "citizenship": countries()}

    def body(self) -> Iterator[Widget]:
        """Which list answers, above the form."""
        yield Static(id="which")
        yield from super().body()

    async def reload(self) -> None:
        """Say which list would answer now, and make it ready while the clerk types."""
        from desk.usecases.lookup import get_list_ready

        self.query_one("#which", Static).update(self._which())
        ready = asyncio.to_thread(get_list_ready, self.host.desk)
        self.run_worker(ready, group="ready", exclusive=True, exit_on_error=False)

    def _which(self) -> Content:
        from desk.usecases.list_age import age_words, fault_text, list_age

        age, status = list_age(self.host.desk, self.host.settings), self.host.status
        if status.list_progress is not None:
            parts = [_("The list is being loaded: {n} %").format(n=status.list_progress)]
        else:
            parts = [fault_text(status.list_fault)] if status.list_fault else []
        if age.as_of is not None:
            told = _("{n} records as of {time} ({age})")
            parts.insert(0, told.format(n=age.count, time=day_and_clock(age.as_of), age=age_words(age)))
        elif not parts:
            parts = [_("There is no list on this computer yet: no answer can be a clean one.")]
        style = "$text-muted" if age.state is ListAge.fresh else "$text-warning"
        return Content.assemble((visible("  ".join(parts)), style))

    async def on_screen_resume(self) -> None:
        """Begin with the person whom another screen hands over: a draft of somebody else is not offered then.

        Textual calls the handlers of the base classes after this one.
        """
        handed = self.host.subject
        if isinstance(handed, PersonHanded):
            self.host.subject = None
            await self.take_over()
            self.clear()
            self.fill(handed.values, _("from the visitor's form"))

    async def action_save(self) -> None:
        """Ask; the lookup is written down before the answer is shown."""
        from desk.usecases.lookup import LookupRefused, look_up
        from desk.usecases.refusals import StoreFailed, refusal_text

        form = self.read()
        if form is None:
            return
        try:
            asked = asyncio.to_thread(look_up, self.host.desk, self.host.settings, form)
            answer = await self.ending(asked)
        except LookupRefused as refused:
            self.show_issues([refused.issue])
            return
        except StoreFailed as failed:
            refuse(self.app, refusal_text(failed), _("Not looked up"))
            return
        self.host.wake_sync()
        self.app.push_screen(AnswerModal(answer, self.host.status.list_fault), self._answered)

    def _answered(self, next_person: bool | None) -> None:
        if next_person:
            self.action_next()

    def action_next(self) -> None:
        """Empty the form for the next person; the purpose stays."""
        purpose = self.raw().get("purpose", "")
        self.clear()
        self.begin_with({"purpose": purpose})
        self.field("name" if purpose else "purpose").focus()

    async def action_back(self) -> None:
        """Leave; a lookup is written down already, so nothing is lost."""
        self.clear()
        self.app.pop_screen()
