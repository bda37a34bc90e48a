"""The kiosk: questions for visitors, one digit an answer, and no way out without the clerk's password."""

import asyncio
from collections.abc import Iterator

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import LANGUAGES, N_, NAMES, _, language
from desk.records.survey import Channel, Survey
from desk.ui.base import DeskScreen, bind
from desk.ui.surveys import code_of
from desk.ui.text import plain
from desk.ui.unlock import UnlockModal
from desk.usecases.surveys import SurveyClosed, answer, open_today

THANKS_SECONDS = 4.0
IDLE_SECONDS = 60.0
"""A visitor who left in the middle: the next one begins with the first question."""


class KioskScreen(DeskScreen):
    """Question after question, thank-you, and back to the first."""

    NAME = N_("Survey")
    UNATTENDED = True
    HELP = N_("Press the digit of your answer, or 0 to go on without one. Nobody's name is kept.")
    AUTO_FOCUS = ""
    BINDINGS = [
        bind("next_section", "language", N_("Language"), N_("The next language")),
        bind("back", "back", N_("Clerk"), N_("Leave the kiosk with the clerk's password")),
        Binding("ctrl+q", "back", show=False, priority=True),
        Binding("ctrl+c", "back", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._surveys: list[Survey] = []
        self._place = 0
        self._locked = False
        self._busy = False
        self._timer: Timer | None = None

    def body(self) -> Iterator[Widget]:
        """The question in the middle of the screen."""
        with Vertical(id="kiosk"):
            yield Static(id="question")
            yield Static(id="answers")
            yield Static(id="kiosk-foot")

    async def on_mount(self) -> None:
        """Begin with the first question."""
        await self._begin()

    async def _begin(self) -> None:
        """Ask today's surveys from the first question on; once one was asked the screen is locked."""
        self._place = 0
        self._surveys = await asyncio.to_thread(open_today, self.host.desk)
        self._locked = self._locked or bool(self._surveys)
        self._ask()

    def _ask(self) -> None:
        if not self._surveys:
            self._show(_("No survey is asked today."), [], "")
            return
        survey = self._surveys[self._place]
        lines = [f"{n}   {text}" for n, text in enumerate(survey.offered, 1)]
        self._show(survey.asked, [*lines, f"0   {_('no answer')}"], _("Press the digit of your answer."))

    def _show(self, head: str, lines: list[str], foot: str) -> None:
        self.query_one("#question", Static).update(plain(head).stylize("bold"))
        rows = [plain(line) for line in lines]
        self.query_one("#answers", Static).update(Content("\n\n" if len(rows) < 7 else "\n").join(rows))
        self.query_one("#kiosk-foot", Static).update(plain(foot))

    async def on_key(self, event: Key) -> None:
        """Take the answer of a digit; any other key does nothing here."""
        code = code_of(self._surveys[self._place], event.key) if self._asking else None
        if code is None:
            return
        event.stop()
        self._busy = True
        try:
            await self._take(self._surveys[self._place], code)
        finally:
            self._busy = False

    @property
    def _asking(self) -> bool:
        return self._place < len(self._surveys) and not self._busy

    async def _take(self, survey: Survey, code: str) -> None:
        from desk.usecases.refusals import StoreFailed

        try:
            await asyncio.to_thread(answer, self.host.desk, survey, code, Channel.kiosk)
        except SurveyClosed:
            await self._begin()
            return
        except StoreFailed:
            self._place = len(self._surveys)
            self._show(_("Your answer could not be saved. Please tell the clerk."), [], "")
            self._later(THANKS_SECONDS * 3)
            return
        self.host.wake_sync()
        self._place += 1
        if self._place < len(self._surveys):
            self._ask()
            self._later(IDLE_SECONDS)
        else:
            self._show(_("Thank you for your answer."), [], "")
            self._later(THANKS_SECONDS)

    def _later(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(seconds, self._begin)

    def action_language(self) -> None:
        """Go on to the next language, for this visitor and until somebody changes it again."""
        following = LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)]
        self.host.keep_language(following)
        self._ask()
        self.status_changed()
        self.refresh_bindings()
        self.app.notify(NAMES[following], markup=False, timeout=2)

    def action_help(self) -> None:
        """Say how to answer; once locked without a window of its own, whose keys would lead out."""
        if self._locked:
            self.app.notify(_(self.HELP), markup=False)
        else:
            super().action_help()

    async def action_back(self) -> None:
        """Leave: with the clerk's password once a visitor may have been here."""
        if not self._locked:
            await super().action_back()
            return

        def unlocked(open_again: bool | None) -> None:
            if open_again:
                self.app.pop_screen()

        self.app.push_screen(UnlockModal(), unlocked)
