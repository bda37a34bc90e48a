"""The first screen: who works here, and in which language. Imports neither the store nor the forms."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import LANGUAGES, N_, NAMES, _, language
from desk.ui.base import DeskScreen, bind
from desk.ui.text import plain, sentence
from desk.usecases.people import DEMO_PASSWORD, Person, nobody_known, read_staff


class SignInScreen(DeskScreen):
    """Choose yourself, give your password; F6 changes the language."""

    NAME = N_("Sign-in")
    HELP = N_(
        "Choose your name with the arrows, press Enter, type your password and press Enter.\n"
        "Signing in works without a line too. After five wrong passwords there is a wait before each try.\n"
        "F6 changes the language of the program; papers for visitors have their own."
    )
    BINDINGS = [bind("next_section", "language", N_("Language"), N_("The next language"))]

    def body(self) -> Iterator[Widget]:
        """The people who may work here."""
        with Vertical(id="sign-in"):
            yield Static(id="welcome")
            yield OptionList(id="first")
            yield Static(id="ask")
            yield Input(id="password", password=True, compact=True, select_on_focus=False)
            yield Static(id="refusal")

    def on_mount(self) -> None:
        """List the people of this computer."""
        self._people: list[Person] = read_staff(self.host.settings).people
        self._told: Callable[[], str] = str
        self._password_of("")
        self._translate()

    def _password_of(self, name: str) -> None:
        """Ask for the password of a person, or for nobody's."""
        password = self.query_one("#password", Input)
        password.display = self.query_one("#ask").display = bool(name)
        self._asked = name
        self._tell_whose()
        if name:
            password.value = DEMO_PASSWORD if self.host.settings.demo else ""
            password.focus()

    def _tell_whose(self) -> None:
        demo = _("Password of {name}; in the demo it is filled in, press Enter.")
        whose = demo if self.host.settings.demo else _("Password of {name}:")
        self.query_one("#ask", Static).update(sentence(whose, name=self._asked))

    def _translate(self) -> None:
        self.query_one("#welcome", Static).update(
            Content("\n").join(
                [
                    Content.assemble((_("State Migration Service · reception desk"), "bold")),
                    Content(_("Who works at this desk?")),
                ]
            )
        )
        options = self.query_one(OptionList)
        chosen = options.highlighted or 0
        options.clear_options()
        options.add_options([Option(self._line(person), id=person.id) for person in self._people])
        options.highlighted = chosen if self._people else None
        self._tell_whose()
        self._say(self._told if self._people else partial(_why_nobody, nobody_known(self.host.settings)))
        self.status_changed()
        self.refresh_bindings()

    def _line(self, person: Person) -> Content:
        roles = ", ".join(person.role_names())
        return plain(f"{person.name} · {roles}")

    def _say(self, told: Callable[[], str]) -> None:
        """Show what `told` says, again when the language changes; `str` says nothing."""
        self._told = told
        self.query_one("#refusal", Static).update(plain(told()))

    def action_language(self) -> None:
        """Go on to the next language."""
        following = LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)]
        self.host.keep_language(following)
        self._translate()
        self.app.notify(NAMES[following], markup=False, timeout=2)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask for the chosen person's password."""
        self._say(str)
        self._chosen = self._people[event.option_index]
        self._password_of(self._chosen.name)

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open the desk for the chosen person."""
        from desk.usecases.refusals import StoreFailed, StoreRefused, refusal_text
        from desk.usecases.sign_in import DeliversOnly, sign_in

        self._say(lambda: _("Opening the desk…"))
        try:
            desk = await asyncio.to_thread(
                sign_in, self.host.settings, self._chosen.id, event.value, self.host.opened
            )
        except DeliversOnly as refused:
            self._say(partial(refusal_text, refused))
            await self.host.deliver_only(refused.desk)
            return
        except (StoreRefused, StoreFailed, OSError) as refused:
            self._say(partial(refusal_text, refused))
            event.input.select_all()  # what is typed next takes its place
            return
        self._say(str)
        self._password_of("")
        self.query_one(OptionList).focus()
        await self.host.signed_in(desk)

    async def on_screen_resume(self) -> None:
        """The people may have changed since; Textual calls the base's handler too."""
        self._people = read_staff(self.host.settings).people
        self._translate()

    async def action_back(self) -> None:
        """Back to the names; from there out of the program, once asked: no screen is before this one."""
        if self.query_one("#password", Input).display:
            self._password_of("")
            self.query_one(OptionList).focus()
        else:
            from desk.ui.confirm import ConfirmModal

            question = ConfirmModal(
                N_("Close the program?"),
                N_("While it is closed, nothing is sent to central."),
                N_("Close"),
                N_("Stay"),
            )
            self.app.push_screen(question, self._answered)

    def _answered(self, close: bool | None) -> None:
        if close:
            self.app.exit()


def _why_nobody(code: str) -> str:
    """A new computer's first frame imports nothing heavy; one that lost a file may."""
    if code == "slots_missing":
        return _("This computer is not set up as a desk. Ask the administrator for an enrolment code.")
    from desk.usecases.refusals import StoreRefused, refusal_text

    return refusal_text(StoreRefused(code))
