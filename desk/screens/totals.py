"""The totals of a year's trainings, computed from the marks; a stated total beside the computed one."""

import asyncio
from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from desk.lang import N_, _, today
from desk.records.measure_words import DETAILS
from desk.ui.base import DeskScreen, bind
from desk.ui.list_table import ListTable
from desk.ui.text import plain
from desk.usecases.trainings import Compared, named_totals, stated_beside

BY = {
    "clause": N_("by clause"),
    "topic": N_("by topic"),
    "programme": N_("by programme"),
    "unit": N_("by unit"),
    "person": N_("by person"),
}
COLUMNS = (
    ("", 30),
    (N_("Sessions"), 8),
    (N_("There"), 6),
    (N_("Persons"), 7),
    (N_("Late"), 6),
    (N_("Early"), 6),
)


class TotalsScreen(DeskScreen):
    """One row a clause, topic, programme, unit or person."""

    NAME = N_("Training totals")
    HELP = N_(
        "Counted from the marks at the door. “There” counts a person once for each session, “Persons” once "
        "altogether; “Late” and “Early” are participations that began late or ended early.\n"
        "F6 counts by something else. Below: totals that somebody stated, beside the computed ones."
    )
    AUTO_FOCUS = "DataTable"
    BINDINGS = [bind("next_section", "by", N_("Count by"), N_("Count by something else"))]

    def __init__(self) -> None:
        super().__init__()
        self._year = today().year
        self._by = "clause"

    def body(self) -> Iterator[Widget]:
        """What it is counted by, the table, the stated totals."""
        yield Static(id="filters")
        yield ListTable(COLUMNS)
        yield Static(id="count")

    async def reload(self) -> None:
        """Count anew."""
        if isinstance(self.host.subject, int):
            self._year = self.host.subject
        desk = self.host.desk
        totals = await asyncio.to_thread(named_totals, desk, self._year, self._by)
        stated = await asyncio.to_thread(stated_beside, desk, self._year)
        self.query_one(ListTable).refill(
            (one.key, one.sessions, one.attended, one.persons, one.late, one.left_early)
            for one in totals[:200]
        )
        names = [(f" {_(text)} ", "reverse" if by == self._by else "$quiet") for by, text in BY.items()]
        head = Content.assemble((f"{self._year}", "bold"), " ", *names)
        self.query_one("#filters", Static).update(head)
        lines = [_compared(one) for one in stated] or [plain(_("No stated total is kept for this year."))]
        self.query_one("#count", Static).update(Content("\n").join(lines))

    async def action_by(self) -> None:
        """Count by the next thing."""
        keys = list(BY)
        self._by = keys[(keys.index(self._by) + 1) % len(keys)]
        await self.reload()


def _compared(one: Compared) -> Content:
    told = _("{clause} {figure}: stated {stated}, computed {computed}").format(
        clause=one.clause, figure=_(DETAILS[one.figure]), stated=one.stated, computed=one.computed
    )
    if not one.differs:
        return plain(told)
    return Content.assemble(plain(told), (f" ⚠ {_('they differ')}", "$text-warning"))
