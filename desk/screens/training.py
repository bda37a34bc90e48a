"""One training session: entered, corrected with a reason."""

from desk.lang import N_
from desk.records.days import whole_day
from desk.records.errors import Issue
from desk.records.training import TrainingForm
from desk.ui.clause_form import ClauseFormScreen
from desk.usecases.entries import Opened, Written
from desk.usecases.trainings import correct_training, enter_training, remarks_on, withdraw_training


class TrainingScreen(ClauseFormScreen[TrainingForm]):
    """The form of a session."""

    NAME = N_("Training session")
    FORM = TrainingForm
    ENTRY = "training"
    YEAR_FROM = "starts_on"
    HELP = N_(
        "A session under a clause of the plan, or under none. Who begins after “Begins at” is late, who "
        "leaves before “Ends at” left early.\n"
        "“Units invited” are the units whose people are expected, ; between them: anybody else at the door "
        "is a walk-in. Without units everybody is expected.\n"
        "A correction asks for its reason; F6 shows the history, F8 withdraws a session that was not held."
    )

    def year_of(self, typed: str) -> int:
        """The year of a day."""
        return whole_day(typed).year

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
