"""Who is at the desk: locked after minutes without a key, ended at headquarters' word; drafts stay."""

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.events import Event, Key, MouseEvent, Paste

from desk.lang import _
from desk.ui.base import DeskScreen
from desk.ui.text import visible

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.usecases.desk import Desk

LOOKS = 5.0
"""Seconds between two looks at how long nobody typed."""
GLIMPSE = 2.0
"""Seconds that whatever is told stands at least."""


class Presence:
    """Owned by the application; counts on a clock that nobody can set."""

    def __init__(self, app: "DeskApp") -> None:
        self._app = app
        self._touched = time.monotonic()

    def begin(self) -> None:
        """Look now and then, for as long as the program runs."""
        self._app.set_interval(LOOKS, self.look)

    def touched(self, event: Event) -> None:
        """Somebody is there."""
        if isinstance(event, Key | Paste | MouseEvent):
            self._touched = time.monotonic()

    @property
    def idle(self) -> float:
        """Seconds since somebody was there."""
        return time.monotonic() - self._touched

    def put_away(self) -> None:
        """Another screen comes: what was told before the key for it is read; what its act tells stays."""
        for told in [*self._app._notifications]:
            if time.time() - told.raised_at > max(self.idle, GLIMPSE):
                self._app._unnotify(told, refresh=False)

    async def entered(self, desk: "Desk") -> None:
        """Before anything else, a person chooses a password of their own in the place of a given one."""
        from desk.usecases.passwords import is_given

        if await asyncio.to_thread(is_given, desk):
            await self._app.push_screen("password")

    async def look(self) -> None:
        """Lock the desk when nobody was there for the minutes of the setting; 0 never locks."""
        minutes = self._app.settings.idle_minutes
        if minutes > 0 and self.idle >= minutes * 60:
            await self.lock()

    @property
    def may_lock(self) -> bool:
        """Whether somebody works here whom a lock can cover: no wall board, no kiosk, and not twice."""
        app = self._app
        is_open = any(isinstance(screen, DeskScreen) and screen.UNATTENDED for screen in app.screen_stack)
        return app.is_person_at_work and not app.is_locked and not is_open

    async def lock(self) -> None:
        """Cover everything; synchronisation goes on, and half-typed forms are kept as drafts."""
        if not self.may_lock:
            return
        await self.keep_drafts()
        self._app.clear_notifications()
        await self._app.push_screen("lock")

    async def keep_drafts(self) -> None:
        """Write down what is half-typed on any open form."""
        from desk.ui.form import FormScreen  # it brings pydantic along, which the first frame waits for

        for screen in self._app.screen_stack:
            if isinstance(screen, FormScreen):
                await screen.keep_draft()

    async def follow(self) -> None:
        """After a contact: take over new roles, and end the work of a person whose access was taken away."""
        from desk.usecases.access import of_now

        desk = self._app.desk
        if desk.access.renewed:
            desk.access.renewed = False
            self._tell(_("Your access was renewed. Sign in."), "information")
        if not self._app.is_person_at_work:
            return
        if desk.access.revoked:
            await self._end()
        else:
            self._app.work_as(await asyncio.to_thread(of_now, desk))

    async def _end(self) -> None:
        from desk.records.audit import Leaving

        with suppress(asyncio.CancelledError):
            await self.keep_drafts()
        await self._app.sign_out(Leaving.revoked)
        told = _("Central has taken your access to this desk away. What you wrote is kept and delivered.")
        self._tell(told, "error")

    def _tell(self, text: str, severity: str) -> None:
        self._app.notify(visible(text), severity=severity, markup=False, timeout=60)  # type: ignore[arg-type]
