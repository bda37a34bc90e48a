"""What every screen has: a head line with the desk's state in words, a key bar, F1 and Esc."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar, cast, runtime_checkable

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding
from textual.screen import Screen
from textual.widget import Widget

from desk.keys import KEYS
from desk.lang import N_, _
from desk.ui.key_bar import KeyBar
from desk.ui.status_bar import StatusBar
from desk.ui.text import visible

if TYPE_CHECKING:
    from uuid import UUID

    from desk.config import Settings
    from desk.sync.status import SyncStatus
    from desk.usecases.desk import Desk

T = TypeVar("T")


class Host(Protocol):
    """What a screen may ask of the application."""

    settings: "Settings"
    status: "SyncStatus"
    subject: object
    """What the screen to be opened is about; set by the screen that opens it."""
    shown_folder: str
    """The desk's folder as the settings screen names it."""
    case_id: "UUID | None"
    """The case that was chosen last, in any list."""

    @property
    def desk(self) -> "Desk":
        """The open desk with who works at it; only after sign-in."""

    @property
    def opened(self) -> "Desk | None":
        """The desk that is open, whoever works at it, or nothing."""

    def wake_sync(self, *, urgent: bool = False) -> None:
        """Synchronise now if there is a line (`urgent`: try even if there was none); returns at once."""

    def line_reason(self) -> str:
        """Why there is no line to central, in words."""

    def keep(self, settings: "Settings") -> None:
        """Use and save changed settings."""

    def keep_language(self, code: str) -> None:
        """Use and save another language."""

    async def signed_in(self, desk: "Desk") -> None:
        """Go on with an open desk."""

    async def sign_out(self) -> None:
        """Close the person's work; synchronisation goes on."""

    async def lock(self) -> None:
        """Cover the work until its person comes back."""

    async def unlocked(self, desk: "Desk") -> None:
        """The person is back."""

    async def deliver_only(self, desk: "Desk") -> None:
        """Synchronise a desk at which nobody may work now."""


@runtime_checkable
class FollowsStatus(Protocol):
    """A screen or a modal that shows where things stand."""

    def status_changed(self) -> None:
        """The desk's state changed: show it, and what depends on it."""


def bind(key_id: str, action: str, description: str, tooltip: str = "", show: bool = True) -> Binding:
    """A binding with the keys of its id in desk.keys; the text is translated where it is shown."""
    return Binding(KEYS[key_id], action, description, show=show, id=key_id, tooltip=tooltip or description)


def store_trouble(error: Exception) -> str:
    """What to say when the store, a file or the disk failed; nothing for any other error."""
    from desk.usecases.refusals import StoreFailed, refusal_text

    return refusal_text(error) if isinstance(error, StoreFailed | OSError) else ""


class HostedScreen(Screen[T]):
    """A screen or a dialog: what it may ask of the application, and its keys in the language in use."""

    @property
    def host(self) -> Host:
        """The application, by what screens may ask of it."""
        return cast(Host, self.app)

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The bindings in use, their texts in the language in use."""
        return {key: _translated(active) for key, active in super().active_bindings.items()}

    def body(self) -> Iterator[Widget]:
        """What stands above the key bar."""
        raise LookupError(type(self).__name__)


class DeskScreen(HostedScreen[None]):
    """A whole screen of the desk; `NAME` heads it and `HELP` is what F1 says."""

    NAME = ""
    HELP = ""
    UNATTENDED = False
    """Stands open to visitors: minutes without a key do not lock it."""
    COVERS_WORK = False
    """Nobody gets past it to the screens below without the password."""
    AUTO_FOCUS = "#first, OptionList, Input"
    _trouble = ""
    BINDINGS = [
        bind("help", "help", N_("Help"), N_("What can be done on this screen")),
        bind("back", "back", N_("Back"), N_("Leave this screen")),
    ]

    def compose(self) -> ComposeResult:
        """The head line, the screen's own body, the key bar."""
        yield StatusBar(self.NAME)
        yield from self.body()
        yield KeyBar()

    async def on_screen_resume(self) -> None:
        """Show the state of this moment whenever the screen comes to the front."""
        self.status_changed()

    def status_changed(self) -> None:
        """The desk's state changed: show it, and what depends on it."""
        self.query_one(StatusBar).show(self.host)
        self.call_later(self._read_again)

    async def _read_again(self) -> None:
        """A page that does not read is told once; what is on the screen stays."""
        try:
            await self.reload()
        except Exception as error:
            told, before = store_trouble(error), self._trouble
            if not told:
                raise
            self._trouble = told
            if told != before:
                self.notify(visible(told), severity="error", markup=False, timeout=30)
        else:
            self._trouble = ""

    async def reload(self) -> None:
        """Read again what the screen shows of the store; nothing by default."""

    def action_help(self) -> None:
        """Say what can be done here."""
        from desk.ui.help import HelpModal

        self.app.push_screen(HelpModal(self.NAME, self.HELP, self.key_lines()))

    def key_lines(self) -> list[tuple[str, str]]:
        """Each key of this screen with what it does."""
        shown = {
            active.binding.action: active.binding
            for active in reversed(self.active_bindings.values())
            if active.binding.id
        }
        ordered = sorted(shown.values(), key=lambda binding: list(KEYS).index(binding.id or ""))
        return [(KEYS[binding.id or ""].split(",")[0], binding.tooltip) for binding in ordered]

    def action_sync(self) -> None:
        """Synchronise now."""
        self.host.wake_sync(urgent=True)

    async def action_back(self) -> None:
        """Leave for the screen before."""
        if len(self.app.screen_stack) > 2:
            self.app.pop_screen()


def _translated(active: ActiveBinding) -> ActiveBinding:
    binding = replace(active.binding, description=_(active.binding.description))
    return ActiveBinding(
        active.node, replace(binding, tooltip=_(binding.tooltip)), active.enabled, _(active.tooltip)
    )
