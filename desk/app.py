"""The application: screens made when they are opened, keys translated, the synchronisation owned here."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from textual.binding import Binding
from textual.events import Event, Key, Paste
from textual.filter import LineFilter
from textual.reactive import Initialize, Reactive
from textual.screen import ModalScreen
from textual.theme import Theme

from desk.config import Settings, save
from desk.lang import N_, _, use_language
from desk.screen_factories import FACTORIES
from desk.sync.status import SyncStatus
from desk.ui import crash
from desk.ui.base import DeskScreen, FollowsStatus, bind
from desk.ui.gate import GatedApp
from desk.ui.key_translation import guard_key_parser, translate
from desk.ui.line_filter import ControlFilter
from desk.ui.presence import Presence
from desk.ui.scanner import Scanner
from desk.ui.text import visible
from desk.ui.themes import THEMES

if TYPE_CHECKING:
    from uuid import UUID

    from desk.records.audit import Leaving
    from desk.sync.worker import Worker
    from desk.usecases.desk import Desk


_STYLES = Path(__file__).parent / "ui" / "desk.tcss"
"""The rules of all screens but the first, which the first frame does not wait for."""


def _theme_of(app: "DeskApp") -> str:
    return app.settings.theme


class DeskApp(GatedApp):
    """The desk's terminal program."""

    CSS_PATH = "ui/first.tcss"
    TITLE = "desk"
    ENABLE_COMMAND_PALETTE = False
    SCREENS = FACTORIES
    BINDINGS = [
        Binding("ctrl+q", "quit", N_("Quit"), show=False),
        # With priority, for a dialog would else keep it from the application.
        replace(bind("lock", "lock", N_("Lock"), N_("Lock the desk"), show=False), priority=True),
    ]
    theme: Reactive[str] = Reactive(Initialize(_theme_of))
    """Set from the start: a theme that is set later makes Textual read every style sheet again."""

    def __init__(self, settings: Settings, opening: str = "") -> None:
        self.settings = settings
        use_language(settings.language)
        super().__init__()
        self._opening = opening
        self.status = SyncStatus()
        self.subject: object = None
        self.shown_folder = str(settings.folder)
        self.case_id: UUID | None = None
        self._desk: Desk | None = None
        self._worker: Worker | None = None
        self._syncing: asyncio.Task[None] | None = None
        self._scanner = Scanner(self, super().on_event)
        self.presence = Presence(self)
        guard_key_parser()
        self.animation_level = "none"

    @property
    def desk(self) -> "Desk":
        """The open desk; LookupError before sign-in."""
        if self._desk is None:
            raise LookupError("nobody is signed in")
        return self._desk

    @property
    def opened(self) -> "Desk | None":
        """The desk that is open, whoever works at it, or nothing."""
        return self._desk

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The desk's own colours; known before Textual reads its first style sheet."""
        return {theme.name: theme for theme in THEMES}

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Nothing that a terminal obeys leaves the program."""
        return [*super().get_line_filters(), ControlFilter()]

    async def on_event(self, event: Event) -> None:
        """Translate keys of other layouts and take scanner bursts before anything else sees them."""
        self.presence.touched(event)
        if isinstance(event, Key):
            translate(event)
        elif isinstance(event, Paste):
            # Half characters, which no file takes, become `?`.
            event.text = event.text.encode("utf-8", "replace").decode()
        await self._scanner.on_event(event)

    def _handle_exception(self, error: Exception) -> None:
        crash.stop(self, error)

    def panic(self, *renderables: RenderableType) -> None:
        """An error of the input thread ends here; its text may hold data and is not shown."""
        crash.stop(self)

    def on_scanned(self) -> None:
        """A scan where no form takes it: say where it belongs, rather than let its Enter choose something."""
        self.notify(_("A document was scanned. Open a form first: F4 takes in a visitor."), markup=False)

    async def on_mount(self) -> None:
        """Begin with the sign-in; load what it does not need while the clerk reads."""
        crash.quieten_loop(asyncio.get_running_loop())
        await self.push_screen("sign_in")
        self.presence.begin()
        self.call_after_refresh(self._warm_up)

    def _warm_up(self) -> None:
        self.stylesheet.read(_STYLES)
        self.stylesheet.parse()
        self.run_worker(asyncio.to_thread(_import_heavy), group="warm-up", exit_on_error=False)

    async def signed_in(self, desk: "Desk") -> None:
        """Show the home screen and begin to synchronise."""
        self._desk = desk
        await self.push_screen("board" if desk.identity.is_board else "home")
        if self._opening == "board" and not desk.identity.is_board:
            told = _("This computer is a desk, not a wall board. A board is enrolled on its own computer.")
            self.notify(told, severity="warning", markup=False, timeout=30)
        elif self._opening and not desk.identity.is_board:
            await self.push_screen(self._opening)
        await self.presence.entered(desk)
        if desk.lost:
            from desk.usecases.refusals import lost_text

            self.notify(visible(lost_text(desk.lost)), severity="error", markup=False, timeout=60)
        if desk.warning:
            from desk.ui.saving import warn

            warn(self.screen, desk.warning)
        if self._syncing is None:
            await self._start_sync(desk)

    async def deliver_only(self, desk: "Desk") -> None:
        """Synchronise, while nobody may work: what is written goes out, and access may be renewed."""
        self._desk = desk
        if self._syncing is None:
            await self._start_sync(desk)
        self.wake_sync(urgent=True)

    @property
    def is_person_at_work(self) -> bool:
        """Whether somebody signed in."""
        return self._desk is not None and len(self.screen_stack) > 2

    @property
    def is_locked(self) -> bool:
        """Whether the lock covers the work."""
        return any(isinstance(screen, DeskScreen) and screen.COVERS_WORK for screen in self.screen_stack)

    def work_as(self, desk: "Desk") -> None:
        """Go on with the same desk and the person as central's register has them now."""
        self._desk = desk

    async def lock(self) -> None:
        """Cover the work until its person comes back."""
        await self.presence.lock()

    async def action_lock(self) -> None:
        """The same by its key, from every screen and dialog."""
        await self.lock()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is locked where nobody works."""
        return self.presence.may_lock if action == "lock" else super().check_action(action, parameters)

    async def unlocked(self, desk: "Desk") -> None:
        """The person is back: the screen below is as they left it."""
        self._desk = desk
        await self.pop_screen()

    async def sign_out(self, why: "Leaving | None" = None) -> None:
        """Back to the sign-in; the log says so, and the desk goes on synchronising."""
        at_work = self.is_person_at_work
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        if at_work:
            from desk.records.audit import Leaving
            from desk.usecases.refused import leave

            await asyncio.to_thread(leave, self.desk, why or Leaving.signed_out)
            self.wake_sync()

    async def _start_sync(self, desk: "Desk") -> None:
        from desk.sync.start import make_worker

        worker = await asyncio.to_thread(make_worker, desk, self.settings, self._status_changed)
        self._worker, self._syncing = worker, asyncio.create_task(worker.run())

    def _status_changed(self, status: SyncStatus) -> None:
        self._show_status(replace(status, warning=self.status.warning))
        self.run_worker(self._look_at_limits(), group="limits", exclusive=True, exit_on_error=False)
        self.run_worker(self.presence.follow(), group="presence", exclusive=True, exit_on_error=False)

    def _show_status(self, status: SyncStatus) -> None:
        self.status = status
        for screen in reversed(self.screen_stack):  # what lies below is told when it comes to the front
            if screen.is_running and isinstance(screen, FollowsStatus):
                screen.status_changed()
            if not isinstance(screen, ModalScreen):
                break

    async def _look_at_limits(self) -> None:
        from desk.usecases.limits import header_words

        words = await asyncio.to_thread(header_words, self.desk)
        if words != self.status.warning:
            self._show_status(replace(self.status, warning=words))

    def wake_sync(self, *, urgent: bool = False) -> None:
        """Synchronise now if there is a line (`urgent`: try even if there was none); returns at once."""
        if self._worker is not None:
            self._worker.wake(urgent=urgent)
        self.run_worker(asyncio.to_thread(self.desk.get_ready), group="seal", exit_on_error=False)

    def line_reason(self) -> str:
        """Why there is no line to central, in words."""
        from desk.sync.states import reason_text

        return reason_text(self.status.reason)

    def keep(self, settings: Settings) -> None:
        """Use and save changed settings; where the disk refuses, they hold until the program is closed."""
        self.settings = settings
        self.speak(settings.language)
        self.theme = settings.theme
        try:
            save(settings)
        except OSError as error:
            from desk.records.system_errors import system_reason

            told = _("It holds until the program is closed, but could not be kept: {reason}.")
            self.notify(visible(told.format(reason=system_reason(error))), severity="warning", markup=False)

    def keep_language(self, code: str) -> None:
        """Use and save another language."""
        self.keep(replace(self.settings, language=code))

    async def on_unmount(self) -> None:
        """Stop synchronising and close the store whole."""
        if self._syncing is not None:
            self._syncing.cancel()
            await asyncio.gather(self._syncing, return_exceptions=True)
        if self._desk is not None:
            await asyncio.to_thread(_close, self._desk, self.is_person_at_work)


def _close(desk: "Desk", at_work: bool) -> None:
    from desk.records.audit import Leaving
    from desk.usecases.refused import leave

    if at_work:
        leave(desk, Leaving.closed)
    desk.close()


def _import_heavy() -> None:
    """Load in a thread what the next screens need, then let the collector work on what comes later only."""
    for module in (
        "desk.usecases.sign_in",
        "desk.usecases.catalogue",
        "desk.screens.home",
        "desk.screens.intake",
    ):
        import_module(module)
    from desk import collector

    collector.settle()
