"""Doing what writes to the store: in a thread, and refused in words while what is on the screen stays."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from textual.app import App
from textual.screen import Screen

from desk.lang import _
from desk.ui.text import visible

if TYPE_CHECKING:
    from desk.ui.base import DeskScreen

P = ParamSpec("P")
T = TypeVar("T")


async def saved(screen: "DeskScreen", work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """What a use case gives back; None after a refusal, which was then told. Wakes the synchronisation."""
    from desk.usecases.refusals import StoreFailed, refusal_text

    try:
        done = await asyncio.to_thread(work, *args, **kwargs)
    except StoreFailed as failed:
        refuse(screen.app, refusal_text(failed), _("Not saved"))
        return None
    screen.host.wake_sync()
    return done


def refuse(app: App[Any], text: str, title: str = "") -> None:
    """Say why an act was not done, for as long as the sentence and the next step take to read."""
    app.notify(visible(text), title=visible(title), severity="error", markup=False, timeout=30)


def warn(screen: Screen[Any], code: str) -> None:
    """Say that the sealed copy of a save is missing, if it is."""
    from desk.usecases.refusals import spool_text

    if code:
        screen.app.notify(visible(spool_text(code)), severity="warning", markup=False, timeout=30)
