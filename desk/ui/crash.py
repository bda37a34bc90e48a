"""What is said when the program fails: kinds of errors and places in the code, never a value.

Textual prints the local variables of every frame, Python the message of the error: both hold people's data.
"""

import asyncio
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from rich.text import Text
from textual.app import App

from desk.lang import N_, _
from desk.ui.text import plain_cell

EXIT_CODE = 70
"""EX_SOFTWARE of sysexits.h."""
_FRAMES = 12
_LINKS = 5
_STOPPED = N_("The program had to stop. What was saved is safe; start it again.")


def report(error: BaseException) -> str:
    """The error, its causes and their places: types, and `file:function:line`, innermost last."""
    lines = [_(_STOPPED)]
    for link in _chain(error):
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [f"  {place}" for place in list(_places(link.__traceback__))[-_FRAMES:]]
    return "\n".join(lines)


def stop(app: App[Any], error: Exception | None = None) -> None:
    """End the app with EXIT_CODE and the report of an error, or without places if nothing is known of it.

    For `App._handle_exception` and, because the input thread ends there with a traceback, `App.panic`.
    """
    app._return_code = EXIT_CODE
    if app._exception is None and error is not None:  # for Pilot, which raises it in the test
        app._exception = error
        app._exception_event.set()
    lines = report(error).splitlines() if error else [_(_STOPPED)]
    app._exit_renderables.append(Text("\n").join(map(plain_cell, lines)))
    app._close_messages_no_wait()


def quieten() -> None:
    """Make errors outside the terminal program, in threads and forgotten tasks too, print only `report`."""

    def hook(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        print(report(error), file=sys.stderr)  # noqa: T201

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            print(report(args.exc_value), file=sys.stderr)  # noqa: T201

    sys.excepthook = hook
    threading.excepthook = thread_hook


def quieten_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Make the loop's own complaints, which show a task and so its arguments, print only `report`."""

    def handler(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if error := context.get("exception"):
            print(report(error), file=sys.stderr)  # noqa: T201

    loop.set_exception_handler(handler)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, the first cause last; not more than _LINKS of them."""
    link: BaseException | None = error
    for _turn in range(_LINKS):
        if link is None:
            return
        yield link
        worker_error = getattr(link, "error", None)
        link = link.__cause__ or (
            worker_error if isinstance(worker_error, BaseException) else link.__context__
        )


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"{Path(code.co_filename).name}:{code.co_qualname}:{trace.tb_lineno}"
        trace = trace.tb_next
