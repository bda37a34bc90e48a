"""A person's own log on a day, for the supervisor; that it was looked at is written down first."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from desk.lang import N_, _, clock, day, ngettext, today
from desk.ui.base import DeskScreen, bind
from desk.ui.list_table import ListTable
from desk.ui.saving import saved, warn
from desk.ui.text import plain

COLUMNS = ((N_("Time"), 5), (N_("Act"), 26), (N_("About"), 41))


class LogScreen(DeskScreen):
    """Choose a person with Enter; F6 goes a day back."""

    NAME = N_("Log")
    HELP = N_(
        "Choose a person and press Enter: what they did at this desk that day stands below. F6 goes a day "
        "back, F4 to today. Each look is written into the log with your name.\n"
        "Above stand the alarms about this desk's log, if central or the desk found something wrong."
    )
    BINDINGS = [
        bind("next_section", "earlier", N_("Day before"), N_("The day before")),
        bind("new", "today", N_("Today"), N_("Back to today")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._day = today()
        self._person = ""

    def body(self) -> Iterator[Widget]:
        """Alarms, people, the day's acts and how many."""
        yield Static(id="alarms")
        yield OptionList(id="first", classes="short")
        yield ListTable(COLUMNS, "acts")
        yield Static(id="count")

    async def on_mount(self) -> None:
        """List the people; nothing is read of anybody yet."""
        from desk.usecases.own_log import people_of_log

        people = await asyncio.to_thread(people_of_log, self.host.desk)
        options = self.query_one(OptionList)
        options.add_options([Option(plain(name), id=person) for person, name in people.items()])
        options.highlighted = 0 if people else None
        self._say(_("{day}: choose a person with Enter.").format(day=day(self._day)))

    async def reload(self) -> None:
        """The alarms of now."""
        from desk.usecases.alarms import alarms

        found = await asyncio.to_thread(alarms, self.host.desk)
        told = self.query_one("#alarms", Static)
        told.display = bool(found)
        told.update(plain("\n".join(f"✖ {alarm.text}" for alarm in found[:3])))

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show what the person did."""
        self._person = str(event.option.id)
        await self._show()

    async def _show(self) -> None:
        from desk.usecases.own_log import view_log

        if not self._person:
            self._say(_("{day}: choose a person with Enter.").format(day=day(self._day)))
            return
        found = await saved(self, view_log, self.host.desk, self._person, self._day)
        if found is None:
            return
        warn(self, found.warning)
        self.query_one(ListTable).refill((clock(act.at), act.what, act.about) for act in found.acts)
        n = len(found.acts) + found.more
        told = ngettext("{n} act", "{n} acts", n).format(n=n)
        self._say(f"{day(self._day)}: {told}")

    async def action_earlier(self) -> None:
        """A day back."""
        self._day -= timedelta(days=1)
        await self._show()

    async def action_today(self) -> None:
        """Today again."""
        self._day = today()
        await self._show()

    def _say(self, text: str) -> None:
        self.query_one("#count", Static).update(plain(text))
