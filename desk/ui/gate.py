"""The one door to the screens: by name they open only for who has a role that the table asks for."""

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.await_complete import AwaitComplete

from desk.records.roles import for_screen
from desk.ui.allowed import holds
from desk.ui.base import store_trouble
from desk.ui.text import visible

if TYPE_CHECKING:
    from desk.usecases.desk import Desk


class GatedApp(App[None]):
    """An application whose screens are asked for by name."""

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
        desk = self._desk if isinstance(screen, str) else None
        if desk is not None and not holds(self, desk, for_screen(screen)):
            return AwaitComplete()
        return super().push_screen(screen, *given, **named)
