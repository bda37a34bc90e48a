"""Tasks of the supervisor: earlier lookups without a record that newer list data makes a hit."""

import asyncio
from collections.abc import Iterator

from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from desk.lang import N_, _, day_and_clock, ngettext
from desk.records.lookup import ScreeningRaised
from desk.ui.base import DeskScreen
from desk.ui.list_table import ListTable
from desk.ui.text import plain, sentence
from desk.usecases.candidates import iso_text
from desk.usecases.screening import tasks

COLUMNS = ((N_("Looked up"), 16), (N_("Person asked about"), 34), (N_("Visit"), 18))


class TasksScreen(DeskScreen):
    """The tasks, the newest first; the last lines say what the chosen one means."""

    NAME = N_("Tasks")
    HELP = N_(
        "A newer list says that somebody who was looked up earlier without a record is restricted, and was "
        "so already on that day. Find the visit by its number (Today's visitors, F3) and look the person up."
    )
    AUTO_FOCUS = "DataTable"

    def __init__(self) -> None:
        super().__init__()
        self._tasks: list[ScreeningRaised] = []

    def body(self) -> Iterator[Widget]:
        """The table and what the chosen task means."""
        yield ListTable(COLUMNS)
        yield Static(id="advice")

    async def reload(self) -> None:
        """Read the tasks anew."""
        self._tasks = await asyncio.to_thread(tasks, self.host.desk)
        table, unknown = self.query_one(ListTable), _("none known")
        table.refill(
            (day_and_clock(task.looked_up_at), task.asked, task.visit_number or unknown)
            for task in self._tasks
        )
        self._explain(table.cursor_row)

    def _explain(self, row: int) -> None:
        self.query_one("#advice", Static).update(self._advice(row))

    def _advice(self, row: int) -> Content:
        if row >= len(self._tasks):
            return plain(_("No task: no earlier lookup is contradicted by newer list data."))
        task = self._tasks[row]
        told = ngettext("{n} task.", "{n} tasks.", len(self._tasks)).format(n=len(self._tasks))
        advice = sentence(
            _(
                "{clerk} was told “no record”. The list of {time} has one: ground {ground}, "
                "in force from {day}. Look the person up again (record {record})."
            ),
            clerk=task.clerk_name,
            time=day_and_clock(task.list_as_of),
            ground=task.ground_code,
            day=iso_text(task.valid_from),
            record=task.restriction,
        )
        return Content.assemble((f"{told} ", "bold"), advice)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Say what the chosen task means."""
        self._explain(event.cursor_row)
