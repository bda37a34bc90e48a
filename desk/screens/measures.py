"""The measures of a year, by clause of its plan."""

import asyncio
from collections.abc import Sequence

from desk.lang import N_, _, day, in_language, ngettext, today
from desk.records.measure_words import KINDS, UNITS, Unit
from desk.ui.allowed import may_write
from desk.ui.base import bind
from desk.ui.entry_form import Blank
from desk.ui.picker import PickerModal
from desk.ui.year_list import YearListScreen
from desk.usecases.measures import MeasureEntry, find_measures, open_measure
from desk.usecases.plans import clause_names, due_text, plan_of

_TOLD = (Unit.day, Unit.minute, Unit.copy, Unit.country, Unit.person)
"""Units that the kind of a measure does not say already."""


class MeasuresScreen(YearListScreen[MeasureEntry]):
    """What was done under each clause."""

    NAME = N_("Measures")
    HELP = N_(
        "What was done under the plan in a year: the annual report is made from these entries.\n"
        "F6 chooses a clause, F7 a year, F4 enters a measure, Enter opens one to read or correct it.\n"
        "⚠ means that two people corrected it without knowing of each other; ✖ that it was withdrawn."
    )
    COLUMNS = (
        (N_("Clause"), 6),
        (N_("When"), 10),
        (N_("What"), 24),
        (N_("Kind"), 17),
        (N_("Quantity"), 11),
    )
    BINDINGS = [bind("next_section", "clause", N_("Clause"), N_("Choose a clause"))]

    def __init__(self) -> None:
        super().__init__()
        self._clause = ""
        self._due = ""

    def read(self, text: str) -> list[MeasureEntry]:
        """The measures of the year and clause, and the plan's due date."""
        desk = self.host.desk
        plan = plan_of(desk, self._year)
        self._due = _("no plan is known for this year")
        if plan is not None:
            due = due_text(plan, self._year, today())
            self._due = _("report due {date}").format(date=due)
        return find_measures(desk, self._year, self._clause, text)

    def cells(self, line: MeasureEntry) -> Sequence[str]:
        """Clause, day, title, kind, quantity."""
        form = line.form
        mark = "✖ " if line.withdrawn else "⚠ " if line.contested else ""
        when = day(form.starts_on) if form.starts_on else str(form.year)
        return form.clause, when, mark + in_language(form.titles()), _(KINDS[form.kind]), _quantity(line)

    def heading(self) -> str:
        """The clause, and when the report is due."""
        clause = _("all clauses") if not self._clause else self._clause
        return f"{clause} · {self._due}"

    def told(self) -> str:
        """How many there are."""
        n = len(self._lines)
        return ngettext("{n} measure", "{n} measures", n).format(n=n) if n else _("No measure here yet.")

    def open(self, line: MeasureEntry) -> None:
        """Open the measure's form."""
        self.host.subject = open_measure(self.host.desk, line.id)
        self.app.push_screen("measure")

    def action_new(self) -> None:
        """Enter a measure of this year and clause."""
        if may_write(self, "measure.entered"):
            self.host.subject = Blank({"year": str(self._year), "clause": self._clause})
            self.app.push_screen("measure")

    def year_changed(self) -> None:
        """The clauses are another plan's."""
        self._clause = ""

    async def action_clause(self) -> None:
        """Choose a clause, or all."""
        names = await asyncio.to_thread(clause_names, self.host.desk, self._year)

        async def taken(clause: str | None) -> None:
            if clause is not None:
                self._clause = "" if clause == "*" else clause
                await self.reload()

        self.app.push_screen(PickerModal(_("Which clause?"), {"*": _("all clauses")} | names), taken)


def _quantity(line: MeasureEntry) -> str:
    form = line.form
    if form.quantity is None:
        return ""
    unit = "%" if form.unit is Unit.percent else _(UNITS[form.unit]) if form.unit in _TOLD else ""
    return f"{form.quantity:f} {unit}".strip()
