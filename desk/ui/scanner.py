"""A document scanner types: a burst of keys faster than hands is taken whole and never typed into a field."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual import events
from textual._keyboard_protocol import MODIFIER_FUNCTIONAL_KEYS
from textual._time import get_time
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

SHORTEST = 10
"""Printable keys that make a burst a scan."""
GAP = 0.035
"""Seconds: keys that follow each other faster than this on average are a burst."""
RUN = 3
"""Keys after which a burst is forgiven a single longer gap."""
SILENCE = 0.100
"""Seconds without a key that end a scan."""
REPEATS = 4
"""Equal keys in a row that are a key held down; no zone and no number begins with as many."""

_BREAKS = {"enter": "\n", "ctrl+j": "\n", "tab": "\t"}
_T = TypeVar("_T")


@dataclass(frozen=True)
class Burst:
    """What a scanner typed, its returns as line feeds."""

    text: str
    typed: int = 0
    """How many of its first characters were given back as keys, as the machine stalled after them."""


class Scanned(Message, bubble=False):
    """A scanner has typed a text; whoever gets it must show it or say why not."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__()


class ScanBuffer(Generic[_T]):
    """Tells typing from scanning by the time between keys alone; knows neither clock nor terminal.

    Every key that is fed comes back in order: as itself, or as a character of a Burst. Only the first keys of
    a scan that a stall cut off come back as both, and the Burst counts them.
    """

    def __init__(self) -> None:
        self._held: list[tuple[_T, str]] = []
        self._given = ""
        self._first = self._last = 0.0
        self._scanning = False
        self._repeated: str | None = None

    @property
    def deadline(self) -> float | None:
        """The time at which `settle` will give something back, if no key comes before it.

        One or two keys wait GAP for the next; a run may fall behind once, as a busy machine makes it.
        """
        if not self._held:
            return None
        if self._scanning:
            return self._last + SILENCE
        if len(self._held) < RUN:
            return self._last + GAP
        return min(self._first + GAP * len(self._held), self._last + SILENCE)

    def feed(self, key: _T, character: str | None, time: float) -> list[_T | Burst]:
        """Take a key, its character (line feed for Enter, None if it types none) and the second it was read.

        Returns what is to be done now, in order: keys to dispatch, and at most one Burst to deliver.
        """
        out = [] if self._scanning else self.settle(time)
        if time - self._last >= SILENCE:
            self._given = ""
        is_held_down = character is not None and character == self._repeated and time - self._last < GAP
        self._repeated = self._repeated if is_held_down else None
        self._last = time
        if character is None or is_held_down or (not self._held and character in _BREAKS.values()):
            out += [*self.flush(), key]
            self._given = ""
            return out
        if not self._held:
            self._first = time
        self._held.append((key, character))
        return out if self._scanning else out + self._judge()

    def settle(self, now: float) -> list[_T | Burst]:
        """Give back what is held once its time has passed."""
        return self.flush() if self.deadline is not None and now >= self.deadline else []

    def flush(self) -> list[_T | Burst]:
        """Give back what is held at once: the scan, or the keys as typed."""
        held, self._held = self._held, []
        text = "".join(character for _, character in held)
        if not self._scanning:
            self._given = (self._given + text).rpartition("\n")[2].rpartition("\t")[2]
            return [key for key, _ in held]
        given, self._given, self._scanning = self._given, "", False
        return [Burst((given + text).strip(), len(given))]

    def _judge(self) -> list[_T | Burst]:
        characters = [character for _, character in self._held]
        if len(characters) == REPEATS and len(set(characters)) == 1:
            self._repeated = characters[0]
            return self.flush()
        printable = sum(character not in _BREAKS.values() for character in characters)
        self._scanning = printable >= SHORTEST
        return []


class Scanner:
    """Stands between DeskApp.on_event and Textual's dispatch, and sends `Scanned`.

    To the screen if that says `TAKES_SCANS = True`. To the app if no field has the focus, so that the returns
    of a scan choose nothing in a list or a dialog. In other fields a scan is typed like any text.
    """

    def __init__(self, app: App[Any], dispatch: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._dispatch = dispatch
        self._buffer: ScanBuffer[events.Key] = ScanBuffer()
        self._is_timed = False
        self._due = 0.0

    async def on_event(self, event: events.Event) -> None:
        """Dispatch an event as Textual does, except that keys wait up to GAP for the next one.

        Give it every event of App.on_event, each once: what it dispatches later does not come here again.
        """
        if not isinstance(event, events.Key) or event.is_forwarded:
            if isinstance(event, events.Paste | events.MouseDown) and not event.is_forwarded:
                await self._do(self._buffer.flush())
            await self._dispatch(event)
        elif event.key in MODIFIER_FUNCTIONAL_KEYS:
            return  # kitty reports Shift itself between a scanner's capitals, and nothing is bound to it
        elif self._receiver() is None:
            await self._do([*self._buffer.flush(), event])
        else:
            await self._do(self._buffer.feed(event, _character(event), event.time))
            self._watch(event.time)

    async def _do(self, what: list[events.Key | Burst]) -> None:
        for one in what:
            if isinstance(one, Burst):
                await self._untype(one.typed)
                (self._receiver() or self._app).post_message(Scanned(one.text))
            else:
                await self._dispatch(one)

    async def _untype(self, count: int) -> None:
        if isinstance(self._app.screen.focused, Input):
            for _turn in range(count):
                await self._dispatch(events.Key("backspace", "\x7f"))

    def _receiver(self) -> Screen[Any] | App[Any] | None:
        screen = self._app.screen
        if getattr(screen, "TAKES_SCANS", False):
            return screen
        return None if isinstance(screen.focused, Input) else self._app

    def _watch(self, now: float) -> None:
        if not self._is_timed and (deadline := self._buffer.deadline) is not None:
            self._is_timed = True
            self._wait(max(deadline - now, 0.001))

    def _wait(self, seconds: float) -> None:
        self._due = get_time() + seconds
        self._app.set_timer(seconds, self._look_later)

    def _look_later(self) -> None:
        """Let keys that were read before this moment and still wait in the queue go first."""
        self._app.call_later(self._look)

    async def _look(self) -> None:
        now = get_time()
        if now - self._due > GAP:  # the machine stalled: what the scanner typed meanwhile is still to be read
            self._wait(GAP)
            return
        self._is_timed = False
        await self._do(self._buffer.settle(now))
        self._watch(now)


def _character(key: events.Key) -> str | None:
    if key.key in _BREAKS:
        return _BREAKS[key.key]
    return key.character if key.is_printable and "+" not in key.key else None
