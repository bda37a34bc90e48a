"""Home: who, where, what can be done, and today's numbers."""

import asyncio
from collections.abc import Iterator

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from desk.lang import N_, _, day, ngettext, today
from desk.records.roles import for_screen, has_one
from desk.ui.base import DeskScreen, bind
from desk.ui.confirm import ConfirmModal
from desk.ui.deadline_board import DeadlineBoard
from desk.ui.picker import PickerModal
from desk.ui.steady import Steady
from desk.ui.text import plain, sentence

ENTRIES = {
    "intake": N_("Take in a visitor"),
    "lookup": N_("Look up in the list of restrictions"),
    "day": N_("Today's visitors"),
    "queue": N_("Queue"),
    "application": N_("Application status and ready documents"),
    "stay": N_("Last registration date"),
    "closing": N_("Closing the day"),
    "tasks": N_("Tasks"),
    "appeals": N_("Appeals"),
    "council": N_("Appeals Council"),
    "sessions": N_("Sessions of the Council"),
    "measures": N_("Measures"),
    "trainings": N_("Trainings"),
    "surveys": N_("Surveys"),
    "year": N_("The year's plan and report"),
    "log": N_("Log of a person's acts"),
    "sync": N_("Synchronisation"),
    "settings": N_("Settings"),
    "password": N_("Change the password"),
    "lock": N_("Lock the desk"),
    "sign_out": N_("Sign out"),
}
"""In the order of the day: the reception and its evening, cases, registers and their report, the desk."""


ROOM = 18
"""Lines that the menu has at 80x24."""
DESK = "desk"
OF_DESK = ("sync", "settings", "password", "log")
"""Behind one entry, for who has more entries than lines: nothing may have to be scrolled to."""


class HomeScreen(DeskScreen):
    """The menu; F4 goes straight to a new visitor."""

    NAME = N_("Home")
    HELP = N_(
        "Choose with the arrows and press Enter, or press F4 for a new visitor or F3 for a lookup.\n"
        "The first line says whether there is a line to central and how much waits to be sent. "
        "Everything that is told “saved” lies on this computer, with or without a line."
    )
    BINDINGS = [
        bind("new", "open('intake')", N_("New visitor"), N_("Take in a visitor")),
        bind("find", "open('lookup')", N_("Lookup"), N_("Look a person up in the list of restrictions")),
        bind("sync", "sync", N_("Sync now"), N_("Synchronise now")),
    ]

    def body(self) -> Iterator[Widget]:
        """Who and where; the menu, and beside it the day's numbers and what is due."""
        with Vertical(id="home"):
            yield Steady(id="who")
            with Horizontal():
                yield OptionList(id="first")
                with Vertical(id="beside"):
                    yield Steady(id="numbers")
                    yield DeadlineBoard()

    def on_mount(self) -> None:
        """Fill the menu."""
        self._fill()

    def _fill(self) -> None:
        """The entries that the person may open; the table of roles says which."""
        held = self.host.desk.clerk.roles
        entries = [name for name in ENTRIES if name == "sign_out" or has_one(held, for_screen(name))]
        if len(entries) > ROOM:
            first = min(entries.index(name) for name in OF_DESK if name in entries)
            entries = [name for name in entries if name not in OF_DESK]
            entries.insert(first, DESK)
        options = self.query_one(OptionList)
        if [option.id for option in options.options] == entries:
            return
        names = {**ENTRIES, DESK: N_("Synchronisation, settings, log …")}
        options.clear_options()
        options.add_options([Option(Content(_(names[name])), id=name) for name in entries])
        options.highlighted = 0
        self.refresh_bindings()

    async def reload(self) -> None:
        """Count the day anew."""
        from desk.usecases.access import warning
        from desk.usecases.alarms import alarms
        from desk.usecases.catalogue import office_name
        from desk.usecases.day import day_numbers, numbers_text
        from desk.usecases.deadline_board import deadline_board
        from desk.usecases.hand_over import twice_text
        from desk.usecases.screening import task_count

        desk = self.host.desk
        self._fill()
        office = await asyncio.to_thread(office_name, desk)
        waiting = await asyncio.to_thread(task_count, desk)
        numbers = await asyncio.to_thread(day_numbers, desk, today())
        who = sentence(
            _("{name} · {date}\n{office} · desk {desk}"),
            name=desk.clerk.name,
            office=office,
            desk=desk.identity.desk,
            date=day(today()),
        )
        self.query_one("#who", Steady).tell(who)
        board = self.query_one(DeadlineBoard)
        board.display = has_one(desk.clerk.roles, for_screen("case"))
        if board.display:
            board.show(await asyncio.to_thread(deadline_board, desk))
        lines = numbers_text(numbers).splitlines()
        if has_one(desk.clerk.roles, for_screen("log")) and (found := await asyncio.to_thread(alarms, desk)):
            told = ngettext(
                "✖ {n} alarm about this desk's log", "✖ {n} alarms about this desk's log", len(found)
            )
            lines.append(told.format(n=len(found)))
        if ends := warning(desk):
            lines.append(f"▲ {ends}")
        twice = await asyncio.to_thread(twice_text, desk)
        if twice:
            lines.append(twice)
        if waiting:
            told = ngettext("▲ {n} task for the supervisor", "▲ {n} tasks for the supervisor", waiting)
            lines.append(told.format(n=waiting))
        self.query_one("#numbers", Steady).tell(Content("\n").join([plain(line) for line in lines]))

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Open the chosen screen."""
        if event.option.id == "sign_out":
            await self.host.sign_out()
        elif event.option.id == "lock":
            await self.host.lock()
        elif event.option.id == DESK:
            self._choose_of_desk()
        else:
            self.app.push_screen(str(event.option.id))

    def _choose_of_desk(self) -> None:
        """Offer what is about the desk itself."""
        held = self.host.desk.clerk.roles
        offered = {name: _(ENTRIES[name]) for name in OF_DESK if has_one(held, for_screen(name))}
        picker = PickerModal(_("Synchronisation, settings, log …"), offered)
        self.app.push_screen(picker, self._chosen_of_desk)

    async def _chosen_of_desk(self, name: str | None) -> None:
        if name:
            await self.app.push_screen(name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key is offered that opens what the person may not."""
        held = self.host.desk.clerk.roles
        return action != "open" or all(has_one(held, for_screen(str(name))) for name in parameters)

    def action_open(self, screen: str) -> None:
        """Open a screen by its name."""
        self.app.push_screen(screen)

    async def action_back(self) -> None:
        """Home is the first screen; leaving is signing out, and an Esc too many asks first."""
        question = ConfirmModal(
            N_("Sign out?"),
            N_("What is saved goes on to central. Your password is asked for again."),
            N_("Sign out"),
            N_("Stay"),
        )
        self.app.push_screen(question, self._left)

    async def _left(self, leave: bool | None) -> None:
        if leave:
            await self.host.sign_out()
