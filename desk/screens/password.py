"""Another password for the person who works here: the old one, the new one twice."""

import asyncio
from collections.abc import Iterator

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from desk.lang import N_, _
from desk.ui.base import DeskScreen, bind
from desk.ui.saving import warn
from desk.ui.text import plain

LABELS = {
    "old": N_("Your password now"),
    "new": N_("The new password"),
    "again": N_("The new one again"),
}


class PasswordScreen(DeskScreen):
    """Three fields that show nothing of what is typed; pasting is welcome."""

    NAME = N_("Password")
    HELP = N_(
        "At least 15 characters; a sentence of four or five words is easy to keep in mind and hard to guess. "
        "Capitals, digits and signs are not asked for, and a password never grows old.\n"
        "A password from a password safe may be pasted. It holds at this computer only."
    )
    AUTO_FOCUS = "#old"
    BINDINGS = [bind("save", "save", N_("Save"), N_("Save the new password"))]

    def body(self) -> Iterator[Widget]:
        """Label and field by turns, and what is wrong."""
        with Vertical(id="password-form"):
            yield Static(id="rule")
            for name, label in LABELS.items():
                yield Static(plain(_(label)))
                yield Input(id=name, password=True, compact=True)
            yield Static(id="refusal")

    def __init__(self) -> None:
        super().__init__()
        self._given = False

    async def on_screen_resume(self) -> None:
        """Say what a good one is before it is typed; Textual calls the base's handler too."""
        from desk.usecases.passwords import is_given

        self._given = await asyncio.to_thread(is_given, self.host.desk)
        rule = _("At least 15 characters, best a sentence of several words. Nothing else is asked for.")
        if self._given:
            rule = f"{_('Your password was given to you: choose one of your own before you begin.')} {rule}"
        self.query_one("#rule", Static).update(plain(rule))

    async def action_back(self) -> None:
        """Back, or out where the work begins only with a password of one's own."""
        if self._given:
            await self.host.sign_out()
        else:
            await super().action_back()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """From field to field, and from the last one save."""
        if event.input.id == "again":
            await self.action_save()
        else:
            self.focus_next("Input")

    async def action_save(self) -> None:
        """Change the password, or say what is wrong."""
        from desk.usecases.passwords import PasswordRefused, SlotError, change_password
        from desk.usecases.refusals import StoreFailed, StoreRefused, refusal_text

        old, new, again = (self.query_one(f"#{name}", Input) for name in LABELS)
        self._say(_("One moment…"))
        try:
            warning = await asyncio.to_thread(
                change_password, self.host.desk, self.host.settings, old.value, new.value, again.value
            )
        except PasswordRefused as refused:
            self._say(refused.text)
            new.focus()
        except StoreRefused as refused:
            self._say(refusal_text(refused))
            old.focus()
        except StoreFailed as failed:
            self._say(refusal_text(failed))
        except (SlotError, OSError):
            self._say(_("The file of keys could not be written: the password is as it was."))
        else:
            warn(self, warning)
            self.app.notify(_("The new password holds from now on."), markup=False)
            self.host.wake_sync()
            self.app.pop_screen()

    def _say(self, text: str) -> None:
        self.query_one("#refusal", Static).update(plain(text))
