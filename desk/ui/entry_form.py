"""A form for an entry of a register: new, or a correction that gives its reason; the history beside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import N_, _, day_and_clock, ngettext
from desk.records.base import Record
from desk.records.entry import EntryAct
from desk.records.errors import Issue
from desk.ui.base import bind
from desk.ui.case_fields import choices_of
from desk.ui.details import DetailsModal
from desk.ui.fields import Choices
from desk.ui.form import FormScreen
from desk.ui.form_values import typed
from desk.ui.reason import ask_reason
from desk.ui.saving import saved, warn
from desk.ui.text import plain, visible
from desk.usecases.change_details import Details
from desk.usecases.entries import Opened, VersionLine, Written

F = TypeVar("F", bound=Record)
ACTS = {
    EntryAct.entered: N_("Entered"),
    EntryAct.corrected: N_("Corrected"),
    EntryAct.withdrawn: N_("Withdrawn"),
}


@dataclass(frozen=True)
class Blank:
    """A new entry that begins with some values."""

    values: Mapping[str, str]


class EntryFormScreen(FormScreen[F], Generic[F]):
    """What `host.subject` names: an Opened entry to correct, or a Blank."""

    ENTRY = ""
    """What a half-typed entry is kept as: a new one under this name, a correction with its identifier."""
    BINDINGS = [
        bind("next_section", "history", N_("History"), N_("Who wrote what of this entry, and why")),
        bind("duplicates", "withdraw", N_("Withdraw"), N_("Take the entry back, with a reason")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._opened: Opened[F] | None = None
        self._begun: object = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not saved has no history, and nothing to withdraw."""
        if action in ("history", "withdraw") and self._opened is None:
            return False
        return super().check_action(action, parameters)

    def choices(self) -> Mapping[str, Choices]:
        """Choices by the fields' types."""
        return choices_of(self.FORM)

    def remarks(self, form: F) -> list[Issue]:
        """What is unusual in the form; nothing by default."""
        return []

    def enter(self, form: F) -> Written:
        """Write a new entry."""
        raise LookupError(type(self).__name__)

    def correct(self, seen: Opened[F], form: F, reason: str) -> Written:
        """Write a correction."""
        raise LookupError(type(self).__name__)

    def take_back(self, seen: Opened[F], reason: str) -> Written:
        """Withdraw the entry."""
        raise LookupError(type(self).__name__)

    def body(self) -> Iterator[Widget]:
        """Which entry it is, above the form."""
        yield Static(id="line")
        yield from super().body()

    async def reload(self) -> None:
        """Begin with what the screen was opened for."""
        subject = self.host.subject
        if subject is self._begun:
            return
        self._begun = subject
        if isinstance(subject, Opened):
            await self.begin(f"{self.ENTRY}:{subject.id}", typed(subject.form, self.FORM))
            self._opened = subject
            self.refresh_bindings()
        else:
            await self.begin(self.ENTRY, subject.values if isinstance(subject, Blank) else {})
        self.say()

    def clear(self) -> None:
        """Empty the form."""
        super().clear()
        self._opened = None
        self.refresh_bindings()

    def say(self) -> None:
        """Tell in one line which entry this is."""
        self.query_one("#line", Static).update(self._line())

    def _line(self) -> Content:
        seen = self._opened
        if seen is None:
            return plain(f"{_('A new entry.')}{self.more()}")
        n = len(seen.history)
        told = ngettext("{n} version", "{n} versions", n).format(n=n)
        if seen.withdrawn:
            return Content.assemble((visible(f"✖ {_('Withdrawn')}. {told}"), "$text-error"))
        if seen.contested:
            words = _("Two people wrote different things. What you save now counts.")
            return Content.assemble((visible(f"⚠ {words}"), "$text-warning"))
        return plain(f"{told}{self.more()}")

    def more(self) -> str:
        """What else stands in the line above the form."""
        return ""

    async def action_save(self) -> None:
        """Write a new entry, or ask for the reason of a correction and write that."""
        form = self.read()
        if form is None or not self.insisted(self.remarks(form)):
            return
        if self._opened is None:
            await self._write(lambda: self.enter(form))
            return
        seen = self._opened
        self._ask(lambda reason: self.correct(seen, form, reason))

    def action_withdraw(self) -> None:
        """Ask for the reason and take the entry back."""
        seen = self._opened
        if seen is not None and not seen.withdrawn:
            self._ask(lambda reason: self.take_back(seen, reason))

    def _ask(self, work: Callable[[str], Written]) -> None:
        async def given(reason: str | None) -> None:
            if reason:
                await self._write(lambda: work(reason))

        self.app.push_screen(ask_reason(), given)

    async def _write(self, work: Callable[[], Written]) -> None:
        from pydantic import ValidationError

        from desk.records.errors import issues

        try:
            done = await self.ending(saved(self, work))
        except ValidationError as error:
            self.app.notify(visible(issues(error)[0].text), severity="error", markup=False)
            return
        if done is None:
            return
        warn(self, done.warning)
        self.app.notify(_("Saved."), markup=False)
        self._leave()

    def _leave(self) -> None:
        self.host.subject = self._begun = None
        self.clear()
        self.app.pop_screen()

    async def action_back(self) -> None:
        """Leave; with something altered, ask once."""
        if self.changed:
            await super().action_back()
        else:
            self._leave()

    def _left(self, leave: bool | None) -> None:
        if leave:
            self.host.subject = self._begun = None
        super()._left(leave)

    def action_history(self) -> None:
        """Show every version, the newest first."""
        if self._opened is not None:
            lines = [_told(line) for line in reversed(self._opened.history)]
            self.app.push_screen(DetailsModal(Details(_("History"), lines)))


def _told(line: VersionLine) -> tuple[str, str]:
    why = f" · {line.reason}" if line.reason else ""
    return day_and_clock(line.at), f"{_(ACTS[line.act])} · {line.clerk_name}, {line.office}{why}"
