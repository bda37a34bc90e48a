"""The lock over everything: nothing of the work shows, while the synchronisation goes on behind it."""

import asyncio
from collections.abc import Iterator

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.lang import N_, _
from desk.ui.base import DeskScreen, bind
from desk.ui.text import plain, sentence
from desk.usecases.people import DEMO_PASSWORD


class LockScreen(DeskScreen):
    """The same person unlocks by their password; Esc lets another one sign in."""

    NAME = N_("Locked")
    HELP = N_(
        "Type your password and press Enter: everything is as you left it.\n"
        "Esc lets another person sign in; a half-typed form is kept for you. What is saved goes on to "
        "central all the while."
    )
    COVERS_WORK = True
    AUTO_FOCUS = "#password"
    BINDINGS = [bind("next_section", "another", N_("Other person"), N_("Let another person sign in"))]

    def body(self) -> Iterator[Widget]:
        """Who locked it, and the password."""
        with Vertical(id="lock"):
            yield Static(id="who")
            yield Input(id="password", password=True, compact=True)
            yield Static(id="refusal")

    async def on_screen_resume(self) -> None:
        """Name who may unlock now; Textual calls the base's handler too."""
        title = Content.assemble((_("The desk is locked"), "bold"))
        asked = sentence(_("Password of {name}:"), name=self.host.desk.clerk.name)
        self.query_one("#who", Static).update(Content("\n").join([title, Content(""), asked]))
        self.query_one("#password", Input).value = DEMO_PASSWORD if self.host.settings.demo else ""
        self._say("")

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on where the person stopped; the log says that they opened the desk again."""
        from desk.usecases.refusals import StoreFailed, StoreRefused, refusal_text
        from desk.usecases.sign_in import DeliversOnly, sign_in

        person, typed = self.host.desk.clerk.id, event.value
        event.input.value = ""
        self._say(_("One moment…"))
        try:
            desk = await asyncio.to_thread(sign_in, self.host.settings, person, typed, self.host.desk)
        except DeliversOnly as refused:
            self._say(refusal_text(refused))
        except (StoreRefused, StoreFailed, OSError) as refused:
            self._say(refusal_text(refused))
        else:
            await self.host.unlocked(desk)

    def _say(self, text: str) -> None:
        self.query_one("#refusal", Static).update(plain(text))

    async def action_another(self) -> None:
        """To the names; what is half-typed was kept."""
        await self.host.sign_out()

    async def action_back(self) -> None:
        """The same: there is no way to the work behind but the password."""
        await self.host.sign_out()
