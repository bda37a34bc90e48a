"""Opening a survey: its question and answers in the visitors' languages, and for how long it is asked."""

from collections.abc import Mapping

from desk.lang import N_, _, day, today
from desk.records.survey import SurveyForm
from desk.ui.fields import Choices
from desk.ui.form import FormScreen
from desk.ui.saving import saved
from desk.ui.text import visible
from desk.usecases.plans import clause_names
from desk.usecases.surveys import open_survey


class SurveyScreen(FormScreen[SurveyForm]):
    """The form of a new survey."""

    NAME = N_("New survey")
    FORM = SurveyForm
    DRAFT = "survey"
    HELP = N_(
        "One question with two to nine answers, “;” between them. The same answers in Russian and English, "
        "in the same order, are for visitors who read these.\n"
        "It is asked from the first day on for as many days as you say; F2 opens it. A survey that was "
        "opened is not altered any more: open another one instead."
    )

    def choices(self) -> Mapping[str, Choices]:
        """The clauses of this year's plan."""
        return {"clause": clause_names(self.host.desk, today().year)}

    async def action_save(self) -> None:
        """Open the survey and go back to the list."""
        form = self.read()
        if form is None:
            return
        survey = await self.ending(saved(self, open_survey, self.host.desk, form))
        if survey is None:
            return
        closes = day(survey.closes_on)
        self.app.notify(visible(_("Opened; it is asked until {date}.").format(date=closes)), markup=False)
        self.app.pop_screen()
