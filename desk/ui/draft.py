"""A form's draft: kept in a thread while it is typed, at most once a second, and offered again."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from textual.screen import Screen
from textual.timer import Timer

from desk.lang import N_
from desk.ui.confirm import ConfirmModal
from desk.usecases.desk import Desk
from desk.usecases.drafts import draft_of, ending_draft, keep_draft
from desk.usecases.refusals import StoreFailed

Take = Callable[[dict[str, str]], None]
"""Puts a draft's values back into the form."""
T = TypeVar("T")
PAUSE = 1.0
"""Seconds between two writes of a draft."""


class DraftKeeper:
    """Watches one form; a draft that the disk refuses is let go, for the save will say so itself.

    The program keeps a screen while people change at the desk, so that a form belongs to who typed it:
    the next person finds it empty, and the writer is offered the draft again.
    """

    def __init__(self, screen: Screen[Any], name: str) -> None:
        self._screen, self._name = screen, name
        self._desk: Desk | None = None
        self._timer: Timer | None = None
        self._typed: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        self._asks = False
        self._writing = asyncio.Lock()

    @property
    def keeps(self) -> bool:
        """Whether this form keeps drafts at all."""
        return bool(self._name)

    def changed(self, typed: dict[str, str]) -> None:
        """Something was typed: keep it soon; nothing is kept over a draft that is still being offered."""
        if self._asks:
            return
        self._typed = typed
        if self._timer is None and typed != self._kept:
            self._timer = self._screen.set_timer(PAUSE, self._keep)

    async def _keep(self) -> None:
        await self.flush()
        self._timer = None
        self.changed(self._typed)

    async def flush(self) -> None:
        """Keep at once what is not kept yet: the form is being left."""
        async with self._writing:
            if self._typed != self._kept:
                await self._write(self._typed)

    async def _write(self, values: dict[str, str]) -> None:
        self._kept = values
        if self._desk is None or not self._name:
            return
        with suppress(StoreFailed):
            await asyncio.to_thread(keep_draft, self._desk, self._name, values)

    async def ending(self, work: Awaitable[T]) -> T:
        """What a save gives back; nothing is kept meanwhile, and after one that gives something, no draft."""
        async with self._writing:
            with ending_draft(self._name, self._desk) as end:
                done = await work
            if done:
                self._begin()
                if not end.written:
                    await self._write({})
        return done

    async def resumed(self, desk: Desk, empty: Callable[[], None], take: Take) -> None:
        """The form is in front of a person: another one than before finds it empty, or their own draft."""
        before = self._desk
        if before is not None and before.clerk.id == desk.clerk.id:
            return
        if before is not None:
            await self.leave()
            empty()
        await self.opened(desk, self._name, take)

    async def taken_over(self, desk: Desk) -> None:
        """Go on for a person without offering what they had typed; what is typed now takes its place."""
        await self.leave()
        self._desk = desk

    async def leave(self) -> None:
        """Keep what is typed; the form goes on with something else."""
        await self.flush()
        self._begin()

    async def opened(self, desk: Desk, name: str, take: Take) -> None:
        """The form begins under a name for a person: offer what they had typed there before."""
        self._desk, self._name = desk, name
        await self._offer(desk, take)

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer, self._typed, self._kept = None, {}, {}

    async def _offer(self, desk: Desk, take: Take) -> None:
        """Ask whether to go on with what was typed before; Esc goes on, so that nothing is lost."""
        found = await asyncio.to_thread(draft_of, desk, self._name)
        if found is None:
            return
        question = ConfirmModal(
            N_("Go on with what you typed?"),
            N_("This form was left half-typed. Nothing of it is saved yet."),
            N_("Begin with an empty form"),
            N_("Go on with it"),
        )
        self._asks = True

        async def answered(anew: bool | None) -> None:
            self._asks = False
            if anew:
                await self.forget()
            else:
                self._typed = self._kept = found.values
                take(found.values)

        self._screen.app.push_screen(question, answered)

    async def forget(self) -> None:
        """Let the draft go, at once."""
        async with self._writing:
            self._begin()
            await self._write({})
