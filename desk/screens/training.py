"""One training session: entered, corrected with a reason."""

from collections.abc import Mapping
from contextlib import suppress

from textual import on
from textual.widgets import Input

from desk.lang import N_, _, today
from desk.records.days import whole_day
from desk.records.errors import Issue
from desk.records.training import TrainingForm
from desk.ui.entry_form import EntryFormScreen
from desk.ui.fields import ChoiceField, Choices
from desk.usecases.entries import Opened, Written
from desk.usecases.plans import clause_names
from desk.usecases.trainings import correct_training, enter_training, remarks_on, withdraw_training


class TrainingScreen(EntryFormScreen[TrainingForm]):
    """The form of a session."""

    NAME = N_("Training session")
    FORM = TrainingForm
    ENTRY = "training"
    HELP = N_(
        "A session under a clause of the plan, or under none. Who begins after “Begins at” is late, who "
        "leaves before “Ends at” left early.\n"
        "“Units invited” are the units whose people are expected, ; between them: anybody else at the door "
        "is a walk-in. Without units everybody is expected.\n"
        "A correction asks for its reason; F6 shows the history, F8 withdraws a session that was not held."
    )

    def __init__(self) -> None:
        super().__init__()
        self._year = today().year

    def choices(self) -> Mapping[str, Choices]:
        """The clauses that are in force in the year of the session."""
        return {"clause": clause_names(self.host.desk, self._year)}

    def begin_with(self, values: Mapping[str, str]) -> None:
        """Offer the clauses of the session's day before its own is put in."""
        self._year = 0
        self._offer(values.get("starts_on", ""))
        super().begin_with(values)

    @on(Input.Changed, "#starts_on")
    def _other_day(self, event: Input.Changed) -> None:
        self._offer(event.value)

    def _offer(self, typed: str) -> None:
        """Let the clauses to choose from follow the day; a half-typed one changes nothing."""
        with suppress(ValueError):
            year = whole_day(typed).year if typed else today().year
            if year != self._year:
                self._year = year
                self.query_one("#clause", ChoiceField).choices = self.choices()["clause"]
                self.say()

    def more(self) -> str:
        """That there is no clause to choose, where no plan covers the session's day."""
        if self.query_one("#clause", ChoiceField).choices:
            return ""
        told = _("No plan that this desk knows covers {year}.")
        return f" · {told.format(year=self._year)}"

    def remarks(self, form: TrainingForm) -> list[Issue]:
        """Units that nobody belongs to: all who come would be walk-ins."""
        return remarks_on(self.host.desk, form)

    def enter(self, form: TrainingForm) -> Written:
        """Write a new session."""
        return enter_training(self.host.desk, form)

    def correct(self, seen: Opened[TrainingForm], form: TrainingForm, reason: str) -> Written:
        """Write a correction."""
        return correct_training(self.host.desk, seen, form, reason)

    def take_back(self, seen: Opened[TrainingForm], reason: str) -> Written:
        """Withdraw the session."""
        return withdraw_training(self.host.desk, seen, reason)
