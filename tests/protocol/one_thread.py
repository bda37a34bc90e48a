"""Desk and central in one thread: no step waits for another thread, and a seed has one order of steps."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple

import anyio.to_thread

from central.api import state

T = TypeVar("T")
Given = TypeVarTuple("Given")


class OneThread(asyncio.SelectorEventLoop):
    """A loop that does at once what is asked of a thread."""

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Given], T], *args: *Given
    ) -> asyncio.Future[T]:
        """What `func` gives; it is called here and now, and raises here."""
        done: asyncio.Future[T] = self.create_future()
        done.set_result(func(*args))
        return done


async def _at_once(work: Callable[..., Any], *args: Any, **_: Any) -> Any:
    return work(*args)


def without_threads() -> Callable[[], None]:
    """Let central do its blocking work in place; what is returned puts its threads back."""
    places: list[Any] = [anyio.to_thread, state]
    real = anyio.to_thread.run_sync
    for module in places:
        module.run_sync = _at_once

    def back() -> None:
        for module in places:
            module.run_sync = real

    return back
