"""The training sessions of a year, with how many were there."""

from collections.abc import Sequence

from desk.lang import N_, _, day, in_language, ngettext
from desk.ui.allowed import may_write
from desk.ui.base import bind
from desk.ui.entry_form import Blank
from desk.ui.year_list import YearListScreen
from desk.usecases.trainings import TrainingEntry, find_trainings, open_training


class TrainingsScreen(YearListScreen[TrainingEntry]):
    """Sessions, the earliest first."""

    NAME = N_("Trainings")
    HELP = N_(
        "The training sessions of a year with how many were there, counted from the marks at the door.\n"
        "Enter opens the door of a session, F8 its form, F6 the totals by clause, topic, unit or person.\n"
        "F4 enters a session. No total can be typed: a stated one is kept as a measure beside it."
    )
    COLUMNS = ((N_("Date"), 10), (N_("Topic"), 34), (N_("Clause"), 6), (N_("There"), 6), (N_("Late"), 6))
    BINDINGS = [
        bind("next_section", "totals", N_("Totals"), N_("Totals of the year by clause, topic, unit, person")),
        bind("duplicates", "edit", N_("Edit"), N_("Read or correct the chosen session")),
    ]

    def read(self, text: str) -> list[TrainingEntry]:
        """The sessions of the year."""
        return find_trainings(self.host.desk, self._year, text)

    def cells(self, line: TrainingEntry) -> Sequence[str]:
        """Day, topic, clause, how many came and came late."""
        form, total = line.form, line.total
        mark = "✖ " if line.withdrawn else "⚠ " if line.contested else ""
        topic = mark + in_language(form.topics())
        return day(form.starts_on), topic, form.clause or "", str(total.attended), str(total.late or "")

    def told(self) -> str:
        """How many sessions there are, and how many people at them."""
        held = [line for line in self._lines if not line.withdrawn]
        if not held:
            return _("No session here yet.")
        n, there = len(held), sum(line.total.attended for line in held)
        sessions = ngettext("{n} session", "{n} sessions", n).format(n=n)
        return sessions + ", " + ngettext("{n} participation", "{n} participations", there).format(n=there)

    def open(self, line: TrainingEntry) -> None:
        """Open the door of the session."""
        self.host.subject = open_training(self.host.desk, line.id)
        self.app.push_screen("attendance")

    def action_edit(self) -> None:
        """Open the session's form."""
        if self.chosen is not None:
            self.host.subject = open_training(self.host.desk, self.chosen.id)
            self.app.push_screen("training")

    def action_new(self) -> None:
        """Enter a session."""
        if may_write(self, "training.entered"):
            self.host.subject = Blank({})
            self.app.push_screen("training")

    def action_totals(self) -> None:
        """Show the totals of the year."""
        self.host.subject = self._year
        self.app.push_screen("totals")
