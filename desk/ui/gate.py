"""The one door to the screens: by name they open only for who has a role that the table asks for.

F1 within a dialog tells of the screen below it.
"""

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import ModalScreen

from desk.keys import KEYS
from desk.lang import N_, _
from desk.records.roles import coded, for_screen, has_one, in_words
from desk.ui.base import DeskScreen, store_trouble
from desk.ui.text import visible

if TYPE_CHECKING:
    from desk.usecases.desk import Desk


class GatedApp(App[None]):
    """An application whose screens are asked for by name."""

    BINDINGS = [Binding(KEYS["help"], "help_below", N_("Help"), show=False, priority=True, id="help")]

    _desk: "Desk | None" = None

    async def run_action(self, *given: Any, **named: Any) -> bool:  # noqa: ANN401 - as Textual's
        """Act on a key; where the store fails, that is said, and what is on the screen stays."""
        try:
            return await super().run_action(*given, **named)
        except Exception as error:
            if not (told := store_trouble(error)):
                raise
            self.notify(visible(told), severity="error", markup=False, timeout=30)
            return True

    def push_screen(self, screen: Any, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as Textual's
        """Open a screen, or say which role it needs; before sign-in there is nobody to ask about."""
        if isinstance(screen, str) and self._desk is not None:
            needed = for_screen(screen)
            if not has_one(self._desk.clerk.roles, needed):
                refused = _("This needs the role: {roles}.").format(roles=in_words(coded(needed)))
                self.notify(visible(refused), severity="warning", markup=False)
                return AwaitComplete()
        return super().push_screen(screen, *given, **named)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Screens answer F1 themselves, and so does the help, which it closes."""
        if action != "help_below":
            return super().check_action(action, parameters)
        if not isinstance(self.screen, ModalScreen):
            return False
        from desk.ui.help import HelpModal

        return not isinstance(self.screen, HelpModal)

    def action_help_below(self) -> None:
        """Say what the screen below the dialog is for; Esc goes back to the dialog."""
        below = next(screen for screen in reversed(self.screen_stack) if isinstance(screen, DeskScreen))
        below.action_help()
