"""The one door to the screens: by name they open only for who has a role that the table asks for.

A screen that was opened once is kept, until the language changes.
"""

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.screen import Screen

from desk.lang import language, use_language
from desk.records.roles import for_screen
from desk.ui.allowed import holds
from desk.ui.base import store_trouble
from desk.ui.text import visible

if TYPE_CHECKING:
    from desk.ui.presence import Presence
    from desk.usecases.desk import Desk


class GatedApp(App[None]):
    """An application whose screens are asked for by name."""

    _desk: "Desk | None" = None
    presence: "Presence"

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
        desk = self._desk if isinstance(screen, str) else None
        if desk is not None and not holds(self, desk, for_screen(screen)):
            return AwaitComplete()
        self.presence.put_away()
        return super().push_screen(screen, *given, **named)

    def pop_screen(self) -> AwaitComplete:
        """Go back to the screen before, without what was told on the way to this one."""
        self.presence.put_away()
        return super().pop_screen()

    def speak(self, code: str) -> None:
        """Change the language: what lies below is written anew, all else when it is opened next.

        The screen in front rewrites itself. A half-typed form keeps its draft on the way out.
        """
        if code == language():
            return
        use_language(code)
        for name, screen in self._installed_screens.items():
            if isinstance(screen, Screen) and screen not in self.screen_stack:
                self._installed_screens[name] = self.SCREENS[name]
                screen.remove()
        for below in self.screen_stack[2:-1]:
            below.call_later(below.recompose)
