"""A limit was reached: a supervisor allows the desk to go on, with a reason, or nothing is done."""

import asyncio
from typing import TYPE_CHECKING, cast

from pydantic import ValidationError
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import N_, _
from desk.records.reference import Role
from desk.ui.text import plain
from desk.usecases import limits
from desk.usecases.limits import Function, LimitReached, NotSupervisor, Standing, StoreRefused

if TYPE_CHECKING:
    from desk.ui.base import DeskScreen, Host


async def within_limit(screen: "DeskScreen", function: Function) -> bool:
    """Whether a function may be used now; where not, ask for a supervisor's word."""
    try:
        await asyncio.to_thread(limits.require, screen.host.desk, function)
    except LimitReached as reached:
        screen.app.push_screen(LimitModal(reached.standing))
        return False
    return True


class LimitModal(ModalScreen[None]):
    """Who, their password, and why; a supervisor who works here gives the reason only."""

    BINDINGS = [Binding("escape", "dismiss", N_("Back"), id="back")]

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self._standing = standing

    @property
    def host(self) -> "Host":
        """The application, by what screens may ask of it."""
        return cast("Host", self.app)

    @property
    def _is_supervisor(self) -> bool:
        return Role.supervisor in self.host.desk.clerk.roles

    def compose(self) -> ComposeResult:
        """What is the matter, the supervisors, password and reason."""
        people = [] if self._is_supervisor else limits.supervisors(self.host.settings)
        with Vertical(classes="dialog small"):
            yield Static(
                Content.assemble((_("A supervisor's word is needed"), "bold")), classes="dialog-title"
            )
            yield Static(plain(limits.sentence_of(self._standing)))
            if people:
                yield OptionList(*(Option(plain(person.name), id=person.id) for person in people))
                yield Input(
                    placeholder=_("The supervisor's password"), password=True, compact=True, id="password"
                )
            yield Input(placeholder=_("Why the desk goes on"), compact=True, id="reason")
            yield Static(id="refusal")
            yield Static(Content.assemble((_("Enter goes on · Esc goes back to the form"), "$text-muted")))

    def on_option_list_option_selected(self) -> None:
        """Go on to the password."""
        self.query_one("#password", Input).focus()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """From the password to the reason, and with the reason do it."""
        if event.input.id == "password":
            self.query_one("#reason", Input).focus()
            return
        try:
            await asyncio.to_thread(self._override, event.value, *self._supervisor())
        except ValidationError as error:
            from desk.records.errors import issues

            self._say(issues(error)[0].text)
        except NotSupervisor:
            self._say(_("Only a supervisor of this office can allow it."))
        except (StoreRefused, OSError) as refused:
            from desk.usecases.refusals import refusal_text

            self._say(refusal_text(refused))
        else:
            self.app.notify(_("Allowed for now; save once more."), markup=False)
            self.host.wake_sync()
            self.dismiss()

    def _supervisor(self) -> tuple[str, str]:
        options = self.query(OptionList)
        if not options or options.first().highlighted is None:
            return "", ""
        chosen = options.first().get_option_at_index(options.first().highlighted or 0)
        return str(chosen.id), self.query_one("#password", Input).value

    def _override(self, reason: str, person_id: str, password: str) -> None:
        desk, function = self.host.desk, self._standing.function
        if person_id:
            limits.override_by(self.host.settings, desk, person_id, password, function, reason)
        else:
            limits.override(desk, function, reason)

    def _say(self, text: str) -> None:
        self.query_one("#refusal", Static).update(plain(text))
